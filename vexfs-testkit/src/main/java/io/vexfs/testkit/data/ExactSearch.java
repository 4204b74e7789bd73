package io.vexfs.testkit.data;

import io.vexfs.api.DistanceMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The true nearest neighbours, found by comparing every vector in double precision. */
public final class ExactSearch {
    /**
     * One true neighbour.
     *
     * @param row which of the vectors, from 0
     * @param distance in the metric asked for
     */
    public record Neighbor(int row, double distance) {}

    /** Nearest first, then by row. */
    public static final Comparator<Neighbor> BEST_FIRST =
            Comparator.comparingDouble(Neighbor::distance).thenComparingInt(Neighbor::row);

    private static final AtomicInteger POOLS = new AtomicInteger();

    private ExactSearch() {}

    /** The distance of two vectors of the same length, as {@link DistanceMetric} defines it. */
    public static double distance(DistanceMetric metric, float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("dimension mismatch: expected " + a.length + ", was " + b.length);
        }
        double dot = 0;
        double squares = 0;
        double normA = 0;
        double normB = 0;
        double sum = 0;
        double both = 0;
        double either = 0;
        for (int i = 0; i < a.length; i++) {
            double x = a[i];
            double y = b[i];
            dot += x * y;
            squares += (x - y) * (x - y);
            normA += x * x;
            normB += y * y;
            sum += Math.abs(x - y);
            both += Math.min(x, y);
            either += Math.max(x, y);
        }
        return switch (metric) {
            case L2 -> Math.sqrt(squares);
            case COSINE -> 1 - Math.max(-1, Math.min(1, dot / (Math.sqrt(normA) * Math.sqrt(normB))));
            case DOT -> -dot;
            case L1, HAMMING -> sum;
            case JACCARD -> either == 0 ? 0 : 1 - both / either;
        };
    }

    /** The {@code k} nearest of {@code vectors} to a query, best first; of equal ones the lower row. */
    public static List<Neighbor> nearest(DistanceMetric metric, List<float[]> vectors, float[] query, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k: expected 1 or more, was " + k);
        }
        PriorityQueue<Neighbor> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
        for (int row = 0; row < vectors.size(); row++) {
            Neighbor found = new Neighbor(row, distance(metric, query, vectors.get(row)));
            if (worstFirst.size() < k) {
                worstFirst.add(found);
            } else if (BEST_FIRST.compare(found, worstFirst.element()) < 0) {
                worstFirst.remove();
                worstFirst.add(found);
            }
        }
        Neighbor[] best = worstFirst.toArray(Neighbor[]::new);
        Arrays.sort(best, BEST_FIRST);
        return List.of(best);
    }

    /** What {@link #nearest} gives for each query, computed on a pool of its own with one thread for each processor. */
    public static List<List<Neighbor>> nearestOfAll(
            DistanceMetric metric, List<float[]> vectors, List<float[]> queries, int k) {
        int pool = POOLS.incrementAndGet();
        AtomicInteger thread = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                work -> new Thread(work, "vexfs-exact-" + pool + "-" + thread.incrementAndGet()));
        try {
            List<Future<List<Neighbor>>> pending = new ArrayList<>();
            for (float[] query : queries) {
                pending.add(threads.submit(() -> nearest(metric, vectors, query, k)));
            }
            List<List<Neighbor>> found = new ArrayList<>();
            for (Future<List<Neighbor>> one : pending) {
                found.add(one.get());
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while searching exactly", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("exact search failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
