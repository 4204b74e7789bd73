package io.vexfs.api;

import java.util.Objects;

/** One measured thing at one moment; names are dotted, units last ({@code vexfs.bridge.search.nanos}). */
public sealed interface MetricSample {
    /** The name; the same for the life of the process. */
    String name();

    /**
     * Something counted since the store was opened.
     *
     * @param count how often
     */
    record Counter(String name, long count) implements MetricSample {
        /** Checks the name. */
        public Counter {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * Something that goes up and down.
     *
     * @param value now
     */
    record Gauge(String name, double value) implements MetricSample {
        /** Checks the name. */
        public Gauge {
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * How long something took, in nanoseconds; all 0 before the first time.
     *
     * @param count how often since the store was opened
     * @param totalNanos all of them together
     * @param perSecond rate of the last minute
     * @param perSecond5Minutes rate of the last five minutes
     * @param perSecond15Minutes rate of the last fifteen minutes
     * @param minNanos shortest
     * @param meanNanos mean
     * @param maxNanos longest
     * @param recentMaxNanos longest of the last 10 to 20 seconds
     * @param p50Nanos median
     * @param p95Nanos 95th percentile
     * @param p99Nanos 99th percentile
     * @param p999Nanos 99.9th percentile
     */
    record Timer(
            String name,
            long count,
            long totalNanos,
            double perSecond,
            double perSecond5Minutes,
            double perSecond15Minutes,
            long minNanos,
            double meanNanos,
            long maxNanos,
            long recentMaxNanos,
            long p50Nanos,
            long p95Nanos,
            long p99Nanos,
            long p999Nanos)
            implements MetricSample {
        /** Checks the name. */
        public Timer {
            Objects.requireNonNull(name, "name");
        }
    }
}
