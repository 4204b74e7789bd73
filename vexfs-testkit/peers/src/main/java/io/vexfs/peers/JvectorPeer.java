package io.vexfs.peers;

import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult.NodeScore;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** jvector on full vectors in memory, with as many links a level as HNSW has and its own defaults otherwise. */
final class JvectorPeer implements Peer {
    private static final float OVERFLOW = 1.2f;
    private static final float ALPHA = 1.2f;

    private static final VectorTypeSupport TYPES =
            VectorizationProvider.getInstance().getVectorTypeSupport();

    private VectorSimilarityFunction similarity = VectorSimilarityFunction.EUCLIDEAN;
    private @Nullable ListRandomAccessVectorValues vectors;
    private @Nullable GraphSearcher searcher;

    JvectorPeer() {}

    @Override
    public String version() {
        return "jvector " + Versions.of("jvector") + " ("
                + VectorizationProvider.getInstance().getClass().getSimpleName() + ")";
    }

    @Override
    public void build(Task task) throws Exception {
        similarity = task.l2() ? VectorSimilarityFunction.EUCLIDEAN : VectorSimilarityFunction.DOT_PRODUCT;
        List<VectorFloat<?>> rows = new ArrayList<>();
        for (float[] vector : task.vectors()) {
            rows.add(TYPES.createFloatVector(vector));
        }
        ListRandomAccessVectorValues values = new ListRandomAccessVectorValues(rows, task.dimensions());
        ForkJoinPool simd = new ForkJoinPool(task.threads());
        ForkJoinPool parallel = new ForkJoinPool(task.threads());
        try (GraphIndexBuilder builder = GraphIndexBuilder.builder(
                        BuildScoreProvider.randomAccessScoreProvider(values, similarity),
                        task.dimensions(),
                        List.of(2 * task.m(), task.m()))
                .withBeamWidth(task.efConstruction())
                .withNeighborOverflow(OVERFLOW)
                .withAlpha(ALPHA)
                .withSimdExecutor(simd)
                .withParallelExecutor(parallel)
                .build()) {
            ImmutableGraphIndex graph = builder.build(values);
            searcher = new GraphSearcher(graph);
        } finally {
            simd.shutdown();
            parallel.shutdown();
        }
        vectors = values;
    }

    @Override
    public void search(float[] query, int ef, int[] found, int at) {
        VectorFloat<?> asked = TYPES.createFloatVector(query);
        NodeScore[] nodes = searcher.search(
                        DefaultSearchScoreProvider.exact(asked, similarity, vectors), K, ef, 0, 0, Bits.ALL)
                .getNodes();
        for (int rank = 0; rank < nodes.length; rank++) {
            found[at + rank] = nodes[rank].node;
        }
    }

    @Override
    public void close() throws IOException {
        if (searcher != null) {
            searcher.close();
        }
    }
}
