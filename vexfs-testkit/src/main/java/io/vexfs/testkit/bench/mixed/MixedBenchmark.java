package io.vexfs.testkit.bench.mixed;

import io.vexfs.testkit.bench.HeapMeter;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.bench.Threads;
import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.result.Figure;
import io.vexfs.testkit.bench.result.Series;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * Clients that search, store and delete at once for some time: rates over time, latencies by percentile, errors, and whether
 * every acknowledged write is there afterwards and once the store was opened again. For hours it is a soak test: heap and disk
 * must not grow.
 */
public final class MixedBenchmark {
    private static final int DIFFERENT = 2_000;
    private static final int CLUSTERS = 64;
    private static final int SLOTS_MAX = 300;
    private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99, 100};

    private final Door door;
    private final MixedSettings settings;
    private final List<MixedClient> clients = new ArrayList<>();
    private final int slots;
    private final AtomicLongArray calls;
    private final long[] heapBytes;
    private final long[] diskBytes;

    /** Clients of a door, which stays the caller's to close. */
    public MixedBenchmark(Door door, MixedSettings settings) {
        this.door = door;
        this.settings = settings;
        List<float[]> vectors = TestVectors.clustered(DIFFERENT, settings.dimensions(), CLUSTERS, settings.seed());
        int rows = settings.vectors() / settings.clients();
        for (int i = 0; i < settings.clients(); i++) {
            clients.add(new MixedClient(door, vectors, i * rows, rows, settings.seed() + i));
        }
        slots = Math.min(SLOTS_MAX, settings.seconds());
        calls = new AtomicLongArray(slots);
        heapBytes = new long[slots];
        diskBytes = new long[slots];
    }

    /** Fills the store, lets the clients go, looks at what is left. */
    public BenchResult run(Map<String, String> conditions, Progress progress) throws IOException {
        progress.begin("fill", settings.clients());
        each("vexfs-mixed-fill", number -> {
            clients.get(number).fill();
            progress.step(1);
        });
        progress.end();
        long heapBefore = HeapMeter.usedBytes();
        long start = System.nanoTime();
        progress.begin("mixed", settings.seconds());
        each("vexfs-mixed", number -> work(clients.get(number), number, start, progress));
        double seconds = (System.nanoTime() - start) / 1e9;
        progress.end();
        long heapAfter = HeapMeter.usedBytes();
        long lost = lost();
        door.reopen();
        long lostAfterOpen = lost();
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure("operationsPerSecond", slotRates()));
        figures.add(Figure.of("operationsPerSecondMean", total() / seconds));
        List<Series> series = new ArrayList<>();
        latencies(figures, series);
        figures.add(Figure.of(
                "errors", clients.stream().mapToLong(MixedClient::errors).sum()));
        figures.add(Figure.of("acknowledgedLost", lost));
        figures.add(Figure.of("acknowledgedLostAfterOpen", lostAfterOpen));
        figures.add(Figure.of("heapGrowthBytes", heapAfter - heapBefore));
        figures.add(Figure.of("diskBytes", door.bytes()));
        timelines(series);
        return new BenchResult(conditions(conditions), figures, series);
    }

    private interface Work {
        void run(int number) throws IOException;
    }

    private void each(String name, Work work) {
        Threads.run(name, clients.size(), number -> {
            try {
                work.run(number);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    private void work(MixedClient client, int number, long start, Progress progress) throws IOException {
        long length = TimeUnit.SECONDS.toNanos(settings.seconds());
        int seen = -1;
        for (long now = 0; now < length; now = System.nanoTime() - start) {
            client.call(client.next(settings.searchPercent()));
            int slot = (int) Math.min(slots - 1, (System.nanoTime() - start) * slots / length);
            calls.incrementAndGet(slot);
            if (number == 0 && slot > seen) {
                progress.step((long) (slot - seen) * settings.seconds() / slots);
                seen = slot;
                heapBytes[slot] =
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                diskBytes[slot] = door.bytes();
            }
        }
    }

    private long lost() throws IOException {
        long lost = 0;
        for (MixedClient client : clients) {
            lost += client.lost();
        }
        return lost;
    }

    private double total() {
        double total = 0;
        for (int i = 0; i < slots; i++) {
            total += calls.get(i);
        }
        return total;
    }

    private List<Double> slotRates() {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            rates.add(calls.get(i) * (double) slots / settings.seconds());
        }
        return rates;
    }

    private void latencies(List<Figure> figures, List<Series> series) {
        for (MixedClient.Kind kind : MixedClient.Kind.values()) {
            Histogram all = new Histogram(3);
            clients.forEach(client -> all.add(client.latencies(kind)));
            if (all.getTotalCount() > 0) {
                String name = kind.name().toLowerCase(Locale.ROOT);
                figures.add(Figure.of(name + ".p50Micros", all.getValueAtPercentile(50) / 1e3));
                figures.add(Figure.of(name + ".p99Micros", all.getValueAtPercentile(99) / 1e3));
                figures.add(Figure.of(name + ".maxMicros", all.getMaxValue() / 1e3));
                series.add(percentiles(name, all));
            }
        }
    }

    /** A line of percentiles: each step to the right is a tenth of the calls that were slower. */
    public static Series percentiles(String name, Histogram latencies) {
        List<Series.Point> points = new ArrayList<>();
        for (double percentile : PERCENTILES) {
            double slower = Math.max(1 - percentile / 100, 1.0 / Math.max(2, latencies.getTotalCount()));
            points.add(new Series.Point(-Math.log10(slower), latencies.getValueAtPercentile(percentile) / 1e3));
        }
        return new Series("Latency by percentile", name, Series.PERCENTILE, "microseconds", points);
    }

    private void timelines(List<Series> series) {
        List<Series.Point> rates = new ArrayList<>();
        List<Series.Point> heap = new ArrayList<>();
        List<Series.Point> disk = new ArrayList<>();
        List<Double> perSecond = slotRates();
        for (int i = 0; i < slots; i++) {
            double second = (double) i * settings.seconds() / slots;
            rates.add(new Series.Point(second, perSecond.get(i)));
            if (heapBytes[i] > 0) {
                heap.add(new Series.Point(second, heapBytes[i] / 1e6));
                disk.add(new Series.Point(second, diskBytes[i] / 1e6));
            }
        }
        series.add(new Series("Throughput over time", "operations", "seconds", "operations a second", rates));
        series.add(new Series("Heap and disk over time", "heap in use", "seconds", "MB", heap));
        series.add(new Series("Heap and disk over time", "store on the disk", "seconds", "MB", disk));
    }

    private Map<String, String> conditions(Map<String, String> given) {
        Map<String, String> conditions = new LinkedHashMap<>(given);
        conditions.put("vectors", Integer.toString(settings.vectors()));
        conditions.put("dimensions", Integer.toString(settings.dimensions()));
        conditions.put("clients", Integer.toString(settings.clients()));
        conditions.put("seconds", Integer.toString(settings.seconds()));
        conditions.put("search_percent", Integer.toString(settings.searchPercent()));
        conditions.put("seed", Long.toString(settings.seed()));
        conditions.put("java", Runtime.version().toString());
        return conditions;
    }
}
