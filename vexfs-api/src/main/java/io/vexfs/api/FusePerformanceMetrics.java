package io.vexfs.api;

/**
 * What an engine or a mount did so far, in one record; times are in nanoseconds, sizes in bytes, and what was not
 * measured is 0.
 *
 * @param vectorOperations stores and removals of vectors, a batch or a file counting once
 * @param searchOperations searches
 * @param totalLatency of all operations together
 * @param averageLatency the mean
 * @param maxLatency the longest
 * @param minLatency the shortest
 * @param errorCount operations that failed
 * @param stackUsagePeak the most stack that a sampled operation took
 * @param memoryUsagePeak the most heap that was in use
 * @param p50Latency the median
 * @param p95Latency 95th percentile
 * @param p99Latency 99th percentile
 * @param p999Latency 99.9th percentile
 */
public record FusePerformanceMetrics(
        long vectorOperations,
        long searchOperations,
        long totalLatency,
        long averageLatency,
        long maxLatency,
        long minLatency,
        long errorCount,
        long stackUsagePeak,
        long memoryUsagePeak,
        long p50Latency,
        long p95Latency,
        long p99Latency,
        long p999Latency) {
    /** Nothing was measured. */
    public static final FusePerformanceMetrics NONE = new FusePerformanceMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
