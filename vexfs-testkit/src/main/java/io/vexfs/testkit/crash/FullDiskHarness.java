package io.vexfs.testkit.crash;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Durability;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.files.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Fills a small real file system under a store: writes then fail with {@code NO_SPACE} and change nothing, reads and
 * searches go on, and so do writes once there is room. What was acknowledged is there after closing on a full disk too.
 */
public final class FullDiskHarness {
    private static final String NAME = "full-disk";
    private static final String COLLECTION = "/full";
    /** A round each, in turn: a full disk is met by writes in the one, by pages of a file in the other. */
    private static final List<VectorStorage> STORAGES = List.of(VectorStorage.values());

    private static final int DIMENSIONS = 1_024;
    /** What a search keeps that leaves out nothing. */
    private static final int THOROUGH = 4_096;

    private static final int DELETES = 20;
    private static final int BATCH = 8;
    /** Writes that must fail in a row before the disk counts as full, and that must go through when there is room. */
    private static final int IN_A_ROW = 20;

    private static final int IDS_MAX = 1_000_000;
    private static final long DISK_BYTES = 64L << 20;
    /** More than an engine sets aside at once. */
    private static final int BALLAST_BYTES = 6 << 20;

    private final Class<? extends CrashEngine> engine;
    private final CrashSettings settings;
    private final Random random;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> losses = new ArrayList<>();
    /** What was acknowledged. */
    private final Map<String, float[]> kept = new TreeMap<>();

    private int next;
    private String refusal = "";

    private FullDiskHarness(Class<? extends CrashEngine> engine, CrashSettings settings) {
        this.engine = engine;
        this.settings = settings;
        random = new Random(settings.seed());
        for (String count : List.of("disks_filled", "writes", "writes_refused", "deletes_when_full", "reads")) {
            counts.put(count, 0L);
        }
    }

    /** Why this machine or user cannot do it; empty if it can. */
    public static Optional<String> hindrance() {
        return SmallFileSystem.hindrance("tmpfs");
    }

    /** Runs it; the canary is a write that counts as acknowledged and was never made. */
    public static CrashReport run(Class<? extends CrashEngine> engine, CrashSettings settings, Progress progress)
            throws IOException {
        return new FullDiskHarness(engine, settings).run(progress);
    }

    private CrashReport run(Progress progress) throws IOException {
        long limit = System.nanoTime() + settings.time().toNanos();
        progress.begin(NAME, settings.rounds());
        for (int round = 1; round <= settings.rounds() && losses.isEmpty() && System.nanoTime() - limit < 0; round++) {
            Path directory = Files.createTempDirectory(settings.work(), "vexfs-full-");
            try (SmallFileSystem disk = SmallFileSystem.inMemory(directory, DISK_BYTES)) {
                kept.clear();
                VectorStorage storage = STORAGES.get((round - 1) % STORAGES.size());
                fill(disk, storage, "round " + round + ", " + storage.text());
            }
            Directories.remove(directory);
            progress.step(1);
        }
        progress.end();
        return new CrashReport(NAME, settings.seed(), counts, losses);
    }

    private Bridge open(Path disk) {
        return StepsUntilKilled.engine(engine).open(disk.resolve("store"), Durability.BATCHED);
    }

    private void fill(SmallFileSystem disk, VectorStorage storage, String round) throws IOException {
        Path ballast = disk.mountPoint().resolve("ballast");
        Files.write(ballast, new byte[BALLAST_BYTES]);
        try (Bridge bridge = open(disk.mountPoint())) {
            bridge.createCollection(COLLECTION, new CollectionSettings(DistanceMetric.L2, DIMENSIONS).with(storage));
            fillUp(bridge);
            check(bridge, "on the full disk");
            if (losses.isEmpty()) {
                canary(bridge);
            }
            delete(bridge);
            check(bridge, "after deletes on the full disk");
            Files.delete(ballast);
            for (int i = 0; i < IN_A_ROW; i++) {
                if (!put(bridge) && losses.isEmpty()) {
                    losses.add(round + ": write " + i + " was refused although there was room again: " + refusal + ", "
                            + disk.mountPoint().toFile().getUsableSpace() + " bytes free");
                }
            }
            check(bridge, "with room again");
            fillUp(bridge);
        } catch (RuntimeException | InternalError failed) {
            losses.add(round + ": " + failed);
            return;
        }
        // A store that was closed without room for its snapshots may need some to recover.
        disk.resize(2 * DISK_BYTES);
        try (Bridge bridge = open(disk.mountPoint())) {
            check(bridge, "opened after a close on the full disk");
        } catch (RuntimeException | InternalError failed) {
            losses.add(round + ", opening after a close on the full disk: " + failed);
        }
    }

    private void fillUp(Bridge bridge) {
        int refused = 0;
        while (refused < IN_A_ROW && next < IDS_MAX) {
            refused = put(bridge) ? 0 : refused + 1;
        }
        if (next >= IDS_MAX) {
            losses.add("expected a full disk after fewer than " + IDS_MAX + " writes");
        }
        counts.merge("disks_filled", 1L, Long::sum);
    }

    /** Stores some vectors in one call, now and then in place of others; false if there was no room. */
    private boolean put(Bridge bridge) {
        Map<String, float[]> batch = new TreeMap<>();
        while (batch.size() < BATCH) {
            float[] vector = new float[DIMENSIONS];
            for (int i = 0; i < DIMENSIONS; i++) {
                vector[i] = random.nextFloat();
            }
            batch.put(random.nextInt(4) == 0 ? "v" + random.nextInt(1 + next) : "v" + next++, vector);
        }
        List<StoredVector> vectors = new ArrayList<>();
        batch.forEach((id, vector) -> vectors.add(new StoredVector(id, vector, Metadata.empty())));
        try {
            bridge.putAll(COLLECTION, vectors, OperationContext.none());
            kept.putAll(batch);
            counts.merge("writes", 1L, Long::sum);
            return true;
        } catch (VexfsException refused) {
            if (refused.error() != FuseVexfsError.NO_SPACE) {
                throw refused;
            }
            counts.merge("writes_refused", 1L, Long::sum);
            refusal = String.valueOf(refused.getMessage());
            return false;
        }
    }

    private void canary(Bridge bridge) {
        kept.put("never", new float[DIMENSIONS]);
        check(bridge, "canary");
        Canary.requireFound(NAME, "a write that was never made", losses);
        losses.clear();
        kept.remove("never");
    }

    private void delete(Bridge bridge) {
        for (String id : kept.keySet().stream().limit(DELETES).toList()) {
            try {
                bridge.delete(COLLECTION, id, OperationContext.none());
                kept.remove(id);
                counts.merge("deletes_when_full", 1L, Long::sum);
            } catch (VexfsException refused) {
                if (refused.error() != FuseVexfsError.NO_SPACE) {
                    throw refused;
                }
            }
        }
    }

    private void check(Bridge bridge, String when) {
        List<String> found = new ArrayList<>();
        bridge.forEach(COLLECTION, stored -> found.add(line(stored.id(), stored.vector())));
        List<String> expected = new ArrayList<>();
        kept.forEach((id, vector) -> {
            expected.add(line(id, vector));
            if (bridge.get(COLLECTION, id).isEmpty()) {
                losses.add(when + ": " + id + " cannot be read");
            }
        });
        counts.merge("reads", (long) kept.size(), Long::sum);
        found.sort(null);
        expected.sort(null);
        if (!found.equals(expected)) {
            losses.add(when + ": " + SteppedModel.apart("missing ", expected, found) + ", "
                    + SteppedModel.apart("not expected ", found, expected));
        }
        if (!kept.isEmpty()) {
            Map.Entry<String, float[]> some = kept.entrySet().iterator().next();
            String id = some.getKey();
            SearchRequest usual = SearchRequest.nearest(some.getValue())
                    .collection(COLLECTION)
                    .k(1)
                    .build();
            // Of vectors that are all about as far from each other the graph does not lead to one in a thousand.
            SearchRequest thorough = usual.toBuilder().ef(THOROUGH).build();
            if (!nearest(bridge, usual).equals(id) && !nearest(bridge, thorough).equals(id)) {
                losses.add(when + ": a search for the vector of " + id + " does not find it");
            }
        }
    }

    private static String nearest(Bridge bridge, SearchRequest request) {
        return bridge.search(request, OperationContext.none()).hits().get(0).id();
    }

    /** As short as it may be: texts of millions of numbers would take most of the time. */
    private static String line(String id, float[] vector) {
        return id + " " + Integer.toHexString(Arrays.hashCode(vector));
    }
}
