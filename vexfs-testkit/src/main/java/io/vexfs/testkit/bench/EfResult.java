package io.vexfs.testkit.bench;

import java.util.List;
import java.util.Locale;

/**
 * What was measured at one ef.
 *
 * @param ef candidates kept by a search
 * @param recall recall@10, 0 to 1
 * @param queriesPerSecond median over the rounds
 * @param rounds queries a second of each round
 * @param p50Micros median latency of a search over all rounds
 * @param p99Micros 99th percentile
 */
public record EfResult(
        int ef, double recall, double queriesPerSecond, List<Double> rounds, double p50Micros, double p99Micros) {
    /** Copies the rounds. */
    public EfResult {
        rounds = List.copyOf(rounds);
    }

    /** The line that {@code vexfs bench ann} prints. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "ef=%d recall@%d=%.4f qps=%.0f p50_us=%.1f p99_us=%.1f",
                ef,
                AnnData.K,
                recall,
                queriesPerSecond,
                p50Micros,
                p99Micros);
    }
}
