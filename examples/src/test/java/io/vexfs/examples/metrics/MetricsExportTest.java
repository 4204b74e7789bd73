package io.vexfs.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.examples.ExampleOutput;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsExportTest {
    @TempDir
    private Path directory;

    @Test
    void main_printsALineForEachMetric() throws Exception {
        List<String> lines = ExampleOutput.of(
                () -> MetricsExport.main(new String[] {directory.resolve("s").toString()}));

        assertThat(lines)
                .hasSizeGreaterThan(10)
                .anyMatch(line -> line.matches("vexfs\\.\\S+ count=10 p50_us=\\S+ p99_us=\\S+"));
        assertThat(lines.get(lines.size() - 1)).startsWith("FusePerformanceMetrics[");
    }
}
