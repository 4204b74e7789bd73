package io.vexfs.peers;

import com.github.jelmerk.hnswlib.core.DistanceFunctions;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.ProgressListener;
import com.github.jelmerk.hnswlib.core.SearchResult;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import java.util.ArrayList;
import java.util.List;

/** hnswlib-java, with the inner product of normalised vectors for cosine. */
final class HnswlibJavaPeer implements Peer {
    private static final int PROGRESS_INTERVAL = 100_000;

    private HnswIndex<Integer, float[], Row, Float> index = HnswIndex.newBuilder(
                    1, DistanceFunctions.FLOAT_EUCLIDEAN_DISTANCE, 1)
            .build();

    HnswlibJavaPeer() {}

    /** A row of the base. */
    private static final class Row implements Item<Integer, float[]> {
        private static final long serialVersionUID = 1L;

        private final int id;
        private final transient float[] vector;

        Row(int id, float[] vector) {
            this.id = id;
            this.vector = vector;
        }

        @Override
        public Integer id() {
            return id;
        }

        @Override
        public float[] vector() {
            return vector;
        }

        @Override
        public int dimensions() {
            return vector.length;
        }
    }

    @Override
    public String version() {
        return "hnswlib-java " + Versions.of("hnswlib-core");
    }

    @Override
    public void build(Task task) throws InterruptedException {
        index = HnswIndex.newBuilder(
                        task.dimensions(),
                        task.l2() ? DistanceFunctions.FLOAT_EUCLIDEAN_DISTANCE : DistanceFunctions.FLOAT_INNER_PRODUCT,
                        task.vectors().size())
                .withM(task.m())
                .withEfConstruction(task.efConstruction())
                .build();
        List<Row> rows = new ArrayList<>();
        for (float[] vector : task.vectors()) {
            rows.add(new Row(rows.size(), vector));
        }
        ProgressListener none = (done, max) -> {};
        index.addAll(rows, task.threads(), none, PROGRESS_INTERVAL);
    }

    @Override
    public void search(float[] query, int ef, int[] found, int at) {
        index.setEf(ef);
        int next = at;
        for (SearchResult<Row, Float> result : index.findNearest(query, K)) {
            found[next++] = result.item().id;
        }
    }
}
