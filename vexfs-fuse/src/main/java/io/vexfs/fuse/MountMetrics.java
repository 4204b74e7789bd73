package io.vexfs.fuse;

import io.vexfs.api.AlertWatch;
import io.vexfs.api.Budget;
import io.vexfs.api.FusePerformanceMetrics;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import io.vexfs.api.Readings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What a mount measures of its operations, and every name that it uses: {@code vexfs.fuse.…}, {@code vexfs.alert….}. */
final class MountMetrics {
    private static final String PREFIX = "vexfs.fuse.";
    private static final String OPEN_FILES = PREFIX + "open.files";
    private static final String STACK_PEAK = PREFIX + "stack.peak.bytes";
    private static final String READ_BYTES = PREFIX + "read.bytes";
    private static final String WRITE_BYTES = PREFIX + "write.bytes";
    private static final String ERRNO = PREFIX + "errno.";
    private static final String FAILURES = PREFIX + "failures.";
    private static final String ALERT = "vexfs.alert.";
    private static final String ALERTS = "vexfs.alerts";

    private static final int ERRNO_MAX = 133;
    private static final int STACK_SAMPLES_MIN = 20;
    /** It takes that many until all that an operation calls is compiled, and takes little stack. */
    private static final int COLD_CALLS_STACK = 10_000;

    private static final Set<Integer> TROUBLES = Arrays.stream(FuseVexfsError.values())
            .map(FuseVexfsError::errno)
            .filter(Readings::trouble)
            .map(errno -> errno.number())
            .collect(Collectors.toSet());

    private volatile boolean measured;
    private final Map<Operation, OperationMetrics> timings = new EnumMap<>(Operation.class);
    private final AtomicLongArray errnos = new AtomicLongArray(ERRNO_MAX + 1);
    private final Map<FuseVexfsError, LongAdder> failures = new EnumMap<>(FuseVexfsError.class);
    private final LongAdder readBytes = new LongAdder();
    private final LongAdder writeBytes = new LongAdder();
    private final RecentMaximum basic = new RecentMaximum();
    private final RecentMaximum basicCold = new RecentMaximum();
    private final LongAccumulator stackPeak = new LongAccumulator(Math::max, 0);

    /** @param measured whether operations are counted and timed */
    MountMetrics(boolean measured) {
        this.measured = measured;
        for (Operation operation : Operation.values()) {
            timings.put(operation, new OperationMetrics());
        }
        for (FuseVexfsError error : FuseVexfsError.values()) {
            failures.put(error, new LongAdder());
        }
    }

    /** Whether an error number stands for the store's or the machine's trouble, and not for the caller's mistake. */
    static boolean trouble(int errno) {
        return TROUBLES.contains(errno) || errno == Linux.ENFILE || errno == Linux.EMFILE;
    }

    /** Whether operations are counted and timed. */
    boolean measured() {
        return measured;
    }

    void measure(boolean on) {
        measured = on;
    }

    /** The moment at which an operation begins; for {@link #answered}. 0 if it is not measured. */
    long begin() {
        return measured ? System.nanoTime() | 1 : 0;
    }

    /** Counts the operation that began then and returns how long it took; negative answers are errors. */
    long answered(Operation operation, long begin, int answer, boolean generated) {
        if (begin == 0) {
            return 0;
        }
        long now = System.nanoTime();
        long nanos = Math.max(0, now - begin);
        OperationMetrics timing = timing(operation);
        timing.add(nanos, now);
        if (!generated && operation.basic()) {
            (timing.warm() ? basic : basicCold).add(nanos);
        }
        if (answer < 0) {
            timing.failed();
            errnos.incrementAndGet(Math.min(-answer, ERRNO_MAX));
        } else if (operation == Operation.READ) {
            readBytes.add(answer);
        } else if (operation == Operation.WRITE) {
            writeBytes.add(answer);
        }
        return nanos;
    }

    /** Counts a failure inside of an operation. */
    void failed(FuseVexfsError error) {
        LongAdder counter = failures.get(error);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Takes note of the stack that an operation used; nothing where it is not known. */
    void stackUsed(Operation operation, int bytes) {
        if (bytes > 0) {
            timing(operation).stackUsed(bytes);
            stackPeak.accumulate(bytes);
        }
    }

    private OperationMetrics timing(Operation operation) {
        OperationMetrics timing = timings.get(operation);
        if (timing == null) {
            throw new AssertionError(operation);
        }
        return timing;
    }

    /** Everything, with the count of open files and the alerts as they are now. */
    List<MetricSample> samples(int openFiles, AlertWatch alerts) {
        List<MetricSample> samples = new ArrayList<>();
        samples.add(new MetricSample.Gauge(OPEN_FILES, openFiles));
        samples.add(new MetricSample.Gauge(STACK_PEAK, stackPeak.get()));
        samples.add(new MetricSample.Counter(READ_BYTES, readBytes.sum()));
        samples.add(new MetricSample.Counter(WRITE_BYTES, writeBytes.sum()));
        timings.forEach((operation, timing) -> {
            String name = PREFIX + operation.text();
            samples.add(timing.sample(name + ".nanos"));
            samples.add(new MetricSample.Counter(name + ".errors", timing.errors()));
            samples.add(new MetricSample.Gauge(name + ".stack.bytes", timing.stackTypical()));
            samples.add(new MetricSample.Gauge(name + ".stack.peak.bytes", timing.stackMost()));
        });
        for (int errno : new TreeSet<>(ErrorNames.numbers())) {
            samples.add(
                    new MetricSample.Counter(ERRNO + ErrorNames.of(errno).toLowerCase(Locale.ROOT), errnos.get(errno)));
        }
        failures.forEach((error, count) ->
                samples.add(new MetricSample.Counter(FAILURES + error.name().toLowerCase(Locale.ROOT), count.sum())));
        for (Budget budget : Budget.values()) {
            samples.add(new MetricSample.Gauge(ALERT + budget.text(), alerts.active(budget) ? 1 : 0));
        }
        samples.add(new MetricSample.Counter(ALERTS, alerts.begun()));
        return samples;
    }

    private long operations() {
        return timings.values().stream().mapToLong(timing -> timing.count()).sum();
    }

    /** The bridge's readings with what the mount adds. */
    Readings readings(Readings bridge) {
        long now = System.nanoTime();
        long troubles = 0;
        for (int errno = 1; errno <= ERRNO_MAX; errno++) {
            troubles += trouble(errno) ? errnos.get(errno) : 0;
        }
        return bridge.with(bridge.operations() + operations(), bridge.failures() + troubles)
                .with(Budget.OPERATION, basic.value(now))
                .withCold(Budget.OPERATION, basicCold.value(now))
                .with(Budget.STACK, stackTypical(true))
                .withCold(Budget.STACK, stackTypical(false));
    }

    /** The highest of the operations' medians, of those that were called often, or of the others. */
    private double stackTypical(boolean warm) {
        return timings.values().stream()
                .filter(timing -> timing.stackSamples() >= STACK_SAMPLES_MIN)
                .filter(timing -> timing.count() >= COLD_CALLS_STACK == warm)
                .mapToLong(timing -> timing.stackRecently())
                .max()
                .orElse(0);
    }

    /** Everything in one record: all of the kernel's operations, and the bridge's counts of vectors and searches. */
    FusePerformanceMetrics performance(FusePerformanceMetrics bridge) {
        Histogram all = new Histogram(OperationMetrics.LONGEST_NANOS, OperationMetrics.DIGITS);
        long total = 0;
        long errors = 0;
        for (OperationMetrics timing : timings.values()) {
            timing.addTo(all);
            total += timing.totalNanos();
            errors += timing.errors();
        }
        long count = all.getTotalCount();
        return new FusePerformanceMetrics(
                bridge.vectorOperations(),
                bridge.searchOperations(),
                total,
                count == 0 ? 0 : total / count,
                all.getMaxValue(),
                count == 0 ? 0 : all.getMinValue(),
                errors,
                stackPeak.get(),
                bridge.memoryUsagePeak(),
                all.getValueAtPercentile(50),
                all.getValueAtPercentile(95),
                all.getValueAtPercentile(99),
                all.getValueAtPercentile(99.9));
    }
}
