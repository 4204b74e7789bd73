package io.vexfs.examples.filters;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.examples.ExampleOutput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilteredSearchTest {
    @TempDir
    private Path directory;

    @Test
    void main_printsWhatTheReadmeSays() throws Exception {
        List<String> lines = ExampleOutput.of(
                () -> FilteredSearch.main(new String[] {directory.resolve("s").toString()}));

        assertThat(lines.subList(0, 4))
                .containsExactly("all hnsw diskann ivf", "recent hnsw diskann", "others ivf", "near hnsw");
        assertThat(lines.get(4)).startsWith("error INVALID_QUERY: ").contains("yaer");
    }
}
