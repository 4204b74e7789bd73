package io.vexfs.testkit.bench;

import io.vexfs.api.SearchResult;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;

/**
 * One walk over all queries at one ef: how long it took, how long each search took, and what was found.
 *
 * <p>Each thread takes the next query that nobody has taken; answers are kept as they came and judged afterwards.
 */
final class QueryPass {
    /** Three digits of a latency, up to whatever it is. */
    static final int DIGITS = 3;

    private final SearchResult[] answers;
    private final Histogram latencies = new Histogram(DIGITS);
    private final double seconds;

    QueryPass(BenchStore store, List<float[]> queries, int ef, int threads) {
        answers = new SearchResult[queries.size()];
        AtomicInteger next = new AtomicInteger();
        Histogram[] own = new Histogram[threads];
        Arrays.setAll(own, thread -> new Histogram(DIGITS));
        long start = System.nanoTime();
        Threads.run("vexfs-bench-query", threads, thread -> {
            int query;
            while ((query = next.getAndIncrement()) < answers.length) {
                long before = System.nanoTime();
                answers[query] = store.search(queries.get(query), ef);
                own[thread].recordValue(System.nanoTime() - before);
            }
        });
        seconds = (System.nanoTime() - start) / 1e9;
        for (Histogram each : own) {
            latencies.add(each);
        }
    }

    double queriesPerSecond() {
        return answers.length / seconds;
    }

    Histogram latencies() {
        return latencies;
    }

    int[] rows() {
        return BenchStore.rows(Arrays.asList(answers));
    }
}
