package io.vexfs.testkit.crash;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Errno;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.Quantization;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Steps of one call each that any bridge can take, the same for the same seed and number, and what can then be seen.
 * A step is one call, so that it is there whole or not at all after any crash.
 */
public final class BridgeSteps {
    private static final OperationContext NOBODY = OperationContext.none();
    private static final int BATCH = 40;
    private static final String COLLECTION = "/c";
    private static final Set<Errno> DISK_ERRORS = EnumSet.of(Errno.EIO, Errno.ENOSPC, Errno.EROFS);

    private BridgeSteps() {}

    /** Makes the collection that the steps need; does nothing where it is. */
    public static void begin(Bridge bridge) {
        if (bridge.collection(COLLECTION).isEmpty()) {
            bridge.createCollection(COLLECTION, new CollectionSettings(DistanceMetric.L2, 0));
        }
    }

    /** Takes a step; one that the bridge refuses changes nothing, but one that the disk fails is none that was taken. */
    public static void take(Bridge bridge, long seed, int number) {
        // Neighbouring seeds begin alike, and steps would come in the same few orders.
        Random random = new Random(new SplittableRandom(seed * 1_000_003 + number).nextLong());
        try {
            step(bridge, random, number);
        } catch (VexfsException refused) {
            // A store whose disk failed refuses everything from then on: such steps are none that may be acknowledged.
            if (DISK_ERRORS.contains(refused.error().errno())) {
                throw refused;
            }
        }
    }

    private static void step(Bridge bridge, Random random, int number) {
        String collection = random.nextInt(4) == 0 ? "/" : COLLECTION;
        switch (random.nextInt(13)) {
            case 0, 1 -> bridge.put(collection, vector("v" + random.nextInt(30), random, number), NOBODY);
            case 2 -> bridge.putAll(collection, batch(random, number), NOBODY);
            case 3, 4 -> bridge.delete(collection, "v" + random.nextInt(30), NOBODY);
            case 5, 6, 7 -> indexOrLink(bridge, random);
            case 8 -> bridge.files().remove(path(random), NOBODY);
            case 9 -> bridge.files().move(path(random), path(random), NOBODY);
            case 10 -> moveDirectory(bridge, random);
            case 11 -> {
                VectorFile file = known(bridge, random);
                if (file != null) {
                    FileStatus.Kind kind = random.nextBoolean() ? FileStatus.Kind.INVALID : FileStatus.Kind.CONFLICT;
                    bridge.files().refuse(file.path(), file.stamp(), new FileStatus(kind, "step " + number), NOBODY);
                }
            }
            default -> changeCollections(bridge, random);
        }
    }

    private static void changeCollections(Bridge bridge, Random random) {
        CollectionSettings settings = new CollectionSettings(
                DistanceMetric.values()[random.nextInt(3)],
                0,
                Quantization.NONE,
                VectorStorage.values()[random.nextInt(2)]);
        switch (random.nextInt(3)) {
            case 0 -> bridge.createCollection("/d/own" + random.nextInt(2), settings);
            case 1 -> bridge.changeCollection(COLLECTION, settings);
            default -> bridge.dropCollection("/d/own" + random.nextInt(2));
        }
    }

    private static List<StoredVector> batch(Random random, int number) {
        List<StoredVector> vectors = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            vectors.add(vector("b" + random.nextInt(300), random, number));
        }
        return vectors;
    }

    private static StoredVector vector(String id, Random random, int number) {
        return new StoredVector(id, floats(random, 3), Metadata.of("step", number));
    }

    private static float[] floats(Random random, int dimensions) {
        float[] floats = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            floats[i] = 1 + random.nextInt(1_000);
        }
        return floats;
    }

    /** One call each time: a kill between two calls of a step would leave half of it, rightly. */
    private static void indexOrLink(Bridge bridge, Random random) {
        VectorFile linked = random.nextInt(4) == 0 ? known(bridge, random) : null;
        if (linked == null) {
            index(bridge, random);
        } else {
            bridge.files().link(linked.path(), path(random), NOBODY);
        }
    }

    private static void index(Bridge bridge, Random random) {
        long fileId = 1 + random.nextInt(12);
        String path = path(random);
        int dimensions = random.nextInt(12) == 0 ? 4 : 3;
        List<VectorRow> rows = new ArrayList<>();
        for (int row = random.nextInt(4); row >= 0; row--) {
            rows.add(VectorRow.of(floats(random, dimensions)));
        }
        String name = bridge.files().file(fileId).map(VectorFile::path).orElse(path);
        bridge.files().index(name, new FileStamp(fileId, 1, 2, 3, random.nextInt()), rows, true, NOBODY);
    }

    private static @Nullable VectorFile known(Bridge bridge, Random random) {
        return bridge.files().file(1L + random.nextInt(12)).orElse(null);
    }

    private static void moveDirectory(Bridge bridge, Random random) {
        String from = random.nextBoolean() ? "/d" : "/e";
        String to = from.equals("/d") ? "/e" : "/d";
        List<VectorFile> below = new ArrayList<>();
        bridge.files().forEachBelow(to, below::add);
        if (below.isEmpty()) {
            bridge.files().move(from, to, NOBODY);
        }
    }

    private static String path(Random random) {
        List<String> directories = List.of("/", "/c/", "/d/", "/d/own0/", "/d/own1/x/", "/e/own0/");
        return directories.get(random.nextInt(directories.size())) + "n" + random.nextInt(4) + ".vec";
    }

    /** Everything that can be seen, as sorted text. */
    public static List<String> content(Bridge bridge) {
        List<String> seen = new ArrayList<>();
        bridge.collections().forEach(info -> {
            String name = info.name();
            seen.add("collection " + name + " " + info.metric() + " " + info.dimensions() + " " + info.size());
            bridge.forEach(
                    name,
                    stored -> seen.add("vector " + name + " " + stored.id() + " " + Arrays.toString(stored.vector())
                            + " " + stored.metadata()));
            if (info.dimensions() > 0) {
                float[] query = new float[info.dimensions()];
                Arrays.fill(query, 1);
                SearchRequest every =
                        SearchRequest.nearest(query).collection(name).k(10_000).build();
                bridge.search(every, NOBODY).hits().forEach(hit -> seen.add("found " + hit.path() + " " + hit.id()));
            }
        });
        bridge.files().forEachBelow("/", file -> seen.add("file " + file));
        seen.sort(null);
        return seen;
    }
}
