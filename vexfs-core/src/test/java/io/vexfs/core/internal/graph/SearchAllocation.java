package io.vexfs.core.internal.graph;

import com.sun.management.ThreadMXBean;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;

/** What one search leaves on the heap, once compiled, by metric and quantization: a program for a JVM of its own. */
final class SearchAllocation {
    private static final int DIMENSIONS = 784;
    private static final int VECTORS = 1_500;
    private static final int SEARCHES = 15_000;
    private static final int MEASURED = 1_000;
    private static final int ROUNDS_MAX = 5;

    private SearchAllocation() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true);
        for (DistanceMetric metric : DistanceMetric.values()) {
            out.println(metric + " " + bytes(metric, Quantization.NONE));
        }
        out.println("INT8 " + bytes(DistanceMetric.L2, Quantization.INT8));
        out.println("INT4 " + bytes(DistanceMetric.L2, Quantization.INT4));
        out.println("SKETCHES " + sketchedBytes());
    }

    private static long sketchedBytes() {
        VectorIndex index = new VectorIndex(DIMENSIONS, DistanceMetric.L2, new GraphShape(8, 40, 5));
        Spectrum spectrum = new Spectrum(29, DIMENSIONS, 60, 0.4);
        spectrum.fill(index, NodeSketches.LEARN_FIRST + 400);
        if (index.codes.sketches.current() == null) {
            throw new IllegalStateException("expected sketches, were none");
        }
        return bytes(index, spectrum.next());
    }

    private static long bytes(DistanceMetric metric, Quantization quantization) {
        VectorIndex index = new VectorIndex(DIMENSIONS, metric, GraphShape.DEFAULT);
        Clusters clusters = new Clusters(28, DIMENSIONS, 50);
        for (int i = 0; i < VECTORS; i++) {
            index.put(index.reserve(), vector(clusters, metric));
        }
        index.linkPending(VECTORS);
        index.quantize(quantization);
        return bytes(index, vector(clusters, metric));
    }

    private static long bytes(VectorIndex index, float[] query) {
        Reach reach = Reach.nearest(10, 12);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long bytes = Long.MAX_VALUE;
        // On a busy machine the compiler may not be done the first time.
        for (int round = 0; round < ROUNDS_MAX && bytes > SearchAllocationIT.RESULT_BYTES_MAX; round++) {
            for (int i = 0; i < SEARCHES; i++) {
                index.search(query, reach, null);
            }
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < MEASURED; i++) {
                index.search(query, reach, null);
            }
            bytes = (threads.getThreadAllocatedBytes(thread) - before) / MEASURED;
        }
        return bytes;
    }

    /** The least that a search left on the heap of some rounds: until the compiler is done, operations on vectors make objects. */
    static long least(VectorIndex index, float[] query) {
        Reach reach = Reach.nearest(10, 40);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 400 && least > SearchAllocationIT.RESULT_BYTES_MAX; round++) {
            long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < 100; i++) {
                index.search(query, reach, null);
            }
            least = Math.min(least, (threads.getThreadAllocatedBytes(thread) - before) / 100);
        }
        return least;
    }

    private static float[] vector(Clusters clusters, DistanceMetric metric) {
        float[] vector = clusters.next();
        for (int i = 0; metric.bits() && i < vector.length; i++) {
            vector[i] = vector[i] > 0 ? 1 : 0;
        }
        return vector;
    }
}
