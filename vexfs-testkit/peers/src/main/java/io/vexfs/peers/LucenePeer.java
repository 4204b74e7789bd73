package io.vexfs.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's HNSW over full vectors in one segment of a mapped index. Segments are flushed without a graph, and the merge into one
 * builds it with all threads: the shortest way that Lucene has to one graph.
 */
final class LucenePeer implements Peer {
    private static final String FIELD = "vector";
    private static final double BUFFER_MIB = 1_900;
    /** More comparisons than a search of any segment takes: no graph pays, so none is made. */
    private static final int WITHOUT_GRAPH = Integer.MAX_VALUE;

    private @Nullable Path directory;
    private @Nullable MMapDirectory index;
    private @Nullable DirectoryReader reader;
    private @Nullable LeafReader leaf;

    LucenePeer() {}

    @Override
    public String version() {
        return "lucene " + Version.LATEST;
    }

    @Override
    public void build(Task task) throws Exception {
        directory = Files.createTempDirectory("vexfs-peer-lucene-");
        MMapDirectory files = new MMapDirectory(directory);
        index = files;
        try (IndexWriter writer = new IndexWriter(
                files,
                config(new Lucene99HnswVectorsFormat(task.m(), task.efConstruction(), 1, null, WITHOUT_GRAPH))
                        .setMergePolicy(NoMergePolicy.INSTANCE))) {
            add(task, writer);
        }
        ExecutorService merging = Executors.newFixedThreadPool(task.threads());
        try (IndexWriter writer = new IndexWriter(
                files,
                config(new Lucene99HnswVectorsFormat(
                        task.m(), task.efConstruction(), task.threads(), task.threads() > 1 ? merging : null)))) {
            writer.forceMerge(1);
        } finally {
            merging.shutdown();
        }
        reader = DirectoryReader.open(files);
        if (reader.leaves().size() != 1) {
            throw new IllegalStateException(
                    "segments: expected 1, was " + reader.leaves().size());
        }
        leaf = reader.leaves().get(0).reader();
    }

    private static IndexWriterConfig config(KnnVectorsFormat format) {
        return new IndexWriterConfig()
                .setRAMBufferSizeMB(BUFFER_MIB)
                .setUseCompoundFile(false)
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return format;
                    }
                });
    }

    /** Leaves two segments at least, since there is nothing to merge in one. */
    private static void add(Task task, IndexWriter writer) throws IOException {
        VectorSimilarityFunction similarity =
                switch (task.metric()) {
                    case "l2" -> VectorSimilarityFunction.EUCLIDEAN;
                    case "cosine" -> VectorSimilarityFunction.DOT_PRODUCT;
                    default -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
                };
        List<float[]> vectors = task.vectors();
        for (int row = 0; row < vectors.size(); row++) {
            Document document = new Document();
            document.add(new KnnFloatVectorField(FIELD, vectors.get(row), similarity));
            writer.addDocument(document);
            if (row == vectors.size() / 2) {
                writer.flush();
            }
        }
    }

    @Override
    public void search(float[] query, int ef, int[] found, int at) throws IOException {
        TopKnnCollector collector = new TopKnnCollector(ef, Integer.MAX_VALUE);
        leaf.searchNearestVectors(FIELD, query, collector, AcceptDocs.fromLiveDocs(null, leaf.maxDoc()));
        ScoreDoc[] best = collector.topDocs().scoreDocs;
        // One thread added, so documents are numbered as the rows are.
        for (int rank = 0; rank < Math.min(K, best.length); rank++) {
            found[at + rank] = best[rank].doc;
        }
    }

    @Override
    public long bytesOutsideHeap() throws IOException {
        long bytes = 0;
        for (String file : index.listAll()) {
            bytes += index.fileLength(file);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
        if (index != null) {
            index.close();
        }
        if (directory != null) {
            List<Path> deepestFirst;
            try (Stream<Path> all = Files.walk(directory)) {
                deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
