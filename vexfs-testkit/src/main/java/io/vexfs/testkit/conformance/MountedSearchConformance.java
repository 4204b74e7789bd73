package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.MountSuite.refused;
import static io.vexfs.testkit.mount.VectorPlace.hit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import io.vexfs.testkit.mount.VectorPlace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Searches by files: as a directory, as a file of results, as a conversation in JSON. */
public interface MountedSearchConformance extends MountSuite {
    /** Links to the neighbours, best first, relative, and readable. */
    @Test
    default void directory_ofAQuery_listsLinksInOrder(Place place) {
        VectorPlace.euclidean(place).with("a.vec", "b.vec", "c.vec", "d.vec");
        PosixCalls calls = place.calls();
        assertThat(place.names(".search/like=b.vec,k=3")).containsExactly("0001-a.vec", "0002-c.vec", "0003-d.vec");
        assertThat(place.names(".search/vector=3.9 0,k=2")).containsExactly("0001-d.vec", "0002-c.vec");
        assertThat(calls.readlink(".search/like=b.vec,k=3/0003-d.vec")).isEqualTo("../../d.vec");
        assertThat(place.read(".search/like=b.vec,k=3/0002-c.vec")).isEqualTo("3 0\n");
        assertThat(calls.lstat(".search/like=b.vec,k=3/0001-a.vec").type()).isEqualTo(0120000);
    }

    /** Every key does what it says. */
    @Test
    default void directory_everyKey_isKept(Place place) {
        VectorPlace.euclidean(place).with("a.vec", "b.vec", "c.vec", "d.vec");
        place.calls().mkdir("inner", 0755);
        place.write("inner/e.vec", "5 0\n");
        assertThat(place.names(".search/like=a.vec")).hasSize(4);
        assertThat(place.names(".search/like=a.vec,k=1")).containsExactly("0001-b.vec");
        assertThat(place.names(".search/like=a.vec,threshold=2")).containsExactly("0001-b.vec", "0002-c.vec");
        assertThat(place.names(".search/like=a.vec,in=inner")).containsExactly("0001-e.vec");
        assertThat(place.names("inner/.search/like=e.vec,in=.")).isEmpty();
        assertThat(place.names(".search/like=inner%2Fe.vec,k=1")).containsExactly("0001-d.vec");
        assertThat(place.names(".search/like=a.vec,ef=100,k=2")).hasSize(2);
    }

    /** What is no query has its error, and nothing is listed for it. */
    @Test
    default void directory_ofNoQuery_isRefused(Place place) {
        VectorPlace.euclidean(place).with("a.vec");
        for (String query : new String[] {
            "like=a.vec,speed=1", "k=3", "like=a.vec,k=0", "like=a.vec,k=many", "vector=1", "like=a.vec,k=20000"
        }) {
            refused(() -> place.names(".search/" + query), "EINVAL");
        }
        refused(() -> place.names(".search/nonsense"), "EINVAL", "ENOENT");
        refused(() -> place.names(".search/like=missing.vec"), "ENOENT");
        refused(() -> place.calls().mkdir(".search/new", 0755), "EPERM", "EACCES", "EINVAL", "EROFS");
        refused(() -> place.write(".search/like=a.vec/x", "x"), "EPERM", "EACCES", "EINVAL", "EROFS", "ENOENT");
    }

    /** What is searched through is not in the way of tools that walk the tree. */
    @Test
    default void generatedNames_areNotListed(Place place) {
        VectorPlace.euclidean(place).with("a.vec");
        place.write("q.search", "like: a.vec\n");
        assertThat(place.names(".")).containsExactly("a.vec", "q.search");
        long open = place.root().openDirectory(".");
        assertThat(Place.rest(place.root(), open)).doesNotContain(".vexfs", ".search", ".vectors");
        place.root().closeDirectory(open);
        refused(() -> place.calls().mkdir(".search", 0755), "EEXIST", "EPERM", "EACCES");
    }

    /** A saved query's results are new each time. */
    @Test
    default void savedQuery_whenFilesChange_isAnsweredAnew(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec", "b.vec", "c.vec");
        place.write("q.search", "# the two nearest\nlike: a.vec\nk: 2\n");
        assertThat(vectors.results("q.search.results")).containsExactly(hit("b.vec", 1), hit("c.vec", 2));
        place.calls().unlink("b.vec");
        assertThat(vectors.results("q.search.results")).containsExactly(hit("c.vec", 2));
        place.write("d.vec", "1.5 0\n");
        assertThat(vectors.results("q.search.results")).containsExactly(hit("d.vec", 0.5), hit("c.vec", 2));
        place.write("q.search", "vector: 3 0\nk: 1\n");
        assertThat(vectors.results("q.search.results")).containsExactly(hit("c.vec", 0));
        place.write("w.search", "like: missing.vec\n");
        assertThat(place.read("w.search.results")).startsWith("error: ").contains("missing.vec");
        refused(() -> place.write("q.search.results", "x"), "EACCES", "EPERM", "EROFS", "EINVAL");
    }

    /** JSON: hits with path and distance, in order, cut at k and at the threshold; errors by name. */
    @Test
    default void json_anyRequest_isAnswered(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place).with("a.vec", "b.vec", "c.vec");
        String begin = "{\"collection\":\"" + place.path() + "\",";
        assertThat(vectors.json(begin + "\"vector\":[3,0],\"k\":2}")).containsExactly(hit("c.vec", 0), hit("b.vec", 1));
        assertThat(vectors.json(begin + "\"like\":\"a.vec\"}")).containsExactly(hit("b.vec", 1), hit("c.vec", 2));
        assertThat(vectors.json(begin + "\"vector\":[0,0],\"threshold\":2}"))
                .containsExactly(hit("a.vec", 1), hit("b.vec", 2));
        assertThat(vectors.asked(begin + "\"vector\":[1,2,3]}")).contains("\"error\"", "DIMENSION_MISMATCH");
        assertThat(vectors.asked(begin + "\"vector\":[1,0],\"speed\":1}")).contains("\"error\"", "speed");
        assertThat(vectors.asked("nonsense\n")).contains("\"error\"");
        assertThat(vectors.asked(begin + "\"vector\":[1,0]}"))
                .contains("\"exact\":")
                .endsWith("}\n");
    }

    /** Equal distances are in the order of their names, so that two searches agree. */
    @Test
    default void hits_atTheSameDistance_areInTheOrderOfTheirIds(Place place) {
        VectorPlace vectors = VectorPlace.euclidean(place);
        for (String name : new String[] {"z.vec", "m.vec", "a.vec"}) {
            place.write(name, "1 1\n");
        }
        assertThat(vectors.json("{\"collection\":\"" + place.path() + "\",\"vector\":[1,1]}"))
                .containsExactly(hit("a.vec", 0), hit("m.vec", 0), hit("z.vec", 0));
    }

    /** One handle, one answer: two open at once do not mix. */
    @Test
    default void json_severalHandles_keepApart(Place place) {
        VectorPlace.euclidean(place).with("a.vec", "b.vec");
        PosixCalls calls = place.root();
        String begin = "{\"collection\":\"" + place.path() + "\",\"k\":1,\"vector\":[";
        int first = calls.open(".vexfs/search", PosixCalls.O_RDWR, 0);
        int second = calls.open(".vexfs/search", PosixCalls.O_RDWR, 0);
        calls.write(first, (begin + "1,0]}").getBytes(StandardCharsets.UTF_8));
        assertThat(VectorPlace.asked(calls, second, begin + "2,0]}")).contains("/b.vec");
        byte[] answer = new byte[4_096];
        int length = calls.read(first, answer);
        assertThat(new String(answer, 0, length, StandardCharsets.UTF_8)).contains("/a.vec");
        assertThat(VectorPlace.asked(calls, first, begin + "2,0]}")).contains("/b.vec");
        calls.close(first);
        calls.close(second);
    }

    /** Many clients save and search at once: each finds what it saved. */
    @Test
    default void search_byManyClientsAtOnce_findsTheirOwn(Place place) throws Exception {
        VectorPlace vectors = VectorPlace.euclidean(place);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                int number = client;
                work.add(() -> {
                    for (int round = 0; round < 10; round++) {
                        int x = 1_000 * number + round;
                        place.write("c" + number + ".vec", x + " 0\n");
                        assertThat(vectors.near(x).get(0)).isEqualTo(hit("c" + number + ".vec", 0));
                        assertThat(place.names(".search/vector=" + x + " 0,k=1"))
                                .containsExactly("0001-c" + number + ".vec");
                    }
                    return true;
                });
            }
            for (Future<Boolean> each : clients.invokeAll(work)) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** A caller sees of the answer what that caller could open. */
    @Test
    default void hits_thatTheCallerCannotOpen_areLeftOut(Place place) {
        PosixCalls calls = place.calls();
        assumeTrue(calls.privileged(), "calls as another user take root");
        place.root().chmod(".", 0755);
        calls.chmod(".", 0755);
        VectorPlace.euclidean(place).with("a.vec", "b.vec", "c.vec");
        calls.mkdir("closed", 0700);
        place.write("closed/d.vec", "1 0\n");
        calls.chmod("b.vec", 0600);
        calls.chmod("a.vec", 0644);
        calls.chmod("c.vec", 0644);
        PosixCalls other = calls.as(65_530, 65_530);
        long open = other.openDirectory(".search/like=a.vec");
        List<String> names = Place.rest(other, open);
        other.closeDirectory(open);
        assertThat(names).containsExactlyInAnyOrder(".", "..", "0001-c.vec");
        refused(() -> other.openDirectory(".search/like=b.vec"), "EACCES");
        assertThat(place.names(".search/like=a.vec")).hasSize(3);
    }
}
