package io.vexfs.testkit.bench.mount;

import io.vexfs.api.MetricSample;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Median;
import io.vexfs.testkit.bench.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A mount under steady work for a long time, looked at again and again: latencies, memory and stack should stay as they
 * are. One client stores, two search, one works on ordinary files, and everything is synced every few seconds.
 */
public final class SoakBenchmark {
    private static final int VECTORS = 10_000;
    private static final int DIMENSIONS = 384;
    private static final int DIGITS = 3;
    private static final int LOOKS = 360;
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MIB = 1 << 20;
    /** Looks at the begin that are no part of the comparison: code is compiled and caches fill. */
    private static final int SETTLING_PART = 4;
    /** By how much the last quarter may be above the second one, at most. */
    private static final double GROWTH_MAX = 1.25;

    private static final Map<String, String> GAUGES = new LinkedHashMap<>(Map.of(
            "vexfs.process.resident.bytes", "resident MiB",
            "vexfs.jvm.heap.live.bytes", "heap live MiB",
            "vexfs.jvm.nonheap.bytes", "outside of the heap MiB",
            "vexfs.log.bytes", "log MiB"));

    private final long nanos;
    /** From one call of a client to its next; 0 for as fast as it can. */
    private final long pace;

    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<Kind, Recorder> recorders = new TreeMap<>();
    private final LongAdder errors = new LongAdder();
    /** Values by the time in minutes, by what they are of. */
    private final Map<String, TreeMap<Double, Double>> lines = new TreeMap<>();

    /** What clients do. */
    private enum Kind {
        STORE,
        SEARCH,
        ORDINARY,
        SYNC;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A soak.
     *
     * @param seconds how long
     * @param rate calls a second of each client; 0 for as many as it can make
     */
    public SoakBenchmark(long seconds, int rate) {
        nanos = TimeUnit.SECONDS.toNanos(seconds);
        pace = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / rate;
        for (Kind kind : Kind.values()) {
            recorders.put(kind, new Recorder(LONGEST_NANOS, DIGITS));
        }
    }

    /**
     * How something was early and late.
     *
     * @param name of what, with its unit
     * @param early median over the second quarter of the time
     * @param late median over the last quarter
     */
    public record Trend(String name, double early, double late) {
        /** Whether it stayed as it was, or fell. */
        public boolean flat() {
            return late <= early * GROWTH_MAX;
        }

        /** One line. */
        public String line() {
            return String.format(
                    Locale.ROOT, "%-28s early %10.3f  late %10.3f  %s", name, early, late, flat() ? "flat" : "GROWS");
        }
    }

    /**
     * What came of it.
     *
     * @param trends of everything that was looked at
     * @param errors calls that failed
     * @param chart the picture, as SVG
     * @param table the same as tab-separated lines
     */
    public record Result(List<Trend> trends, long errors, String chart, String table) {
        /** Copies the list. */
        public Result {
            trends = List.copyOf(trends);
        }
    }

    /** Works in a store below {@code work}. */
    public Result run(Path work, Progress progress) throws IOException, InterruptedException {
        try (MountedBench bench = MountedBench.open(work, Map.of(), Map.of())) {
            Workload workload = new Workload(bench, VECTORS, DIMENSIONS);
            ExecutorService threads = Executors.newFixedThreadPool(Kind.values().length + 1);
            try {
                threads.execute(() -> work(Kind.STORE, () -> workload.storing(0)));
                threads.execute(() -> work(Kind.SEARCH, () -> workload.searching(0)));
                threads.execute(() -> work(Kind.SEARCH, () -> workload.searching(1)));
                threads.execute(() -> work(Kind.ORDINARY, () -> workload.ordinary(0)));
                threads.execute(() -> work(Kind.SYNC, () -> workload.syncing(1)));
                look(bench, progress);
            } finally {
                end.countDown();
                threads.shutdown();
                threads.awaitTermination(1, TimeUnit.MINUTES);
            }
        }
        return new Result(trends(), errors.sum(), chart(), table());
    }

    /** Makes a client. */
    private interface Made {
        Rates.Client client() throws IOException;
    }

    private void work(Kind kind, Made made) {
        Recorder recorder = Objects.requireNonNull(recorders.get(kind), kind::text);
        try (Rates.Client client = made.client()) {
            for (int round = 0; end.getCount() > 0; round++) {
                long begin = System.nanoTime();
                try {
                    client.prepare(round);
                    begin = System.nanoTime();
                    client.call(round);
                } catch (IOException | VexfsException failed) {
                    errors.increment();
                }
                long took = System.nanoTime() - begin;
                recorder.recordValue(Math.min(LONGEST_NANOS, took));
                end.await(kind == Kind.SYNC ? SYNC_NANOS : pace - took, TimeUnit.NANOSECONDS);
            }
        } catch (IOException failed) {
            errors.increment();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(MountedBench bench, Progress progress) throws InterruptedException {
        long step = Math.max(TimeUnit.SECONDS.toNanos(1), nanos / LOOKS);
        long start = System.nanoTime();
        long last = start;
        progress.begin("soak", nanos / step);
        while (last - start < nanos) {
            end.await(step, TimeUnit.NANOSECONDS);
            long now = System.nanoTime();
            note(bench, (now - start) / (TimeUnit.MINUTES.toNanos(1) * 1.0), (now - last) / 1e9);
            last = now;
            progress.step(1);
        }
        progress.end();
    }

    private void note(MountedBench bench, double minutes, double seconds) {
        recorders.forEach((kind, recorder) -> {
            Histogram values = recorder.getIntervalHistogram();
            if (values.getTotalCount() > 0) {
                note(kind.text() + " p50 ms", minutes, values.getValueAtPercentile(50) / NANOS_PER_MILLI);
                note(kind.text() + " p99 ms", minutes, values.getValueAtPercentile(99) / NANOS_PER_MILLI);
                note(kind.text() + " per s", minutes, values.getTotalCount() / seconds);
            }
        });
        double stack = 0;
        for (MetricSample sample : bench.mount().metrics()) {
            if (sample instanceof MetricSample.Gauge gauge) {
                String name = GAUGES.get(gauge.name());
                if (name != null) {
                    note(name, minutes, gauge.value() / MIB);
                } else if (gauge.name().startsWith("vexfs.fuse.")
                        && gauge.name().endsWith(".stack.bytes")) {
                    stack = Math.max(stack, gauge.value());
                } else if (gauge.name().equals("vexfs.jvm.threads")) {
                    note("threads", minutes, gauge.value());
                }
            }
        }
        note("stack bytes", minutes, stack);
    }

    private void note(String name, double minutes, double value) {
        lines.computeIfAbsent(name, each -> new TreeMap<>()).put(minutes, value);
    }

    private List<Trend> trends() {
        List<Trend> trends = new ArrayList<>();
        lines.forEach((name, line) -> {
            List<Double> values = List.copyOf(line.values());
            int quarter = values.size() / SETTLING_PART;
            if (quarter > 0 && !name.endsWith("per s")) {
                trends.add(new Trend(
                        name,
                        Median.of(values.subList(quarter, 2 * quarter)),
                        Median.of(values.subList(values.size() - quarter, values.size()))));
            }
        });
        return trends;
    }

    private String chart() {
        String title = String.format(
                Locale.ROOT,
                "%,d vectors of %d components, mounted; 4 clients%s and a sync every 5 s",
                VECTORS,
                DIMENSIONS,
                pace == 0 ? "" : ", a call of each every " + pace / NANOS_PER_MILLI + " ms,");
        return new SvgChart(title)
                .panel("latency, ms (p50 and p99)", true, ending(" p50 ms", " p99 ms"))
                .panel("operations a second", false, ending(" per s"))
                .panel("memory and log, MiB", false, ending(" MiB"))
                .panel("stack of an operation, bytes (highest median)", false, ending("stack bytes"))
                .text();
    }

    private Map<String, TreeMap<Double, Double>> ending(String... suffixes) {
        Map<String, TreeMap<Double, Double>> chosen = new TreeMap<>();
        for (String suffix : suffixes) {
            lines.forEach((name, line) -> {
                if (name.endsWith(suffix)) {
                    chosen.put(name, line);
                }
            });
        }
        return chosen;
    }

    private String table() {
        TreeMap<Double, Map<String, Double>> rows = new TreeMap<>();
        lines.forEach((name, line) -> line.forEach((minutes, value) ->
                rows.computeIfAbsent(minutes, each -> new TreeMap<>()).put(name, value)));
        StringBuilder table = new StringBuilder("minutes");
        lines.keySet().forEach(name -> table.append('\t').append(name));
        rows.forEach((minutes, row) -> {
            table.append(String.format(Locale.ROOT, "%n%.3f", minutes));
            lines.keySet()
                    .forEach(name ->
                            table.append(String.format(Locale.ROOT, "\t%.4f", row.getOrDefault(name, Double.NaN))));
        });
        return table.append('\n').toString();
    }

    /** Writes picture and table into a directory. */
    public static void write(Result result, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("soak.svg"), result.chart());
        Files.writeString(directory.resolve("soak.tsv"), result.table());
    }
}
