package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeConfig;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Durability;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorStore;
import io.vexfs.testkit.model.MemoryBridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A suite is worth something only if it turns red: each seeded bug is found by the test that is there for it. The list is
 * kept in {@code docs/seeded-bugs.md}.
 */
class SeededBugsTest {
    private static volatile SeededBug bug = SeededBug.NONE;
    private static volatile SeededStoreBug storeBug = SeededStoreBug.NONE;
    private static volatile SeededFormatBug formatBug = SeededFormatBug.NONE;

    @ParameterizedTest
    @EnumSource(value = SeededBug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void bridgeSuite_seededBug_turnsRed(SeededBug seeded) {
        bug = seeded;
        requireRed("bridge", seeded.name(), seeded.finder, BrokenBridge.class);
    }

    @ParameterizedTest
    @EnumSource(value = SeededStoreBug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void storeSuite_seededBug_turnsRed(SeededStoreBug seeded) {
        storeBug = seeded;
        requireRed("store", seeded.name(), seeded.finder, BrokenStore.class);
    }

    @ParameterizedTest
    @EnumSource(value = SeededFormatBug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void formatSuite_seededBug_turnsRed(SeededFormatBug seeded) {
        formatBug = seeded;
        requireRed("format", seeded.name(), seeded.finder, BrokenFormat.class);
    }

    @Test
    void suites_withoutBug_areGreen() {
        bug = SeededBug.NONE;
        storeBug = SeededStoreBug.NONE;
        formatBug = SeededFormatBug.NONE;
        for (Class<?> suite : List.of(BrokenBridge.class, BrokenStore.class, BrokenFormat.class)) {
            SuiteRun run = SuiteRun.of(suite, method -> true, Map.of());
            assertThat(run.failures()).as(suite.getSimpleName()).isEmpty();
            assertThat(run.tests()).as(suite.getSimpleName()).isGreaterThan(5);
        }
    }

    /** The page that lists the bugs says what the enumerations say. */
    @Test
    void list_ofBugs_isKept() throws IOException {
        List<String> rows = new ArrayList<>();
        for (SeededBug each : SeededBug.values()) {
            rows.add(row("Bridge", each.name(), each.finder));
        }
        for (SeededStoreBug each : SeededStoreBug.values()) {
            rows.add(row("VectorStore", each.name(), each.finder));
        }
        for (SeededFormatBug each : SeededFormatBug.values()) {
            rows.add(row("VectorFormat", each.name(), each.finder));
        }
        rows.removeIf(each -> each.contains("| none |"));

        assertThat(Files.readAllLines(Path.of("../docs/seeded-bugs.md"))).containsSubsequence(rows);
    }

    private static String row(String suite, String name, String finder) {
        String words = name.toLowerCase(Locale.ROOT).replace('_', ' ');
        return "| `" + suite + "Conformance` | " + words + " | `" + finder + "` |";
    }

    private static void requireRed(String suite, String name, String finder, Class<?> broken) {
        Map<String, String> failed = SuiteRun.failures(broken, finder::equals);
        System.out.printf("seeded bug in a %s: %s, found by %s%n", suite, name, failed.keySet());
        assertThat(failed).containsKey(finder);
    }

    /** The model with a bug; run by the launcher alone. */
    static class BrokenBridge implements BridgeConformance {
        private final Map<Bridge, MemoryBridge> inner = new IdentityHashMap<>();

        @Override
        public Bridge open() {
            return broken(new MemoryBridge());
        }

        @Override
        public Optional<Bridge> open(BridgeConfig config, Durability durability) {
            MemoryBridge right = new MemoryBridge();
            // The model has nothing to link and nothing to force, so it keeps the promises of every mode.
            Bridge claiming = SeededBug.wrapped(
                    Bridge.class,
                    broken(right),
                    (name, arguments) -> name.equals("durability") ? durability : SeededBug.PASS);
            inner.put(claiming, right);
            return Optional.of(claiming);
        }

        @Override
        public Bridge reopen(Bridge closed, boolean readOnly) {
            return broken(inner.get(closed).reopened(readOnly));
        }

        private Bridge broken(MemoryBridge right) {
            Bridge broken = bug.in(right);
            inner.put(broken, right);
            return broken;
        }
    }

    /** A collection of the model with a bug. */
    static class BrokenStore implements VectorStoreConformance {
        @Override
        public VectorStore open(DistanceMetric metric, int dimensions) {
            return storeBug.in(SeededStoreBug.right(metric, dimensions), metric, dimensions);
        }
    }

    /** A small format with a bug. */
    static class BrokenFormat implements VectorFormatConformance {
        @Override
        public VectorFormat format() {
            return new CountedFormat(formatBug);
        }
    }
}
