package io.vexfs.core;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.Quantization;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The process of {@link LargerThanHeapIT}: it fills, changes, closes, opens and searches a collection larger than its heap. */
final class FilledBeyondTheHeap {
    private static final OperationContext NOBODY = OperationContext.none();
    private static final int BATCH = 50;
    private static final int CENTRES = 40;
    private static final int QUERIES = 40;
    private static final VexfsConfig CONFIG =
            VexfsConfig.DEFAULT.toBuilder().hnsw(new HnswParameters(8, 60, 1)).build();

    private final int dimensions;
    private final int count;
    private final float[][] centres;

    private FilledBeyondTheHeap(int dimensions, int count) {
        this.dimensions = dimensions;
        this.count = count;
        this.centres = new float[CENTRES][];
        Random random = new Random(41);
        for (int i = 0; i < CENTRES; i++) {
            centres[i] = gaussian(random, 1, new float[dimensions]);
        }
    }

    /** Arguments: the store, the dimensions, the vectors, and what to do: {@code fill}, {@code search} or {@code die}. */
    public static void main(String... arguments) {
        FilledBeyondTheHeap filled =
                new FilledBeyondTheHeap(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        long start = System.nanoTime();
        try (Vexfs store = Vexfs.open(Path.of(arguments[0]), CONFIG)) {
            RecoveryReport report = store.recoveryReport();
            System.out.println("heap=" + Runtime.getRuntime().maxMemory());
            System.out.println("vectors=" + 4L * filled.dimensions * filled.count);
            System.out.println("clean=" + report.cleanEnd() + " linked=" + report.vectorsLinked());
            if (arguments[3].equals("fill")) {
                filled.fill(store.bridge());
            }
            System.out.println(
                    "size=" + store.bridge().collection("/large").orElseThrow().size());
            System.out.println("recall=" + filled.recall(store.bridge()));
            System.out.println("seconds=" + (System.nanoTime() - start) / 1_000_000_000);
            if (arguments[3].equals("die")) {
                filled.replaceSome(store.bridge());
                Runtime.getRuntime().halt(0);
            }
        }
        System.out.println("closed after=" + (System.nanoTime() - start) / 1_000_000_000);
    }

    private void fill(Bridge bridge) {
        bridge.createCollection(
                "/large",
                new CollectionSettings(DistanceMetric.L2, dimensions, Quantization.INT4, VectorStorage.MAPPED));
        for (int from = 0; from < count; from += BATCH) {
            List<StoredVector> batch = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + BATCH); i++) {
                batch.add(stored(i));
            }
            bridge.putAll("/large", batch, NOBODY);
        }
        replaceSome(bridge);
        bridge.forceSync();
    }

    /** Every hundredth again, as it is. */
    private void replaceSome(Bridge bridge) {
        for (int i = 0; i < count; i += 100) {
            bridge.put("/large", stored(i), NOBODY);
        }
    }

    private StoredVector stored(int number) {
        return new StoredVector("" + number, vector(number), Metadata.empty());
    }

    /** A vector of its own for each number, so that none has to be kept. */
    private float[] vector(long number) {
        Random random = new Random(number * 7_919 + 13);
        float[] vector = centres[random.nextInt(CENTRES)].clone();
        return gaussian(random, 0.6f, vector);
    }

    private static float[] gaussian(Random random, float deviation, float[] vector) {
        for (int i = 0; i < vector.length; i++) {
            // Nearly normal, and much cheaper.
            float sum = random.nextFloat() + random.nextFloat() + random.nextFloat() - 1.5f;
            vector[i] += 2 * sum * deviation;
        }
        return vector;
    }

    private double recall(Bridge bridge) {
        int found = 0;
        for (int q = 1; q <= QUERIES; q++) {
            SearchRequest near = SearchRequest.nearest(vector(-q))
                    .collection("/large")
                    .k(10)
                    .ef(200)
                    .build();
            Set<String> exact = ids(bridge, near.toBuilder().exact(true).build());
            exact.retainAll(ids(bridge, near));
            found += exact.size();
        }
        return found / (10.0 * QUERIES);
    }

    private static Set<String> ids(Bridge bridge, SearchRequest request) {
        Set<String> ids = new HashSet<>();
        for (Hit hit : bridge.search(request, NOBODY).hits()) {
            ids.add(hit.id());
        }
        return ids;
    }
}
