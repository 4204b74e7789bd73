package io.vexfs.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What only the model promises; the rest is in the conformance suite. */
class MemoryBridgeTest {
    private static final OperationContext NOBODY = OperationContext.none();

    private final MemoryBridge bridge = new MemoryBridge();

    private VectorFile index(String path, long fileId, float... vector) {
        return bridge.files().index(path, stamp(fileId), List.of(VectorRow.of(vector)), true, NOBODY);
    }

    private static FileStamp stamp(long fileId) {
        return new FileStamp(fileId, 1, 1, 1, 1);
    }

    @Test
    void move_collectionDirectory_renamesTheCollectionAndWhatIsInIt() {
        bridge.createCollection("/a/words", new CollectionSettings(DistanceMetric.L2, 0));
        index("/a/words/x.vec", 1, 1, 2);
        bridge.put("/a/words", new StoredVector("own", new float[] {3, 4}, Metadata.empty()), NOBODY);

        bridge.files().move("/a", "/b", NOBODY);

        assertThat(bridge.collection("/a/words")).isEmpty();
        assertThat(bridge.search(
                                SearchRequest.nearest(new float[] {1, 2})
                                        .collection("/b/words")
                                        .build(),
                                NOBODY)
                        .hits())
                .extracting(Hit::path)
                .containsExactly("/b/words/x.vec", "/b/words/.vectors/own.vec");
        assertThat(bridge.files().file(1))
                .get()
                .extracting(VectorFile::collection)
                .isEqualTo("/b/words");
    }

    @Test
    void move_ontoTheSameFile_keepsBothNames() {
        index("/a.vec", 1, 1, 2);
        bridge.files().link("/a.vec", "/b.vec", NOBODY);

        bridge.files().move("/a.vec", "/b.vec", NOBODY);

        assertThat(bridge.files().file("/a.vec")).isPresent();
        assertThat(bridge.files().file("/b.vec"))
                .get()
                .extracting(VectorFile::path)
                .isEqualTo("/a.vec");
    }

    @Test
    void move_ofUnknownFile_takesTheTargetsName() {
        index("/a.vec", 1, 1, 2);

        bridge.files().move("/notes.txt", "/a.vec", NOBODY);

        assertThat(bridge.files().file(1)).isEmpty();
        assertThat(bridge.collection("/"))
                .get()
                .extracting(info -> info.dimensions())
                .isEqualTo(0);
    }

    @Test
    void move_intoItself_isRefused() {
        index("/a/x.vec", 1, 1, 2);

        assertThatThrownBy(() -> bridge.files().move("/a", "/a/b", NOBODY))
                .isInstanceOf(VexfsException.class)
                .hasMessage("move: expected a place outside of /a and below the root, was /a/b");
    }

    @Test
    void move_ontoCollectionThatHoldsVectors_isRefusedAndChangesNothing() {
        bridge.createCollection("/words", CollectionSettings.DEFAULT);
        bridge.put("/words", new StoredVector("x", new float[] {1, 2}, Metadata.empty()), NOBODY);
        index("/a/x.vec", 1, 1, 2);

        assertThatThrownBy(() -> bridge.files().move("/a", "/words", NOBODY))
                .isInstanceOfSatisfying(
                        VexfsException.class, e -> assertThat(e.error()).isEqualTo(FuseVexfsError.NOT_EMPTY));
        assertThat(bridge.files().file("/a/x.vec")).isPresent();
    }

    @Test
    void index_throughFileName_isRefused() {
        index("/a.vec", 1, 1, 2);

        assertThatThrownBy(() -> index("/a.vec/b.vec", 2, 1, 2))
                .hasMessage("expected a directory, was a file: /a.vec in /a.vec/b.vec");
    }

    @Test
    void refuse_conflict_keepsTheVectors() {
        index("/a.vec", 1, 1, 2);

        VectorFile file =
                bridge.files().refuse("/a.vec", stamp(1), new FileStatus(FileStatus.Kind.CONFLICT, "is empty"), NOBODY);

        assertThat(file.rows()).isEqualTo(1);
        assertThat(bridge.get("/", "/a.vec")).isPresent();
    }

    @Test
    void like_idOfTheCallerEqualToPath_meansTheCallers() {
        index("/a.vec", 1, 1, 0);
        bridge.put("/", new StoredVector("/a.vec", new float[] {0, 1}, Metadata.empty()), NOBODY);

        List<Hit> hits =
                bridge.search(SearchRequest.like("/a.vec").build(), NOBODY).hits();

        assertThat(hits).extracting(Hit::path, Hit::distance).containsExactly(tuple("/a.vec", 1.0));
    }

    @Test
    void reopened_whileOpen_isRefused() {
        assertThatThrownBy(() -> bridge.reopened(false)).hasMessage("the model is still open: close it first");
    }

    @Test
    void reopened_readOnly_refusesWritesAndAnswersSearches() {
        index("/a.vec", 1, 1, 0);
        bridge.close();

        MemoryBridge again = bridge.reopened(true);

        assertThat(again.search(SearchRequest.nearest(new float[] {1, 0}).build(), NOBODY)
                        .hits())
                .hasSize(1);
        assertThatThrownBy(() -> again.files().remove("/a.vec", NOBODY)).hasMessage("the bridge takes no writes");
    }
}
