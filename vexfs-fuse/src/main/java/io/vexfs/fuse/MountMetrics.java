package io.vexfs.fuse;

import com.codahale.metrics.Meter;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

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

    private static final long LONGEST_NANOS = 120_000_000_000L;
    private static final int DIGITS = 2;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int ERRNO_MAX = 133;
    private static final int STACK_SAMPLES_MIN = 20;
    /** The first calls of each operation run in the interpreter and load classes; what they took is judged by itself. */
    private static final int COLD_CALLS = 1_000;
    /** It takes that many until all that an operation calls is compiled, and takes little stack. */
    private static final int COLD_CALLS_STACK = 10_000;

    private static final Set<Integer> TROUBLES = Arrays.stream(FuseVexfsError.values())
            .map(FuseVexfsError::errno)
            .filter(Readings::trouble)
            .map(errno -> errno.number())
            .collect(Collectors.toSet());

    private final boolean measured;
    private final Map<Operation, Timing> timings = new EnumMap<>(Operation.class);
    private final AtomicLongArray errnos = new AtomicLongArray(ERRNO_MAX + 1);
    private final Map<FuseVexfsError, LongAdder> failures = new EnumMap<>(FuseVexfsError.class);
    private final LongAdder readBytes = new LongAdder();
    private final LongAdder writeBytes = new LongAdder();
    private final Recent basic = new Recent();
    private final Recent basicCold = new Recent();
    private final LongAccumulator stackPeak = new LongAccumulator(Math::max, 0);

    /** One operation's times and stack. */
    private static final class Timing {
        private final AtomicHistogram nanos = new AtomicHistogram(LONGEST_NANOS, DIGITS);
        private final AtomicHistogram stackBytes =
                new AtomicHistogram(StackProbe.REACH_BYTES + StackProbe.UNSEEN_BYTES, DIGITS);
        private final RecentMedian recentStack = new RecentMedian();
        private final LongAdder total = new LongAdder();
        private final LongAdder errors = new LongAdder();
        private final Meter rate = new Meter();
        private final Recent recent = new Recent();
        private boolean warm;
        private volatile MetricSample.@Nullable Timer last;

        /** Whether it was called often enough to be compiled; looked at again until it is. */
        private boolean warm() {
            if (!warm) {
                warm = nanos.getTotalCount() > COLD_CALLS;
            }
            return warm;
        }

        /** Its count is that of its values, also while others record. */
        private Histogram copy() {
            Histogram copy = new Histogram(LONGEST_NANOS, DIGITS);
            copy.add(nanos);
            return copy;
        }

        /** Where nothing was recorded since the last time, the values are not looked at again. */
        private MetricSample.Timer sample(String name) {
            MetricSample.Timer known = last;
            MetricSample.Timer now =
                    known != null && known.count() == nanos.getTotalCount() ? known : distribution(name);
            last = now;
            return new MetricSample.Timer(
                    name,
                    now.count(),
                    total.sum(),
                    rate.getOneMinuteRate(),
                    rate.getFiveMinuteRate(),
                    rate.getFifteenMinuteRate(),
                    now.minNanos(),
                    now.meanNanos(),
                    now.maxNanos(),
                    recent.value(System.nanoTime()),
                    now.p50Nanos(),
                    now.p95Nanos(),
                    now.p99Nanos(),
                    now.p999Nanos());
        }

        private MetricSample.Timer distribution(String name) {
            Histogram values = copy();
            long count = values.getTotalCount();
            return new MetricSample.Timer(
                    name,
                    count,
                    0,
                    0,
                    0,
                    0,
                    count == 0 ? 0 : values.getMinValue(),
                    values.getMean(),
                    values.getMaxValue(),
                    0,
                    values.getValueAtPercentile(50),
                    values.getValueAtPercentile(95),
                    values.getValueAtPercentile(99),
                    values.getValueAtPercentile(99.9));
        }
    }

    /** The largest value of the last 10 to 20 seconds, as long as it is asked for that often. */
    private static final class Recent {
        private final LongAccumulator current = new LongAccumulator(Math::max, 0);
        private long previous;
        private long turned = System.nanoTime();

        private synchronized long value(long now) {
            if (now - turned >= WINDOW_NANOS) {
                previous = current.getThenReset();
                turned = now;
            }
            return Math.max(previous, current.get());
        }
    }

    /** @param measured whether operations are counted and timed */
    MountMetrics(boolean measured) {
        this.measured = measured;
        for (Operation operation : Operation.values()) {
            timings.put(operation, new Timing());
        }
        for (FuseVexfsError error : FuseVexfsError.values()) {
            failures.put(error, new LongAdder());
        }
    }

    /** Whether an error number stands for the store's or the machine's trouble, and not for the caller's mistake. */
    static boolean trouble(int errno) {
        return TROUBLES.contains(errno) || errno == Linux.ENFILE || errno == Linux.EMFILE;
    }

    /** The moment at which an operation begins; for {@link #answered}. */
    long begin() {
        return measured ? System.nanoTime() : 0;
    }

    /** Counts the operation that began then and returns how long it took; negative answers are errors. */
    long answered(Operation operation, long begin, int answer, boolean generated) {
        if (!measured) {
            return 0;
        }
        long nanos = System.nanoTime() - begin;
        Timing timing = timing(operation);
        timing.nanos.recordValue(Math.max(0, Math.min(nanos, LONGEST_NANOS)));
        timing.total.add(nanos);
        timing.rate.mark();
        timing.recent.current.accumulate(nanos);
        if (!generated && operation.basic()) {
            (timing.warm() ? basic : basicCold).current.accumulate(nanos);
        }
        if (answer < 0) {
            timing.errors.increment();
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
            timing(operation).stackBytes.recordValue(bytes);
            timing(operation).recentStack.add(bytes);
            stackPeak.accumulate(bytes);
        }
    }

    private Timing timing(Operation operation) {
        Timing timing = timings.get(operation);
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
            samples.add(new MetricSample.Counter(name + ".errors", timing.errors.sum()));
            samples.add(new MetricSample.Gauge(name + ".stack.bytes", timing.stackBytes.getValueAtPercentile(50)));
            samples.add(new MetricSample.Gauge(name + ".stack.peak.bytes", timing.stackBytes.getMaxValue()));
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
        return timings.values().stream()
                .mapToLong(timing -> timing.nanos.getTotalCount())
                .sum();
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
                .filter(timing -> timing.stackBytes.getTotalCount() >= STACK_SAMPLES_MIN)
                .filter(timing -> timing.nanos.getTotalCount() >= COLD_CALLS_STACK == warm)
                .mapToLong(timing -> timing.recentStack.value())
                .max()
                .orElse(0);
    }

    /** Everything in one record: all of the kernel's operations, and the bridge's counts of vectors and searches. */
    FusePerformanceMetrics performance(FusePerformanceMetrics bridge) {
        Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
        long total = 0;
        long errors = 0;
        for (Timing timing : timings.values()) {
            all.add(timing.nanos);
            total += timing.total.sum();
            errors += timing.errors.sum();
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
