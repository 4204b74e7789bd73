package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static io.vexfs.testkit.conformance.Samples.L2;
import static io.vexfs.testkit.conformance.Samples.NOBODY;
import static io.vexfs.testkit.conformance.Samples.ids;
import static io.vexfs.testkit.conformance.Samples.index;
import static io.vexfs.testkit.conformance.Samples.indexRows;
import static io.vexfs.testkit.conformance.Samples.info;
import static io.vexfs.testkit.conformance.Samples.near;
import static io.vexfs.testkit.conformance.Samples.search;
import static io.vexfs.testkit.conformance.Samples.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VectorRow;
import io.vexfs.testkit.assertions.VexfsAssertions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a bridge promises about the vectors of files; part of {@link BridgeConformance}. */
public interface FileVectorsConformance extends BridgeFixture {
    /** A file's row has the file's path as id, its metadata, and belongs to the nearest collection above. */
    @Test
    default void index_oneRow_isFoundByItsPath() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/a", L2);
            VectorRow row = new VectorRow(Optional.empty(), new float[] {1, 2}, Metadata.of("t", "x"));

            VectorFile file = bridge.files().index("/a/b/x.vec", stamp(7), List.of(row), true, NOBODY);

            assertThat(file).isEqualTo(new VectorFile("/a/b/x.vec", stamp(7), "/a", 1, FileStatus.INDEXED));
            assertThat(bridge.files().file("/a/b/x.vec")).contains(file);
            assertThat(bridge.files().file(7)).contains(file);
            assertThat(bridge.get("/a", "/a/b/x.vec").orElseThrow().metadata()).isEqualTo(Metadata.of("t", "x"));
            assertThat(info(bridge, "/a").dimensions()).isEqualTo(2);
            assertThat(info(bridge, "/").size()).isZero();
        }
    }

    /** Several rows carry their numbers; a rewrite replaces them all. */
    @Test
    default void index_rewritten_replacesEveryRow() {
        try (Bridge bridge = open()) {
            indexRows(bridge, "/m.vec", 1, new float[] {1, 0}, new float[] {0, 1}, new float[] {1, 1});
            assertThat(ids(bridge, "/")).containsExactly("/m.vec#0", "/m.vec#1", "/m.vec#2");

            VectorFile file = indexRows(bridge, "/m.vec", 1, new float[] {2, 1});

            assertThat(file.rows()).isEqualTo(1);
            assertThat(ids(bridge, "/")).containsExactly("/m.vec");
            assertThat(info(bridge, "/").size()).isEqualTo(1);
            VexfsAssertions.assertThat(search(bridge, near("/", 0, 1))).hasIds("/m.vec");
        }
    }

    /** A file that was refused at index leaves everything as it was. */
    @Test
    default void index_badRows_changesNothing() {
        try (Bridge bridge = open()) {
            index(bridge, "/a.vec", 1, 1, 2);
            index(bridge, "/b.vec", 2, 3, 4);

            assertThatVexfs(() -> index(bridge, "/a.vec", 1, 1, 2, 3))
                    .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                    .withMessageContaining("expected 2", "was 3", "/a.vec");
            assertThatVexfs(() -> index(bridge, "/a.vec", 1, 1, Float.NaN))
                    .failsWith(FuseVexfsError.INVALID_VECTOR)
                    .withMessageContaining("/a.vec");
            assertThatVexfs(() -> index(bridge, "/c.vec", 3, 0, 0)).failsWith(FuseVexfsError.INVALID_VECTOR);

            assertThat(bridge.get("/", "/a.vec").orElseThrow().vector()).containsExactly(1, 2);
            assertThat(bridge.files().file("/c.vec")).isEmpty();
        }
    }

    /** The first dedicated file fixes the dimensions, others do not; the one that fixed them may change them. */
    @Test
    default void index_fixingDimensions_followsTheOneFile() {
        try (Bridge bridge = open()) {
            List<VectorRow> rows = List.of(VectorRow.of(1, 2));
            assertThatVexfs(() -> bridge.files().index("/a.npy", stamp(1), rows, false, NOBODY))
                    .failsWith(FuseVexfsError.DIMENSION_MISMATCH);
            assertThat(info(bridge, "/").dimensions()).isZero();

            index(bridge, "/a.vec", 2, 1, 2, 3);
            index(bridge, "/a.vec", 2, 1, 2);
            assertThat(info(bridge, "/").dimensions()).isEqualTo(2);

            bridge.files().index("/a.npy", stamp(1), rows, false, NOBODY);
            assertThat(info(bridge, "/").size()).isEqualTo(2);
        }
    }

    /** When everything is gone, the dimensions are too. */
    @Test
    default void remove_lastVector_freesTheDimensions() {
        try (Bridge bridge = open()) {
            index(bridge, "/a.vec", 1, 1, 2, 3);
            bridge.files().remove("/a.vec", NOBODY);

            assertThat(info(bridge, "/").dimensions()).isZero();
            index(bridge, "/b.vec", 2, 1, 2);
        }
    }

    /** A refused file keeps its reason and loses its vectors, except in a conflict. */
    @Test
    default void refuse_eachStatus_keepsReasonAndDropsVectors() {
        try (Bridge bridge = open()) {
            index(bridge, "/a.vec", 1, 1, 2);
            FileStatus conflict = new FileStatus(FileStatus.Kind.CONFLICT, "is empty");

            VectorFile kept = bridge.files().refuse("/a.vec", stamp(1), conflict, NOBODY);

            assertThat(kept.status()).isEqualTo(conflict);
            assertThat(bridge.get("/", "/a.vec")).isPresent();

            FileStatus invalid = new FileStatus(FileStatus.Kind.INVALID, "line 3");
            VectorFile refused = bridge.files().refuse("/a.vec", stamp(1), invalid, NOBODY);

            assertThat(refused.status().text()).isEqualTo("invalid: line 3");
            assertThat(refused.rows()).isZero();
            assertThat(bridge.files().file("/a.vec")).contains(refused);
            assertThat(bridge.get("/", "/a.vec")).isEmpty();
            VexfsAssertions.assertThat(search(bridge, near("/", 1, 2))).isEmpty();
            assertThat(index(bridge, "/a.vec", 1, 1, 2).status()).isEqualTo(FileStatus.INDEXED);
        }
    }

    /** A file without rows is in no collection: it is shown under the one above it, wherever it is moved. */
    @Test
    default void move_refusedFile_isShownUnderTheCollectionAbove() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/d", new CollectionSettings(DistanceMetric.L2, 0));
            index(bridge, "/d/a.vec", 1, 1, 2);
            bridge.files().refuse("/d/a.vec", stamp(1), new FileStatus(FileStatus.Kind.INVALID, "line 3"), NOBODY);
            assertThat(bridge.files().file("/d/a.vec").orElseThrow().collection())
                    .isEqualTo("/d");
            bridge.files().move("/d/a.vec", "/a.vec", NOBODY);
            assertThat(bridge.files().file("/a.vec").orElseThrow().collection()).isEqualTo("/");
        }
    }

    /** Removing a directory takes the names below it, and no other name of the same files. */
    @Test
    default void remove_directory_takesTheNamesBelowIt() {
        try (Bridge bridge = open()) {
            VectorFile kept = index(bridge, "/kept.vec", 1, 1, 0);
            bridge.files().link("/kept.vec", "/d/link.vec", NOBODY);
            index(bridge, "/d/e/gone.vec", 2, 0, 1);
            assertThat(bridge.files().remove("/d", NOBODY)).isTrue();
            assertThat(bridge.files().file("/d/link.vec")).isEmpty();
            assertThat(bridge.files().file("/d/e/gone.vec")).isEmpty();
            assertThat(bridge.files().file("/kept.vec").orElseThrow().stamp()).isEqualTo(kept.stamp());
            assertThat(bridge.files().remove("/d", NOBODY)).isFalse();
        }
    }

    /** A removed file is gone everywhere, and the second remove says so. */
    @Test
    default void remove_file_isGoneEverywhere() {
        try (Bridge bridge = open()) {
            index(bridge, "/a.vec", 1, 1, 2);
            index(bridge, "/b.vec", 2, 2, 1);

            assertThat(bridge.files().remove("/a.vec", NOBODY)).isTrue();

            assertThat(bridge.files().remove("/a.vec", NOBODY)).isFalse();
            assertThat(bridge.files().file(1)).isEmpty();
            assertThat(ids(bridge, "/")).containsExactly("/b.vec");
            VexfsAssertions.assertThat(search(bridge, near("/", 1, 2))).hasIds("/b.vec");
        }
    }

    /** A link is another name; the vectors go with the last one, and are shown under the oldest. */
    @Test
    default void link_secondName_keepsTheVectorsUntilTheLast() {
        try (Bridge bridge = open()) {
            index(bridge, "/a.vec", 1, 1, 2);
            bridge.files().link("/a.vec", "/d/b.vec", NOBODY);
            bridge.files().link("/none.vec", "/c.vec", NOBODY);

            assertThat(ids(bridge, "/")).containsExactly("/a.vec");
            assertThat(bridge.files().file("/d/b.vec")).isEqualTo(bridge.files().file("/a.vec"));
            assertThat(bridge.files().file("/c.vec")).isEmpty();

            bridge.files().remove("/a.vec", NOBODY);
            assertThat(ids(bridge, "/")).containsExactly("/d/b.vec");
            bridge.files().remove("/d/b.vec", NOBODY);
            assertThat(ids(bridge, "/")).isEmpty();
        }
    }

    /** A renamed file keeps its vectors under the new name. */
    @Test
    default void move_file_isFoundUnderItsNewName() {
        try (Bridge bridge = open()) {
            index(bridge, "/a.vec", 1, 1, 2);

            bridge.files().move("/a.vec", "/d/b.vec", NOBODY);

            assertThat(bridge.files().file("/a.vec")).isEmpty();
            assertThat(bridge.get("/", "/a.vec")).isEmpty();
            VexfsAssertions.assertThat(search(bridge, near("/", 1, 2))).hasPaths("/d/b.vec");
            assertThat(bridge.files().file(1))
                    .get()
                    .extracting(VectorFile::path)
                    .isEqualTo("/d/b.vec");
        }
    }

    /** A file renamed over another keeps its own vectors; the other's go. */
    @Test
    default void move_ontoFile_replacesIt() {
        try (Bridge bridge = open()) {
            index(bridge, "/a.vec", 1, 1, 2);
            index(bridge, "/b.vec", 2, 2, 1);

            bridge.files().move("/a.vec", "/b.vec", NOBODY);

            assertThat(bridge.files().file(2)).isEmpty();
            assertThat(ids(bridge, "/")).containsExactly("/b.vec");
            assertThat(bridge.get("/", "/b.vec").orElseThrow().vector()).containsExactly(1, 2);
        }
    }

    /** An unknown file renamed over a known one takes its name away. */
    @Test
    default void move_unknownOntoFile_takesItsName() {
        try (Bridge bridge = open()) {
            index(bridge, "/a.vec", 1, 1, 2);

            bridge.files().move("/notes.txt", "/a.vec", NOBODY);

            assertThat(bridge.files().file("/a.vec")).isEmpty();
            assertThat(ids(bridge, "/")).isEmpty();
        }
    }

    /** A renamed directory takes everything below along, and nothing that only begins alike. */
    @Test
    default void move_directory_takesEverythingBelow() {
        try (Bridge bridge = open()) {
            index(bridge, "/d/a.vec", 1, 1, 2);
            index(bridge, "/d/e/b.vec", 2, 2, 1);
            index(bridge, "/d2/c.vec", 3, 1, 1);

            bridge.files().move("/d", "/n/m", NOBODY);

            assertThat(ids(bridge, "/")).containsExactly("/d2/c.vec", "/n/m/a.vec", "/n/m/e/b.vec");
            VexfsAssertions.assertThat(search(bridge, near("/", 1, 2).below("/n")))
                    .hasPaths("/n/m/a.vec", "/n/m/e/b.vec");
            VexfsAssertions.assertThat(search(bridge, near("/", 1, 2).below("/d")))
                    .isEmpty();
        }
    }

    /** A renamed directory that is a collection is one under its new name. */
    @Test
    default void move_collectionDirectory_renamesTheCollection() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/d/words", L2);
            index(bridge, "/d/words/a.vec", 1, 1, 2);
            Samples.put(bridge, "/d/words", "own", 5, 5);

            bridge.files().move("/d", "/n", NOBODY);

            assertThat(bridge.collection("/d/words")).isEmpty();
            assertThat(ids(bridge, "/n/words")).containsExactly("/n/words/a.vec", "own");
            assertThat(bridge.files().collectionOf("/n/words/x/y.vec")).isEqualTo("/n/words");
            VexfsAssertions.assertThat(search(bridge, near("/n/words", 1, 2)))
                    .hasPaths("/n/words/a.vec", "/n/words/.vectors/own.vec");
        }
    }

    /** A move between collections succeeds; the vectors follow when the file is indexed again. */
    @Test
    default void move_betweenCollections_followsWhenIndexedAgain() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/a", L2);
            bridge.createCollection("/b", L2);
            index(bridge, "/a/x.vec", 1, 1, 2);

            bridge.files().move("/a/x.vec", "/b/x.vec", NOBODY);
            assertThat(bridge.files().file(1))
                    .get()
                    .extracting(VectorFile::collection)
                    .isEqualTo("/a");
            assertThat(bridge.files().collectionOf("/b/x.vec")).isEqualTo("/b");

            index(bridge, "/b/x.vec", 1, 1, 2);
            assertThat(ids(bridge, "/a")).isEmpty();
            assertThat(ids(bridge, "/b")).containsExactly("/b/x.vec");
            assertThat(info(bridge, "/a").dimensions()).isZero();
        }
    }

    /** The nearest collection at or above. */
    @Test
    default void collectionOf_nested_isTheNearest() {
        try (Bridge bridge = open()) {
            bridge.createCollection("/a", L2);
            bridge.createCollection("/a/b/c", L2);

            assertThat(bridge.files().collectionOf("/x.vec")).isEqualTo("/");
            assertThat(bridge.files().collectionOf("/ab/x.vec")).isEqualTo("/");
            assertThat(bridge.files().collectionOf("/a/b/x.vec")).isEqualTo("/a");
            assertThat(bridge.files().collectionOf("/a/b/c")).isEqualTo("/a/b/c");
        }
    }

    /** Each known file at or below a directory, refused ones as well, once. */
    @Test
    default void forEachBelow_directory_givesEachOnce() {
        try (Bridge bridge = open()) {
            index(bridge, "/d/a.vec", 1, 1, 2);
            bridge.files().link("/d/a.vec", "/d/link.vec", NOBODY);
            bridge.files().refuse("/d/e/b.vec", stamp(2), new FileStatus(FileStatus.Kind.INVALID, "empty"), NOBODY);
            index(bridge, "/d2/c.vec", 3, 1, 1);
            List<String> below = new ArrayList<>();

            bridge.files().forEachBelow("/d", file -> below.add(file.path()));

            assertThat(below).containsExactlyInAnyOrder("/d/a.vec", "/d/e/b.vec");
        }
    }

    /** Names that are not UTF-8, and names with the row's sign, come back. */
    @Test
    default void index_oddNames_comeBack() {
        try (Bridge bridge = open()) {
            index(bridge, "/%FFa%23b%25.vec", 1, 1, 2);
            index(bridge, "/ü n.vec", 2, 2, 1);

            assertThat(ids(bridge, "/")).containsExactly("/%FFa%23b%25.vec", "/ü n.vec");
            assertThat(bridge.get("/", "/%FFa%23b%25.vec")).isPresent();
        }
    }
}
