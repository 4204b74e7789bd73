package io.vexfs.peers;

import java.io.IOException;
import java.util.List;

/** One engine, driven as its own documentation says: all searches ask for ten neighbours. */
interface Peer extends AutoCloseable {
    int K = 10;

    /**
     * What is built.
     *
     * @param vectors the base, normalised where the metric is cosine
     * @param metric {@code l2}, {@code cosine} or {@code dot}
     * @param m links of a node, twice as many on the lowest level
     * @param efConstruction candidates while a node is linked
     * @param threads that build
     */
    record Task(List<float[]> vectors, String metric, int m, int efConstruction, int threads) {
        boolean l2() {
            return metric.equals("l2");
        }

        int dimensions() {
            return vectors.get(0).length;
        }
    }

    /** Name and version. */
    String version();

    void build(Task task) throws Exception;

    /** Writes the rows of the nearest vectors into {@code found} from {@code at}, best first, and leaves the rest as it is. */
    void search(float[] query, int ef, int[] found, int at) throws Exception;

    /** Bytes that the engine holds outside of the heap, mapped files included. */
    default long bytesOutsideHeap() throws Exception {
        return 0;
    }

    @Override
    default void close() throws IOException {}
}
