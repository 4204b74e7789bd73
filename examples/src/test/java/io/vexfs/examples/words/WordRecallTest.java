package io.vexfs.examples.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorCollection;
import io.vexfs.core.Vexfs;
import io.vexfs.testkit.data.FvecsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped word vectors, stored and searched as a user would. */
class WordRecallTest {
    private static final Path DATA = Path.of("data");
    private static final int QUERIES = 500;

    @TempDir
    private Path directory;

    @Test
    void search_shippedWordsAtEf100_findsAtLeast98Percent() throws IOException {
        List<String> words = Files.readAllLines(DATA.resolve("glove-words.txt"));
        List<float[]> vectors = FvecsFile.vectors(DATA.resolve("glove-words-100d.fvecs"), words.size());
        assertThat(vectors).hasSameSizeAs(words);
        try (Vexfs db = Vexfs.open(directory.resolve("store"))) {
            VectorCollection collection = db.collection("/words", 100, DistanceMetric.COSINE);
            List<StoredVector> batch = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                batch.add(new StoredVector(words.get(i), vectors.get(i), Metadata.empty()));
            }
            db.bridge().putAll("/words", batch, OperationContext.none());
            db.bridge().forceSync();

            int found = 0;
            for (int i = 0; i < QUERIES; i++) {
                String word = words.get(i * (words.size() / QUERIES));
                Set<String> truth = ids(collection, SearchRequest.like(word).exact(true));
                Set<String> answer = ids(collection, SearchRequest.like(word).ef(100));
                answer.retainAll(truth);
                found += answer.size();
            }
            double recall = found / (10.0 * QUERIES);
            System.out.printf("recall@10 of %d words at ef 100: %.4f%n", words.size(), recall);
            assertThat(recall).isGreaterThanOrEqualTo(0.98);
        }
    }

    private static Set<String> ids(VectorCollection collection, SearchRequest.Builder request) {
        return collection.search(request.k(10).build()).hits().stream()
                .map(SearchResult.Hit::id)
                .collect(Collectors.toSet());
    }
}
