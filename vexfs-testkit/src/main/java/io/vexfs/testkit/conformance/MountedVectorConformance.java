package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.MountSuite.refused;
import static io.vexfs.testkit.mount.PosixCalls.O_CREAT;
import static io.vexfs.testkit.mount.PosixCalls.O_TRUNC;
import static io.vexfs.testkit.mount.PosixCalls.O_WRONLY;
import static io.vexfs.testkit.mount.VectorPlace.hit;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import io.vexfs.testkit.mount.VectorPlace;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Files that are vectors: read when they are closed, and followed wherever they go. */
public interface MountedVectorConformance extends MountSuite {
    /** Once close has returned, every search finds what was saved. */
    @Test
    default void close_vectorFile_isFoundAtOnce(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place);
        for (int i = 1; i <= 30; i++) {
            place.write("v" + i + ".vec", i + " 0\n");
            assertThat(vectors.near(i).get(0)).isEqualTo(hit("v" + i + ".vec", 0));
        }
        assertThat(vectors.near(0)).hasSize(30);
        assertThat(vectors.status("v1.vec")).hasValue("indexed");
        assertThat(place.attribute("v1.vec", "user.vexfs.id")).hasValue(place.path() + "/v1.vec");
        assertThat(place.attribute("v1.vec", "user.vexfs.dimensions")).hasValue("2");
        assertThat(place.attribute("v1.vec", "user.vexfs.metric")).hasValue("l2");
    }

    /** Saved again, a file has its new vector and not the old one. */
    @Test
    default void rewrite_vectorFile_replacesItsVector(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec", "b.vec");
        place.write("a.vec", "9 0\n");
        assertThat(vectors.near(9)).containsExactly(hit("a.vec", 0), hit("b.vec", 7));
        place.write("a.vec", "3 0\n4 0\n");
        assertThat(vectors.near(3)).containsExactly(hit("a.vec#0", 0), hit("a.vec#1", 1), hit("b.vec", 1));
        place.write("a.vec", "4 0\n");
        assertThat(vectors.near(4)).containsExactly(hit("a.vec", 0), hit("b.vec", 2));
    }

    /** What is no vector keeps its bytes; close, the status and the log of errors say why. */
    @Test
    default void close_noVector_saysWhyAndKeepsTheBytes(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec");
        PosixCalls calls = place.calls();
        for (String text : new String[] {"words", "1 nan", "1 2 3"}) {
            int open = calls.open("bad.vec", O_WRONLY | O_CREAT | O_TRUNC, 0644);
            calls.writeAt(open, text.getBytes(StandardCharsets.US_ASCII), 0);
            refused(() -> calls.close(open), "EINVAL");
            assertThat(place.read("bad.vec")).isEqualTo(text);
            assertThat(vectors.status("bad.vec").orElse("none"))
                    .startsWith(text.equals("1 2 3") ? "wrong-dimensions: " : "invalid: ");
        }
        assertThat(vectors.near(1)).containsExactly(hit("a.vec", 0));
        int log = place.root().open(".vexfs/errors.jsonl", PosixCalls.O_RDONLY, 0);
        assertThat(Place.read(place.root(), log)).contains(place.path() + "/bad.vec");
        place.root().close(log);
    }

    /** A file that becomes no vector loses the one that it had. */
    @Test
    default void rewrite_byNoVector_forgetsTheOldOne(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec", "b.vec");
        refused(() -> place.write("a.vec", "words"), "EINVAL");
        assertThat(vectors.near(1)).containsExactly(hit("b.vec", 1));
        place.write("a.vec", "1 0");
        assertThat(vectors.near(1)).containsExactly(hit("a.vec", 0), hit("b.vec", 1));
    }

    /** Making and emptying a file never fails, as a shell's redirection begins with that. */
    @Test
    default void close_emptyFile_isNoFailure(Place place) {
        VectorPlace.euclidean(place);
        PosixCalls calls = place.calls();
        calls.close(calls.open("a.vec", O_WRONLY | O_CREAT | O_TRUNC, 0644));
        calls.close(calls.open("a.vec", O_WRONLY | O_CREAT | O_TRUNC, 0644));
        assertThat(calls.stat("a.vec").size()).isZero();
    }

    /** Renamed, a vector is found under its new name alone, and over another it replaces that. */
    @Test
    default void rename_vectorFile_isFoundUnderItsNewName(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec", "b.vec");
        place.calls().rename("a.vec", "c.vec");
        assertThat(vectors.near(1)).containsExactly(hit("c.vec", 0), hit("b.vec", 1));
        place.calls().rename("c.vec", "b.vec");
        assertThat(vectors.near(1)).containsExactly(hit("b.vec", 0));
        place.calls().rename("b.vec", "b.txt");
        assertThat(vectors.near(1)).isEmpty();
        place.calls().rename("b.txt", "d.vec");
        assertThat(vectors.near(1)).containsExactly(hit("d.vec", 0));
    }

    /** With its directory every vector in it has a new path. */
    @Test
    default void rename_directory_renamesItsVectors(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place);
        place.calls().mkdir("d", 0755);
        place.calls().mkdir("d/e", 0755);
        vectors.with("d/a.vec", "d/e/b.vec");
        place.calls().rename("d", "g");
        assertThat(vectors.near(1)).containsExactly(hit("g/a.vec", 0), hit("g/e/b.vec", 1));
    }

    /** Unlinked, a vector is gone, unless it has another name. */
    @Test
    default void unlink_vectorFile_isGoneWithItsLastName(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec", "b.vec");
        place.calls().link("a.vec", "c.vec");
        assertThat(vectors.near(1)).hasSize(2);
        place.calls().unlink("a.vec");
        assertThat(vectors.near(1)).containsExactly(hit("c.vec", 0), hit("b.vec", 1));
        place.calls().unlink("c.vec");
        assertThat(vectors.near(1)).containsExactly(hit("b.vec", 1));
    }

    /** Editors write aside and rename. */
    @Test
    default void save_asideAndRenamed_replacesTheVector(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec");
        place.write(".a.vec.tmp1", "5 0\n");
        place.calls().rename(".a.vec.tmp1", "a.vec");
        assertThat(vectors.near(5)).containsExactly(hit("a.vec", 0));
        assertThat(vectors.status("a.vec")).hasValue("indexed");
    }

    /** A truncated file is read again within some seconds, without any further close. */
    @Test
    default void truncate_vectorFile_isReadSoon(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place);
        place.write("a.vec", "1 0\n2 0\n");
        assertThat(vectors.near(1)).hasSize(2);
        place.calls().truncate("a.vec", 4);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (vectors.near(1).size() != 1 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        assertThat(vectors.near(1)).containsExactly(hit("a.vec", 0));
    }

    /** Other files are just files, whatever they hold and whatever they are called. */
    @Test
    default void close_otherFile_isNoVector(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec");
        place.write("notes.txt", "1 0\n");
        place.write("app.jsonl", "{\"message\":\"started\"}\n");
        place.write("vec", "1 0\n");
        assertThat(vectors.near(1)).containsExactly(hit("a.vec", 0));
        assertThat(vectors.status("notes.txt")).isEmpty();
        place.write("b.jsonl", "{\"vector\":[2,0],\"metadata\":{\"year\":2026}}\n");
        assertThat(vectors.near(2)).containsExactly(hit("b.jsonl", 0), hit("a.vec", 1));
    }

    /** Generated attributes are read and not listed; a user's own are listed. */
    @Test
    default void attributes_generated_areNotListed(Place place) {
        VectorPlace.euclidean(place).with("a.vec");
        place.putAttribute("a.vec", "user.color", "red");
        assertThat(place.calls().attributes("a.vec")).containsExactly("user.color");
        assertThat(place.attribute("a.vec", "user.color")).hasValue("red");
    }

    /** A directory becomes a collection by a setting; an impossible setting is refused. */
    @Test
    default void collection_ofADirectory_isItsOwn(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec");
        place.calls().mkdir("inner", 0755);
        place.putAttribute("inner", "user.vexfs.metric", "cosine");
        place.write("inner/x.vec", "1 2 3\n");
        assertThat(place.attribute("inner/x.vec", "user.vexfs.metric")).hasValue("cosine");
        assertThat(place.attribute("inner/x.vec", "user.vexfs.dimensions")).hasValue("3");
        assertThat(vectors.near(1)).containsExactly(hit("a.vec", 0));
        refused(() -> place.putAttribute(".", "user.vexfs.metric", "manhattan"), "EINVAL");
        refused(() -> place.putAttribute(".", "user.vexfs.dimensions", "3"), "ENOTEMPTY", "EINVAL");
        refused(() -> place.putAttribute(".", "user.vexfs.dimensions", "many"), "EINVAL");
    }

    /** Vectors, the renamed, rewritten and removed ones too, and the settings of their collection. */
    @Test
    default void remount_vectors_areAsTheyWere(Place place) throws Exception {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec", "b.vec", "c.vec", "d.vec");
        place.calls().rename("a.vec", "renamed.vec");
        place.write("b.vec", "8 0\n");
        place.calls().unlink("c.vec");
        place.remount();
        assertThat(vectors.near(1)).containsExactly(hit("renamed.vec", 0), hit("d.vec", 3), hit("b.vec", 7));
        assertThat(vectors.status("renamed.vec")).hasValue("indexed");
        assertThat(place.attribute("d.vec", "user.vexfs.metric")).hasValue("l2");
        place.write("e.vec", "1 0\n");
        assertThat(vectors.near(1)).startsWith(hit("e.vec", 0), hit("renamed.vec", 0));
    }
}
