package io.vexfs.testkit.bench;

import io.vexfs.api.BridgeProvider;
import io.vexfs.api.DistanceMetric;
import io.vexfs.testkit.bench.mixed.BridgeDoor;
import io.vexfs.testkit.bench.mixed.Door;
import io.vexfs.testkit.bench.mixed.MixedBenchmark;
import io.vexfs.testkit.bench.mixed.MixedSettings;
import io.vexfs.testkit.bench.mixed.MountDoor;
import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.result.Figure;
import io.vexfs.testkit.bench.result.Series;
import io.vexfs.testkit.data.ExactSearch;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Benchmarks of one engine on generated vectors, through the API or through a mount; each works in a store of its own, which
 * goes with it. The same seed gives the same vectors.
 */
public final class FuseBenchmarkSuite {
    /** Vectors in the store that {@link #benchmarkSearchPerformance} searches. */
    public static final int SEARCHED = 10_000;

    private static final int CLUSTERS = 64;
    private static final int QUERIES = 200;
    private static final int ROUNDS = 5;
    private static final int DIGITS = 3;
    private static final long SEED = 7;

    private final BridgeProvider provider;
    private final Path work;
    private final int dimensions;
    private final boolean mounted;
    private final Progress progress;

    /**
     * A suite.
     *
     * @param provider of the engine; a mount takes the one on the class path
     * @param work where the stores may lie
     * @param dimensions of each vector
     * @param mounted whether storing, searching and mixed work go through a mount
     */
    public FuseBenchmarkSuite(BridgeProvider provider, Path work, int dimensions, boolean mounted, Progress progress) {
        Ranges.require("dimensions", dimensions, 1, 4_096);
        this.provider = provider;
        this.work = work;
        this.dimensions = dimensions;
        this.mounted = mounted;
        this.progress = progress;
    }

    private Door door() throws IOException {
        return mounted
                ? new MountDoor(work, dimensions, Map.of())
                : new BridgeDoor(provider, work, dimensions, Map.of());
    }

    /** Stores so many vectors one by one, in five parts: rate, latencies, bytes on the disk. */
    public BenchResult benchmarkVectorStorage(int vectors) throws IOException {
        Ranges.require("vectors", vectors, 100, 10_000_000);
        List<float[]> different = TestVectors.clustered(Math.min(vectors, SEARCHED), dimensions, CLUSTERS, SEED);
        Histogram latencies = new Histogram(DIGITS);
        List<Double> rates = new ArrayList<>();
        List<Series.Point> overTime = new ArrayList<>();
        double bytes;
        progress.begin("store", vectors);
        try (Door door = door()) {
            long begin = System.nanoTime();
            for (int part = 0; part < ROUNDS; part++) {
                int from = (int) ((long) vectors * part / ROUNDS);
                int to = (int) ((long) vectors * (part + 1) / ROUNDS);
                long start = System.nanoTime();
                for (int row = from; row < to; row++) {
                    long before = System.nanoTime();
                    door.put(row, different.get(row % different.size()));
                    latencies.recordValue(System.nanoTime() - before);
                }
                progress.step(to - from);
                double rate = (to - from) / ((System.nanoTime() - start) / 1e9);
                rates.add(rate);
                overTime.add(new Series.Point((System.nanoTime() - begin) / 1e9, rate));
            }
            bytes = door.bytes();
        }
        progress.end();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("storedPerSecond", rates));
        latencies("store", latencies, figures);
        figures.add(Figure.of("diskPerVectorBytes", bytes / vectors));
        return new BenchResult(
                conditions("storage", Map.of("vectors", Integer.toString(vectors))),
                figures,
                List.of(
                        new Series("Throughput over time", "stored", "seconds", "vectors a second", overTime),
                        MixedBenchmark.percentiles("store", latencies)));
    }

    /** Asks so many questions, in five parts, of a store of {@link #SEARCHED} vectors: rate and latencies. */
    public BenchResult benchmarkSearchPerformance(int queries) throws IOException {
        return benchmarkSearchPerformance(queries, SEARCHED);
    }

    /** As {@link #benchmarkSearchPerformance(int)}, of so many vectors. */
    public BenchResult benchmarkSearchPerformance(int queries, int stored) throws IOException {
        Ranges.require("queries", queries, 100, 100_000_000);
        Ranges.require("vectors", stored, 100, 10_000_000);
        List<float[]> vectors = TestVectors.clustered(stored + QUERIES, dimensions, CLUSTERS, SEED);
        Histogram latencies = new Histogram(DIGITS);
        List<Double> rates = new ArrayList<>();
        long found = 0;
        try (Door door = door()) {
            progress.begin("store", stored);
            for (int row = 0; row < stored; row++) {
                door.put(row, vectors.get(row));
                progress.step(1);
            }
            progress.end();
            door.reopen();
            for (int i = 0; i < queries / 4; i++) {
                door.search(vectors.get(stored + i % QUERIES));
            }
            progress.begin("search", queries);
            for (int part = 0; part < ROUNDS; part++) {
                long start = System.nanoTime();
                int count = queries / ROUNDS;
                for (int i = 0; i < count; i++) {
                    long before = System.nanoTime();
                    found += door.search(vectors.get(stored + i % QUERIES));
                    latencies.recordValue(System.nanoTime() - before);
                }
                progress.step(count);
                rates.add(count / ((System.nanoTime() - start) / 1e9));
            }
            progress.end();
        }
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("searchedPerSecond", rates));
        latencies("search", latencies, figures);
        figures.add(Figure.of("hitsOfEach", (double) found / latencies.getTotalCount()));
        return new BenchResult(
                conditions("search", Map.of("vectors", Integer.toString(stored), "queries", Integer.toString(queries))),
                figures,
                List.of(MixedBenchmark.percentiles("search", latencies)));
    }

    /** Searches, stores and deletes at once: see {@link MixedBenchmark}. */
    public BenchResult benchmarkMixed(MixedSettings settings) throws IOException {
        try (Door door = mounted
                ? new MountDoor(work, settings.dimensions(), Map.of())
                : new BridgeDoor(provider, work, settings.dimensions(), Map.of())) {
            return new MixedBenchmark(door, settings).run(conditions("mixed", Map.of()), progress);
        }
    }

    /** Recall@10 against queries a second on so many vectors, through the API: see {@link AnnBenchmark}. */
    public AnnReport benchmarkRecall(int vectors, List<Integer> efs) throws IOException {
        Ranges.require("vectors", vectors, 100, 10_000_000);
        List<float[]> all = TestVectors.clustered(vectors + QUERIES, dimensions, CLUSTERS, SEED);
        List<float[]> base = all.subList(0, vectors);
        List<float[]> queries = all.subList(vectors, all.size());
        List<int[]> truth = ExactSearch.nearestOfAll(DistanceMetric.L2, base, queries, AnnData.K).stream()
                .map(row -> row.stream().mapToInt(ExactSearch.Neighbor::row).toArray())
                .toList();
        return new AnnBenchmark(
                        provider,
                        new AnnData(DistanceMetric.L2, base, queries, truth),
                        GraphSettings.DEFAULT,
                        new QuerySettings(efs, 1, ROUNDS, Duration.ofSeconds(2)))
                .run(work, progress);
    }

    private static void latencies(String name, Histogram latencies, List<Figure> figures) {
        figures.add(Figure.of(name + ".p50Micros", latencies.getValueAtPercentile(50) / 1e3));
        figures.add(Figure.of(name + ".p99Micros", latencies.getValueAtPercentile(99) / 1e3));
        figures.add(Figure.of(name + ".maxMicros", latencies.getMaxValue() / 1e3));
    }

    private Map<String, String> conditions(String benchmark, Map<String, String> more) {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("benchmark", benchmark);
        conditions.put("engine", provider.name());
        conditions.put("through", mounted ? "mount" : "api");
        conditions.put("dimensions", Integer.toString(dimensions));
        conditions.putAll(more);
        conditions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("java", Runtime.version().toString());
        return conditions;
    }
}
