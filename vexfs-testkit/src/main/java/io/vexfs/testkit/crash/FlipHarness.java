package io.vexfs.testkit.crash;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.Durability;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.files.Directories;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Flips bytes of a small closed store, one at a time: the engine's own check must name the file, and the store must
 * answer as before, or refuse to open and name the file.
 */
public final class FlipHarness {
    private static final String NAME = "flips";
    private static final int OPENINGS = 2;
    private static final int WRITES = 40;
    private static final int IDS = 12;
    private static final int MASK = 0x10;

    private final CrashEngine engine;
    private final CrashSettings settings;
    private final FlipScope scope;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> losses = new ArrayList<>();

    /** Fills the empty store in a directory and closes it. */
    @FunctionalInterface
    public interface Filling {
        /** Does it. */
        void fill(Path store) throws IOException;
    }

    private FlipHarness(Class<? extends CrashEngine> engine, CrashSettings settings, FlipScope scope) {
        this.engine = StepsUntilKilled.engine(engine);
        this.settings = settings;
        this.scope = scope;
        for (String count : List.of("files", "flipped_bytes", "named_by_the_check", "opened_with_all", "refused")) {
            counts.put(count, 0L);
        }
    }

    /** Two small collections with vectors that were put, replaced and deleted, in two openings. */
    public static Filling vectors(Class<? extends CrashEngine> engine, long seed) {
        return store -> {
            Random random = new Random(seed);
            for (int opening = 0; opening < OPENINGS; opening++) {
                try (Bridge bridge = StepsUntilKilled.engine(engine).open(store, Durability.NONE)) {
                    BridgeSteps.begin(bridge);
                    for (int i = 0; i < WRITES; i++) {
                        String collection = bridge.collections()
                                .get(random.nextInt(bridge.collections().size()))
                                .name();
                        String id = "v" + random.nextInt(IDS);
                        if (random.nextInt(4) == 0) {
                            bridge.delete(collection, id, OperationContext.none());
                        } else {
                            float[] vector = {1 + random.nextFloat(), random.nextFloat(), random.nextFloat()};
                            bridge.put(
                                    collection,
                                    new StoredVector(id, vector, Metadata.of("write", i)),
                                    OperationContext.none());
                        }
                    }
                    bridge.forceSync();
                }
            }
        };
    }

    /** First the canary, a change that every checksum agrees with; then each byte of the scope, as long as the time allows. */
    public static CrashReport run(
            Class<? extends CrashEngine> engine,
            CrashSettings settings,
            FlipScope scope,
            Filling filling,
            Progress progress)
            throws IOException {
        FlipHarness harness = new FlipHarness(engine, settings, scope);
        Path directory = Files.createTempDirectory(settings.work(), "vexfs-flips-");
        Path store = directory.resolve("store");
        filling.fill(store);
        List<String> answers = harness.answers(store);
        SavedFiles saved = new SavedFiles(store, directory.resolve("saved"), scope);
        if (!harness.engine.damagedFiles(store).isEmpty()) {
            throw new IOException(
                    store + ": expected a sound store, was damage in " + harness.engine.damagedFiles(store));
        }
        Path copy = directory.resolve("canary");
        Directories.copy(store, copy);
        harness.canary(copy, answers);
        harness.flipAll(store, saved, answers, progress);
        if (harness.losses.isEmpty()) {
            Directories.remove(directory);
        }
        return new CrashReport(NAME, settings.seed(), harness.counts, harness.losses);
    }

    private List<String> answers(Path store) {
        try (Bridge bridge = engine.open(store, Durability.NONE)) {
            return BridgeSteps.content(bridge);
        }
    }

    private void canary(Path store, List<String> answers) {
        try (Bridge bridge = engine.open(store, Durability.NONE)) {
            CollectionInfo some = bridge.collections().stream()
                    .filter(info -> info.dimensions() > 0)
                    .findFirst()
                    .orElseThrow();
            float[] vector = new float[some.dimensions()];
            vector[0] = 1;
            bridge.put(some.name(), new StoredVector("canary", vector, Metadata.empty()), OperationContext.none());
        }
        requireNotServed(store, store, "canary", answers);
        Canary.requireFound(NAME, "a change that every checksum agrees with", losses);
        losses.clear();
        counts.put("opened_with_all", 0L);
    }

    private void flipAll(Path store, SavedFiles saved, List<String> answers, Progress progress) throws IOException {
        long limit = System.nanoTime() + settings.time().toNanos();
        long all = 0;
        for (Path file : saved.files()) {
            all += scope.flips(store.relativize(file), Files.size(file));
        }
        progress.begin(NAME, all);
        for (Path file : saved.files()) {
            long size = Files.size(file);
            long flips = scope.flips(store.relativize(file), size);
            counts.merge("files", 1L, Long::sum);
            for (long i = 0; i < flips && losses.isEmpty() && System.nanoTime() - limit < 0; i++) {
                long offset = i * size / flips;
                flip(file, offset);
                String place = store.relativize(file) + " at " + offset;
                if (engine.damagedFiles(store).contains(file)) {
                    counts.merge("named_by_the_check", 1L, Long::sum);
                } else {
                    losses.add(place + ": the check does not name the file; the store was in " + store);
                }
                requireNotServed(store, file, place, answers);
                if (!saved.keepsBytes(file)) {
                    flip(saved.link(file), offset);
                }
                saved.restore();
                counts.merge("flipped_bytes", 1L, Long::sum);
                progress.step(1);
            }
        }
        progress.end();
        counts.put("bytes_in_scope", all);
        if (losses.isEmpty() && !engine.damagedFiles(store).isEmpty()) {
            losses.add("the store is not as it was: " + engine.damagedFiles(store));
        }
    }

    private void requireNotServed(Path store, Path file, String place, List<String> answers) {
        try {
            List<String> found = answers(store);
            if (found.equals(answers)) {
                counts.merge("opened_with_all", 1L, Long::sum);
            } else {
                losses.add(place + ": " + SteppedModel.apart("missing ", answers, found) + ", "
                        + SteppedModel.apart("not expected ", found, answers));
            }
        } catch (CorruptStoreException refused) {
            if (refused.file().equals(file)) {
                counts.merge("refused", 1L, Long::sum);
            } else {
                losses.add(place + ": another file is named: " + refused.getMessage());
            }
        } catch (RuntimeException failed) {
            losses.add(place + ": " + failed);
        }
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(offset);
            int value = open.read();
            open.seek(offset);
            open.write(value ^ MASK);
        }
    }
}
