package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.storage.ChildJvm;
import io.vexfs.testkit.model.MemoryBridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed again and again at random instants, in recovery and in close too; what it acknowledged is there. */
class KillIT {
    private static final int KILLS = Integer.getInteger("vexfs.kills", 20);
    private static final long SEED = Long.getLong("vexfs.seed", 1);
    private static final int LONGEST_MILLIS = 2_000;
    /** Every so many kills hit the opening of the store, the others the steps behind it. */
    private static final int OPENINGS = 4;

    private static final int OPENING_BYTES = "opening\n".length();

    @TempDir
    private Path directory;

    private long compacted;
    private long checkpointed;

    @Test
    void open_afterAnyKill_hasEveryAcknowledgedStepAndNoHalfOne() throws Exception {
        Path store = directory.resolve("store");
        Random random = new Random(SEED);
        int next = 0;
        try (MemoryBridge model = new MemoryBridge()) {
            model.createCollection("/c", new CollectionSettings(DistanceMetric.L2, 0));
            try (Vexfs db = Vexfs.open(store)) {
                db.bridge().createCollection("/c", new CollectionSettings(DistanceMetric.L2, 0));
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                int begun = kill % OPENINGS == 0 ? 0 : OPENING_BYTES;
                int acknowledged = killed(store, next, begun, random.nextInt(LONGEST_MILLIS));
                for (; next <= acknowledged; next++) {
                    BridgeSteps.take(model, SEED, next);
                }
                List<String> found = recovered(store, kill);
                List<String> expected = BridgeSteps.content(model);
                if (!found.equals(expected)) {
                    // The step that was not acknowledged may be there, whole.
                    BridgeSteps.take(model, SEED, next++);
                    assertThat(found)
                            .as("seed %d, kill %d, step %d", SEED, kill, next - 1)
                            .isEqualTo(BridgeSteps.content(model));
                }
            }
        }
        assertThat(next).as("steps taken").isGreaterThan(KILLS);
        assertThat(compacted).as("copies with a compacted log").isPositive();
        assertThat(checkpointed).as("copies with graphs written meanwhile").isPositive();
    }

    /** Kills a child so long after it said more than {@code begun} bytes; the last step that it acknowledged. */
    private int killed(Path store, int next, int begun, int millis) throws IOException, InterruptedException {
        Path said = Files.createTempFile(directory, "said", ".txt");
        Process child = ChildJvm.builder(
                        ChildJvm.flags(),
                        StepsUntilKilled.class,
                        store.toString(),
                        said.toString(),
                        String.valueOf(SEED),
                        String.valueOf(next))
                .redirectOutput(directory.resolve("child.out").toFile())
                .start();
        try {
            while (Files.size(said) <= begun && !child.waitFor(2, TimeUnit.MILLISECONDS)) {
                continue;
            }
            assertThat(child.waitFor(millis, TimeUnit.MILLISECONDS))
                    .as(() -> read(directory.resolve("child.out")))
                    .isFalse();
        } finally {
            child.destroyForcibly().waitFor();
        }
        List<String> lines = read(said).lines().toList();
        String last = lines.get(lines.size() - 1);
        return last.equals("opening") ? next - 1 : Integer.parseInt(last);
    }

    private static long count(Path files, String ending) throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            return all.filter(file -> file.toString().endsWith(ending)).count();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    /** What a copy of the store holds; the store itself stays as the kill left it. */
    private List<String> recovered(Path store, int kill) throws IOException {
        Path copy = directory.resolve("copy-" + kill);
        StoreCopies.copy(store, copy);
        boolean clean = Files.exists(copy.resolve("CLEAN"));
        compacted += count(copy.resolve("log"), ".base");
        checkpointed += clean ? 0 : count(copy.resolve("graph"), ".graph");
        try (Vexfs db = Vexfs.open(copy)) {
            Bridge bridge = db.bridge();
            return BridgeSteps.content(bridge);
        }
    }
}
