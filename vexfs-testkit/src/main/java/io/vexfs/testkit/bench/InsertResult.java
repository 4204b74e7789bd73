package io.vexfs.testkit.bench;

import java.util.Locale;

/**
 * What {@link InsertBenchmark} found at one ef, medians over the rounds.
 *
 * @param ef candidates kept by a search
 * @param idleSpeed queries a second when nobody stores
 * @param busySpeed queries a second while another thread stores
 * @param idleRecall recall@10 when nobody stores
 * @param busyRecall recall@10 while another thread stores
 * @param insertSpeed vectors that the other thread stored a second
 */
public record InsertResult(
        int ef, double idleSpeed, double busySpeed, double idleRecall, double busyRecall, double insertSpeed) {
    /** The line that {@code vexfs bench ann --while-inserting} prints. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "ef=%d idle_qps=%.0f inserting_qps=%.0f qps_ratio=%.2f idle_recall@%d=%.4f inserting_recall@%d=%.4f"
                        + " recall_ratio=%.3f inserts_per_s=%.0f",
                ef,
                idleSpeed,
                busySpeed,
                busySpeed / idleSpeed,
                AnnData.K,
                idleRecall,
                AnnData.K,
                busyRecall,
                busyRecall / idleRecall,
                insertSpeed);
    }
}
