package io.vexfs.testkit.integration;

import static io.vexfs.testkit.mount.VectorPlace.hit;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.data.Recall;
import io.vexfs.testkit.mount.VectorPlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The three ways to search: right, in agreement, and fast enough. */
final class SearchChecks {
    private static final double NANOS_PER_MILLI = 1e6;

    private SearchChecks() {}

    static List<IntegrationCheck> all() {
        return List.of(
                check("search_manyQueries_haveTheRecallAndTheLatency", SearchChecks::recall),
                check("search_threeWays_agree", SearchChecks::ways),
                check("search_everyKey_isKept", SearchChecks::keys),
                check("search_whileFilesChange_isNeverStale", SearchChecks::changes));
    }

    private static IntegrationCheck check(String name, IntegrationCheck.Body body) {
        return new IntegrationCheck(Area.SEARCH, name, body);
    }

    private static String recall(IntegrationMount mount) {
        TestConfiguration configuration = mount.configuration();
        VectorPlace place = mount.collection();
        List<float[]> vectors = mount.vectors(configuration.vectors(), 10);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            names.add("v" + i + ".vec");
            place.place().write(names.get(i), IntegrationMount.text(vectors.get(i)));
        }
        double sum = 0;
        long[] nanos = new long[configuration.queries()];
        List<float[]> queries = mount.vectors(configuration.queries(), 11);
        for (int i = 0; i < queries.size(); i++) {
            long start = System.nanoTime();
            List<String> found = mount.found(place, queries.get(i));
            nanos[i] = System.nanoTime() - start;
            sum += Recall.ofIds(found, mount.truth(vectors, names, queries.get(i)));
        }
        double recall = sum / queries.size();
        Arrays.sort(nanos);
        double millis = nanos[(int) Math.min(nanos.length - 1, Math.ceil(nanos.length * 0.99))] / NANOS_PER_MILLI;
        assertThat(recall).as("recall").isGreaterThanOrEqualTo(configuration.recallMin());
        assertThat(millis).as("p99 of a search in ms").isLessThanOrEqualTo(configuration.searchMillisMax());
        return String.format(Locale.ROOT, "recall %.3f, p99 %.2f ms", recall, millis);
    }

    private static String ways(IntegrationMount mount) {
        VectorPlace place = mount.collection().with("a.vec", "b.vec", "c.vec", "d.vec", "e.vec");
        place.place().write("q.search", "like: b.vec\nk: 3\n");
        List<String> expected = List.of(hit("a.vec", 1), hit("c.vec", 1), hit("d.vec", 2));
        assertThat(place.results("q.search.results")).isEqualTo(expected);
        assertThat(place.json("{\"collection\":\"" + place.place().path() + "\",\"like\":\"b.vec\",\"k\":3}"))
                .isEqualTo(expected);
        assertThat(place.place().names(".search/like=b.vec,k=3"))
                .containsExactly("0001-a.vec", "0002-c.vec", "0003-d.vec");
        return "";
    }

    private static String keys(IntegrationMount mount) {
        VectorPlace place = mount.collection().with("a.vec", "b.vec", "c.vec");
        place.place().calls().mkdir("below", 0755);
        place.place().write("below/d.vec", "4 0\n");
        String begin = "{\"collection\":\"" + place.place().path() + "\",\"vector\":[0,0],";
        assertThat(place.json(begin + "\"k\":1}")).containsExactly(hit("a.vec", 1));
        assertThat(place.json(begin + "\"threshold\":2.5}")).containsExactly(hit("a.vec", 1), hit("b.vec", 2));
        assertThat(place.json(begin + "\"in\":\"below\"}")).containsExactly(hit("below/d.vec", 4));
        assertThat(place.json(begin + "\"ef\":200,\"k\":4}")).hasSize(4);
        return "";
    }

    private static String changes(IntegrationMount mount) {
        VectorPlace place = mount.collection().with("far.vec");
        for (int i = 0; i < mount.configuration().queries(); i++) {
            place.place().write("near.vec", (100 + i) + " 0\n");
            assertThat(place.near(100 + i).get(0)).isEqualTo(hit("near.vec", 0));
        }
        place.place().calls().unlink("near.vec");
        assertThat(place.near(100)).containsExactly(hit("far.vec", 99));
        return mount.configuration().queries() + " changes";
    }
}
