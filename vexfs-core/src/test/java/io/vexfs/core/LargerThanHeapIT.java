package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.core.internal.storage.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process whose heap is a third of a collection's vectors fills it, searches it, opens it again after a clean close and
 * after a sudden end. {@code -Dvexfs.test.large.heap=1024} does it with a heap of so many MiB.
 */
class LargerThanHeapIT {
    private static final int HEAP_MIB = Integer.getInteger("vexfs.test.large.heap", 64);
    private static final int TIMES = 3;
    private static final int DIMENSIONS = 4_096;
    private static final int VECTORS = (int) ((long) TIMES * HEAP_MIB * (1 << 20) / (DIMENSIONS * Float.BYTES));
    private static final double RECALL_MIN = 0.9;

    @TempDir
    private Path directory;

    @Test
    void collection_threeTimesTheHeap_isFilledSearchedAndOpenedAgain(TestReporter reporter) throws Exception {
        Path store = directory.resolve("store");
        Map<String, String> filled = run(store, "fill", reporter);
        assertThat(Long.parseLong(filled.get("vectors")))
                .isGreaterThanOrEqualTo(TIMES * Long.parseLong(filled.get("heap")) - DIMENSIONS * Float.BYTES);
        requireRecall(filled);
        Map<String, String> dying = run(store, "die", reporter);
        assertThat(dying.get("clean")).isEqualTo("true linked=0");
        requireRecall(dying);
        Map<String, String> recovered = run(store, "search", reporter);
        assertThat(recovered.get("clean")).startsWith("false");
        requireRecall(recovered);
    }

    private static void requireRecall(Map<String, String> said) {
        assertThat(said).containsEntry("size", String.valueOf(VECTORS));
        assertThat(Double.parseDouble(said.get("recall"))).isGreaterThanOrEqualTo(RECALL_MIN);
    }

    private Map<String, String> run(Path store, String work, TestReporter reporter)
            throws IOException, InterruptedException {
        List<String> flags = new ArrayList<>(ChildJvm.flags().stream()
                .filter(flag -> !flag.startsWith("-Xmx") && !flag.startsWith("-Xms"))
                .toList());
        flags.add("-Xmx" + HEAP_MIB + "m");
        Process child = ChildJvm.builder(
                        flags,
                        FilledBeyondTheHeap.class,
                        store.toString(),
                        String.valueOf(DIMENSIONS),
                        String.valueOf(VECTORS),
                        work)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
        Map<String, String> said = new HashMap<>();
        try (Stream<String> lines = output.lines()) {
            lines.filter(line -> line.contains("=")).forEach(line -> {
                int at = line.indexOf('=');
                said.put(line.substring(0, at), line.substring(at + 1));
            });
        }
        assertThat(said).as(output).containsKey("recall");
        reporter.publishEntry(work, said.toString());
        return said;
    }
}
