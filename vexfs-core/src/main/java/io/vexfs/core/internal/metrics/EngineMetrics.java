package io.vexfs.core.internal.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.vexfs.api.Budget;
import io.vexfs.api.FusePerformanceMetrics;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import io.vexfs.api.Readings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import org.HdrHistogram.Histogram;

/** Every metric of the engine, with its name. Safe from many threads. */
public final class EngineMetrics {
    /** How long storing took, a batch or a file counting once. */
    public static final String STORE = "vexfs.bridge.store.nanos";
    /** How long searching took. */
    public static final String SEARCH = "vexfs.bridge.search.nanos";
    /** How long removing took. */
    public static final String DELETE = "vexfs.bridge.delete.nanos";
    /** How long forced syncs took. */
    public static final String SYNC = "vexfs.bridge.sync.nanos";
    /** How long forcing the log alone took. */
    public static final String FLUSH = "vexfs.bridge.flush.nanos";
    /** How long opening took. */
    public static final String RECOVERY = "vexfs.store.recovery.nanos";
    /** How long compactions of the log took. */
    public static final String COMPACTION = "vexfs.store.compaction.nanos";
    /** How long checkpoints took. */
    public static final String CHECKPOINT = "vexfs.store.checkpoint.nanos";
    /** Vectors stored. */
    public static final String VECTORS_STORED = "vexfs.bridge.vectors.stored";
    /** Vectors stored in a second. */
    public static final String VECTORS_RATE = "vexfs.bridge.vectors.stored.rate";
    /** Bytes of the components of stored vectors. */
    public static final String BYTES_STORED = "vexfs.bridge.stored.bytes";
    /** Vectors compared with a query. */
    public static final String NODES_VISITED = "vexfs.bridge.nodes.visited";
    /** Vectors compared with a query, by search. */
    public static final String NODES_MEAN = "vexfs.bridge.nodes.visited.mean";
    /** Failures, followed by a dot and the error's name in lower case. */
    public static final String ERRORS = "vexfs.bridge.errors";

    /** Durations are right to 1 %. */
    private static final int DIGITS = 2;
    /** Counts of one of the kinds of operations each, and of the vectors that were compared. */
    private static final int SLOTS = 9;

    private static final int NODES_SLOT = SLOTS - 1;

    private final MetricRegistry registry = new MetricRegistry();
    private final Map<String, Latency> latencies = new LinkedHashMap<>();
    private final ThreadCounts counts;
    private final DoubleSupplier heapAllowed;
    private final Latency store;
    private final Latency search;
    private final Latency delete;
    private final Latency sync;
    private final Latency flush;
    private final Latency recovery;
    private final Latency compaction;
    private final Latency checkpoint;
    private final Meter vectorsStored = new Meter();
    private final Counter bytesStored = registry.counter(BYTES_STORED);
    private final Map<FuseVexfsError, Counter> errors = new EnumMap<>(FuseVexfsError.class);

    /**
     * Registers every name; the gauges ask when they are read.
     *
     * @param measured whether operations are counted and timed at all
     * @param gauges what the store tells; one for each {@link StoreGauge}
     */
    public EngineMetrics(boolean measured, Map<StoreGauge, DoubleSupplier> gauges) {
        counts = new ThreadCounts(SLOTS, measured);
        store = latency(STORE);
        search = latency(SEARCH);
        delete = latency(DELETE);
        sync = latency(SYNC);
        flush = latency(FLUSH);
        recovery = latency(RECOVERY);
        compaction = latency(COMPACTION);
        checkpoint = latency(CHECKPOINT);
        for (FuseVexfsError error : FuseVexfsError.values()) {
            errors.put(error, registry.counter(ERRORS + "." + error.name().toLowerCase(Locale.ROOT)));
        }
        for (StoreGauge gauge : StoreGauge.values()) {
            gauge(gauge.text(), Objects.requireNonNull(gauges.get(gauge), gauge.text()));
        }
        heapAllowed = Objects.requireNonNull(gauges.get(StoreGauge.HEAP_ALLOWED), "heap allowed");
        gauge(VECTORS_RATE, vectorsStored::getOneMinuteRate);
        gauge(NODES_MEAN, this::nodesMean);
        ProcessGauges.all().forEach(this::gauge);
    }

    private Latency latency(String name) {
        Latency latency = new Latency(DIGITS, counts, latencies.size());
        registry.register(name, latency);
        latencies.put(name, latency);
        return latency;
    }

    private void gauge(String name, DoubleSupplier value) {
        registry.register(name, (Gauge<Double>) value::getAsDouble);
    }

    private double nodesMean() {
        long searches = search.getCount();
        return searches == 0 ? 0 : (double) counts.sum(NODES_SLOT) / searches;
    }

    /** Counts and times from now on, or no more; what is known stays. */
    public void measure(boolean on) {
        counts.on(on);
    }

    /** Times of storing. */
    public Latency store() {
        return store;
    }

    /** Times of searching. */
    public Latency search() {
        return search;
    }

    /** Times of removing. */
    public Latency delete() {
        return delete;
    }

    /** Times of forced syncs. */
    public Latency sync() {
        return sync;
    }

    /** Times of forcing the log alone. */
    public Latency flush() {
        return flush;
    }

    /** Times of opening: one. */
    public Latency recovery() {
        return recovery;
    }

    /** Times of compacting the log. */
    public Latency compaction() {
        return compaction;
    }

    /** Times of writing graphs while the store serves. */
    public Latency checkpoint() {
        return checkpoint;
    }

    /** Counts stored vectors and their bytes. */
    public void vectorsStored(long count, long bytes) {
        if (counts.on()) {
            vectorsStored.mark(count);
            bytesStored.inc(bytes);
        }
    }

    /** Counts compared vectors. */
    public void nodesVisited(long count) {
        if (counts.on()) {
            counts.cell().add(NODES_SLOT, count);
        }
    }

    /** Counts a failure. */
    public void failed(FuseVexfsError error) {
        Objects.requireNonNull(errors.get(error), "every error has a counter").inc();
    }

    /** Everything as it is now, by name. */
    public List<MetricSample> samples() {
        List<MetricSample> samples = new ArrayList<>();
        registry.getCounters()
                .forEach((name, counter) -> samples.add(new MetricSample.Counter(name, counter.getCount())));
        samples.add(new MetricSample.Counter(VECTORS_STORED, vectorsStored.getCount()));
        samples.add(new MetricSample.Counter(NODES_VISITED, counts.sum(NODES_SLOT)));
        registry.getGauges()
                .forEach((name, gauge) ->
                        samples.add(new MetricSample.Gauge(name, ((Number) gauge.getValue()).doubleValue())));
        latencies.forEach((name, latency) -> samples.add(latency.sample(name)));
        return samples;
    }

    /** Everything in one record: stores, searches, removals and forced syncs together. */
    public FusePerformanceMetrics performance() {
        Histogram all = store.values();
        for (Latency latency : List.of(search, delete, sync)) {
            all.add(latency.values());
        }
        long count = all.getTotalCount();
        long total = (long) (all.getMean() * count);
        return new FusePerformanceMetrics(
                store.getCount() + delete.getCount(),
                search.getCount(),
                total,
                count == 0 ? 0 : total / count,
                all.getMaxValue(),
                count == 0 ? 0 : all.getMinValue(),
                errors.values().stream().mapToLong(Counter::getCount).sum(),
                0,
                (long) ProcessGauges.heapPeak(),
                all.getValueAtPercentile(50),
                all.getValueAtPercentile(95),
                all.getValueAtPercentile(99),
                all.getValueAtPercentile(99.9));
    }

    /** What alerts are judged by. */
    public Readings readings() {
        ProcessGauges.look();
        Map<Budget, Double> values = new EnumMap<>(Budget.class);
        values.put(Budget.STORE, (double) Math.max(store.recentMax(), delete.recentMax()));
        values.put(Budget.SEARCH, (double) search.recentMax());
        values.put(Budget.SYNC, (double) sync.recentMax());
        values.put(Budget.MEMORY, ProcessGauges.heapLeft());
        Map<Budget, Double> cold = new EnumMap<>(Budget.class);
        cold.put(Budget.STORE, (double) Math.max(store.coldMax(), delete.coldMax()));
        cold.put(Budget.SEARCH, (double) search.coldMax());
        cold.put(Budget.SYNC, (double) sync.coldMax());
        Map<Budget, Double> allowed = Map.of(Budget.MEMORY, heapAllowed.getAsDouble());
        long failures = 0;
        for (Map.Entry<FuseVexfsError, Counter> error : errors.entrySet()) {
            failures +=
                    Readings.trouble(error.getKey().errno()) ? error.getValue().getCount() : 0;
        }
        long operations = 0;
        for (Latency latency : List.of(store, search, delete, sync)) {
            operations += latency.getCount();
        }
        return new Readings(values, cold, allowed, operations, failures);
    }
}
