package io.vexfs.testkit.bench.dataset;

import io.vexfs.api.DistanceMetric;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.data.ExactSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The true neighbours of many queries, as {@link ExactSearch} finds them and an order of magnitude faster.
 *
 * <p>Blocks of the base are transposed, so that the inner loop runs over vectors rather than components: that loop the
 * compiler turns into SIMD, which it may not do with a sum. The float scores choose candidates, some more than needed; their
 * distances are computed again in double precision. If the rounding of the scores could have kept a true neighbour out, the query
 * is answered by {@link ExactSearch}.
 */
public final class ExactTruth {
    private static final int BLOCK = 64;
    private static final int QUERIES_AT_ONCE = 32;
    /** Candidates beyond k. */
    private static final int SPARE = 56;
    /** Rounding of one float operation. */
    private static final double ROUNDING = Math.ulp(1f);

    private static final Set<DistanceMetric> PRODUCTS =
            EnumSet.of(DistanceMetric.L2, DistanceMetric.COSINE, DistanceMetric.DOT);
    private static final AtomicInteger POOLS = new AtomicInteger();

    private final DistanceMetric metric;
    private final List<float[]> base;
    private final int dimensions;
    private final double[] norms;
    private final double largestNorm;

    /** The truth about one base, under a metric that products of vectors give: L2, cosine or dot. */
    public ExactTruth(DistanceMetric metric, List<float[]> base) {
        if (!PRODUCTS.contains(metric)) {
            throw new IllegalArgumentException("metric: expected l2, cosine or dot, was " + metric.text());
        }
        this.metric = metric;
        this.base = base;
        dimensions = base.get(0).length;
        norms = base.stream().mapToDouble(ExactTruth::norm).toArray();
        largestNorm =
                metric == DistanceMetric.COSINE ? 1 : Arrays.stream(norms).max().orElse(0);
    }

    /** For each query the rows of its {@code k} nearest, best first; of equal ones the lower row. */
    public List<int[]> neighbors(List<float[]> queries, int k, Progress progress) {
        int pool = POOLS.incrementAndGet();
        AtomicInteger thread = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                work -> new Thread(work, "vexfs-truth-" + pool + "-" + thread.incrementAndGet()));
        progress.begin("truth", queries.size());
        try {
            List<Future<List<int[]>>> pending = new ArrayList<>();
            for (int from = 0; from < queries.size(); from += QUERIES_AT_ONCE) {
                List<float[]> some = queries.subList(from, Math.min(queries.size(), from + QUERIES_AT_ONCE));
                pending.add(threads.submit(() -> {
                    List<int[]> found = answer(some, Math.min(k, base.size()));
                    progress.step(some.size());
                    return found;
                }));
            }
            List<int[]> found = new ArrayList<>();
            for (Future<List<int[]>> one : pending) {
                found.addAll(one.get());
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while searching exactly", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("exact search failed", e.getCause());
        } finally {
            threads.shutdownNow();
            progress.end();
        }
    }

    private List<int[]> answer(List<float[]> queries, int k) {
        List<Candidates> candidates = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            candidates.add(new Candidates(Math.min(k + SPARE, base.size())));
        }
        float[] block = new float[dimensions * BLOCK];
        float[] dots = new float[BLOCK];
        for (int from = 0; from < base.size(); from += BLOCK) {
            int count = Math.min(BLOCK, base.size() - from);
            transpose(from, count, block);
            for (int i = 0; i < queries.size(); i++) {
                dots(queries.get(i), block, dots);
                for (int j = 0; j < count; j++) {
                    candidates.get(i).offer(from + j, score(dots[j], norms[from + j]));
                }
            }
        }
        List<int[]> answers = new ArrayList<>();
        for (int i = 0; i < queries.size(); i++) {
            answers.add(ranked(queries.get(i), candidates.get(i), k));
        }
        return answers;
    }

    private void transpose(int from, int count, float[] block) {
        Arrays.fill(block, 0);
        for (int j = 0; j < count; j++) {
            float[] vector = base.get(from + j);
            float scale = metric == DistanceMetric.COSINE ? (float) (1 / norms[from + j]) : 1;
            for (int d = 0; d < dimensions; d++) {
                block[d * BLOCK + j] = vector[d] * scale;
            }
        }
    }

    private static void dots(float[] query, float[] block, float[] dots) {
        Arrays.fill(dots, 0);
        int d = 0;
        for (; d + 4 <= query.length; d += 4) {
            float a = query[d];
            float b = query[d + 1];
            float c = query[d + 2];
            float e = query[d + 3];
            int at = d * BLOCK;
            for (int j = 0; j < BLOCK; j++) {
                dots[j] += a * block[at + j]
                        + b * block[at + BLOCK + j]
                        + c * block[at + 2 * BLOCK + j]
                        + e * block[at + 3 * BLOCK + j];
            }
        }
        for (; d < query.length; d++) {
            float a = query[d];
            int at = d * BLOCK;
            for (int j = 0; j < BLOCK; j++) {
                dots[j] += a * block[at + j];
            }
        }
    }

    /** Orders as the distance does: for L2 its square without the query's part, else the negated product. */
    private double score(float dot, double norm) {
        return metric == DistanceMetric.L2 ? norm * norm - 2.0 * dot : -dot;
    }

    private int[] ranked(float[] query, Candidates candidates, int k) {
        double norm = norm(query);
        List<ExactSearch.Neighbor> best = new ArrayList<>();
        for (int row : candidates.rows()) {
            best.add(new ExactSearch.Neighbor(row, ExactSearch.distance(metric, query, base.get(row))));
        }
        best.sort(ExactSearch.BEST_FIRST);
        // Each product and each sum may be off by half a place; the factor 2 is that of L2's score.
        double error = 2 * (dimensions + 2) * ROUNDING * norm * largestNorm;
        boolean complete = candidates.size() == base.size()
                || candidates.worst() - error > scoreOf(best.get(k - 1).distance(), norm) + error;
        List<ExactSearch.Neighbor> found = complete ? best.subList(0, k) : ExactSearch.nearest(metric, base, query, k);
        return found.stream().mapToInt(ExactSearch.Neighbor::row).toArray();
    }

    /** The score that belongs to a true distance. */
    private double scoreOf(double distance, double queryNorm) {
        return switch (metric) {
            case L2 -> distance * distance - queryNorm * queryNorm;
            case COSINE -> (distance - 1) * queryNorm;
            case DOT -> distance;
            case L1, HAMMING, JACCARD -> throw new IllegalStateException("no score by products for " + metric);
        };
    }

    private static double norm(float[] vector) {
        double squares = 0;
        for (float component : vector) {
            squares += (double) component * component;
        }
        return Math.sqrt(squares);
    }
}
