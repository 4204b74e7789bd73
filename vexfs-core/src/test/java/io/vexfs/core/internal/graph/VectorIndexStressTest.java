package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writers, linkers, removers, searchers and snapshots at once. */
class VectorIndexStressTest {
    private static final int DIMENSIONS = 24;
    private static final int WRITERS = 3;
    private static final int SEARCHERS = 3;
    private static final int STEPS = 12_000;
    private static final int PINNED = 300;

    private final VectorIndex index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, new GraphShape(8, 60, 1));
    private final AtomicBoolean writing = new AtomicBoolean(true);
    private final AtomicInteger writers = new AtomicInteger(WRITERS);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"NONE", "INT8"})
    @Timeout(600)
    void everything_atOnce_staysSound(Quantization quantization) throws Exception {
        index.quantize(quantization);
        Clusters clusters = new Clusters(51, DIMENSIONS, 12);
        clusters.fill(index, 1_000);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int seed = 60 + i;
            tasks.add(() -> write(seed));
        }
        for (int i = 0; i < SEARCHERS; i++) {
            int seed = 70 + i;
            tasks.add(() -> search(seed));
        }
        tasks.add(this::link);
        tasks.add(this::snapshot);
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Integer> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        index.linkPending(Integer.MAX_VALUE);
        GraphReport report = GraphVerifier.verify(index);
        assertThat(report.problems()).isEmpty();
        assertThat(report.nodes()).isEqualTo(index.size());
        assertThat(clusters.recall(index, 200, 10, 100)).isGreaterThanOrEqualTo(0.98);
    }

    /** Puts, sees at once, links or leaves, and removes what it put. */
    private int write(int seed) {
        try {
            Clusters clusters = new Clusters(51, DIMENSIONS, 12);
            Random random = new Random(seed);
            List<Integer> own = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                if (own.size() > 200 && random.nextInt(3) > 0) {
                    index.remove(own.remove(random.nextInt(own.size())));
                } else {
                    float[] vector = clusters.next();
                    vector[0] += seed + random.nextFloat();
                    int ordinal = index.reserve();
                    index.put(ordinal, vector);
                    own.add(ordinal);
                    if (random.nextBoolean()) {
                        index.link(ordinal);
                    }
                    if (step % 8 == 0) {
                        assertThat(Clusters.holds(index.search(vector, Reach.nearest(10, 60), null), ordinal))
                                .as("seed %d step %d", seed, step)
                                .isTrue();
                    }
                }
            }
            return own.size();
        } finally {
            if (writers.decrementAndGet() == 0) {
                writing.set(false);
            }
        }
    }

    /** Looks for vectors that nobody removes, and sees only what is there. */
    private int search(int seed) {
        Random random = new Random(seed);
        int searches = 0;
        while (writing.get() || searches == 0) {
            int pinned = random.nextInt(PINNED);
            try (Reader reader = index.reader()) {
                assertThat(reader).isNotNull();
                float[] vector = index.vector(pinned);
                Neighbors found = index.search(vector, Reach.nearest(10, 60), null);
                assertThat(found.size()).isEqualTo(10);
                assertThat(found.ordinal(0)).as("seed %d", seed).isEqualTo(pinned);
                for (int i = 1; i < found.size(); i++) {
                    assertThat(found.distance(i)).isGreaterThanOrEqualTo(found.distance(i - 1));
                    assertThat(found.ordinal(i)).isNotEqualTo(found.ordinal(i - 1));
                }
            }
            searches++;
        }
        return searches;
    }

    private int link() {
        int linked = 1;
        while (writing.get()) {
            int more = index.linkPending(16);
            linked += more;
            if (more == 0) {
                Thread.onSpinWait();
            }
        }
        return linked;
    }

    private int snapshot() throws Exception {
        int snapshots = 0;
        Path file = directory.resolve("graph");
        while (writing.get() || snapshots == 0) {
            GraphSnapshot.write(index, file, snapshots);
            GraphSnapshot.Restored restored = GraphSnapshot.read(file, DIMENSIONS, DistanceMetric.L2);
            assertThat(restored.logPosition()).isEqualTo(snapshots++);
            assertThat(GraphVerifier.verify(restored.index()).problems()).isEmpty();
        }
        return snapshots;
    }
}
