package io.vexfs.examples.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSearchTest {
    @TempDir
    private Path directory;

    @Test
    void main_twice_printsTheNearestTwoEachTime() {
        for (int run = 0; run < 2; run++) {
            assertThat(output(directory.resolve("store")).lines().map(line -> line.split(" ")[0]))
                    .containsExactly("cat", "dog");
        }
    }

    private static String output(Path store) {
        PrintStream console = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            EmbeddedSearch.main(new String[] {store.toString()});
        } finally {
            System.setOut(console);
        }
        return caught.toString(StandardCharsets.UTF_8);
    }

    /** What the README shows is what is compiled and run above. */
    @Test
    void readme_embeddingSnippets_areTheRegionsOfThisExample() throws IOException {
        Path root = Path.of("..");
        String source =
                Files.readString(root.resolve("examples/src/main/java/io/vexfs/examples/embedded/EmbeddedSearch.java"));
        String readme = Files.readString(root.resolve("README.md"));
        assertThat(readme).contains(region(source, "imports")).contains(region(source, "embedding"));
    }

    private static String region(String source, String name) {
        String start = "// region: " + name + "\n";
        int from = source.indexOf(start) + start.length();
        return source.substring(from, source.lastIndexOf('\n', source.indexOf("// endregion", from)))
                .stripIndent();
    }
}
