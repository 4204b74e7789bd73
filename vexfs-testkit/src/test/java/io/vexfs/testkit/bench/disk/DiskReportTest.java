package io.vexfs.testkit.bench.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskReportTest {
    private static final DiskFigure FAST = new DiskFigure(
            "stat",
            1,
            "files/s",
            0.9,
            Map.of(
                    "vexfs",
                    List.of(30.0, 20.0, 28.0),
                    "c",
                    List.of(20.0, 20.0, 20.0),
                    "host",
                    List.of(90.0, 80.0, 70.0)));
    private static final DiskFigure SLOW =
            new DiskFigure("create", 4, "files/s", 0.9, Map.of("vexfs", List.of(8.0), "c", List.of(10.0)));
    private static final DiskFigure VECTORS =
            new DiskFigure("write .vec", 1, "files/s", 0.5, Map.of("vexfs", List.of(6.0), "c", List.of(10.0)));

    private static DiskReport report(DiskFigure... figures) {
        return new DiskReport(Map.of("tables", "same"), List.of(figures), Map.of());
    }

    @Test
    void ratio_severalRounds_isTheMedianOfTheirRatios() {
        assertThat(FAST.ratio("vexfs", "c")).hasValue(1.4);
        assertThat(FAST.rate("host")).hasValue(80.0);
        assertThat(SLOW.ratio("vexfs", "host")).isEmpty();
    }

    @Test
    void missed_rowsAndMedian_areNamedWithBothSides() {
        assertThat(report(FAST, SLOW, VECTORS).missed()).containsExactly("create (4 workers) 0.80, expected 0.9");
        assertThat(report(SLOW, VECTORS).missed())
                .containsExactly("create (4 workers) 0.80, expected 0.9", "median 0.80, expected 1.1");
        assertThat(report(FAST, VECTORS).missed()).isEmpty();
    }

    @Test
    void lines_pointAtWhatIsBelowItsTarget() {
        assertThat(report(FAST, SLOW).lines())
                .anyMatch(line -> line.startsWith("create ") && line.endsWith("below 0.9"))
                .anyMatch(line -> line.startsWith("stat ") && line.endsWith("0.33"))
                .anyMatch(line -> line.startsWith("median of the ratios"));
        assertThat(report(FAST).lines()).anyMatch(line -> line.endsWith("1.40 (at least 1.1: met)"));
    }

    @Test
    void missing_passThrough_isNamedAndMissesNothing(@TempDir Path directory) throws IOException {
        DiskFigure alone = new DiskFigure("stat", 1, "files/s", 0.9, Map.of("vexfs", List.of(8.0)));
        DiskReport report = new DiskReport(Map.of("tables", "same"), List.of(alone), Map.of("c", "no gcc"));
        Path json = directory.resolve("mount.json");
        report.writeJson(json);

        assertThat(report.lines()).contains("not measured: c: no gcc");
        assertThat(report.missed()).isEmpty();
        assertThat(Files.readString(json)).contains("\"no gcc\"", "\"rates\"");
    }
}
