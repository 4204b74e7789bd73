package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import io.vexfs.testkit.RequiresRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresFuse
@RequiresPrograms({"setfattr", "python3"})
@Timeout(400)
class SearchFilesIT {
    private static final String RESULTS = "1\t0.006116\t/b.vec\n2\t1.000000\t/d/c.vec\n";

    @TempDir
    Path directory;

    private MountedStore store;

    @BeforeEach
    void mount() {
        store = new MountedStore(
                directory,
                MountOptions.DEFAULT.toBuilder()
                        .allowOther(Caller.ownerOfProcess().user() == 0)
                        .build());
        store.sh("chmod 755 . ; echo '1 0 0' > a.vec; echo '0.9 0.1 0' > b.vec; mkdir d; echo '0 1 0' > d/c.vec")
                .ok();
    }

    @AfterEach
    void unmount() {
        store.close();
    }

    @Test
    void results_ofAQueryFile_workWithEveryReader() {
        store.sh("printf '# nearest\\nlike: a.vec\\nk: 2\\n' > q.search").ok();
        assertThat(store.sh("cat q.search.results").ok()).isEqualTo(RESULTS);
        assertThat(store.sh("cp q.search.results copy; cat copy; rm copy").ok()).isEqualTo(RESULTS);
        assertThat(store.sh("head -n 1 q.search.results").ok()).isEqualTo("1\t0.006116\t/b.vec\n");
        assertThat(store.sh("tail -n 1 q.search.results; grep -c vec q.search.results")
                        .ok())
                .isEqualTo("2\t1.000000\t/d/c.vec\n2\n");
        assertThat(store.sh("wc -c < q.search.results; stat -c %s q.search.results")
                        .ok())
                .isEqualTo(RESULTS.length() + "\n" + RESULTS.length() + "\n");
    }

    @Test
    void results_afterAChange_areSearchedAnew() {
        store.sh("echo 'like: a.vec' > q.search; cat q.search.results; echo '1 0.01 0' > n.vec")
                .ok();
        assertThat(store.sh("head -n 1 q.search.results").ok()).endsWith("/n.vec\n");
        store.sh("printf 'vector: 0 1 0\\nk: 1\\n' > q.search").ok();
        assertThat(store.sh("cat q.search.results").ok()).isEqualTo("1\t0.000000\t/d/c.vec\n");
    }

    @Test
    void results_whereMetadataMatch_holdNothingElse() {
        store.sh(
                        "echo '{\"vector\":[0,1,1],\"kind\":\"cat\"}' > cat.jsonl; printf 'vector: 1 0 0\\nwhere: kind == \"cat\"\\n' > q.search")
                .ok();
        assertThat(store.sh("cut -f 3 q.search.results").ok()).isEqualTo("/cat.jsonl\n");
        assertThat(store.sh("ls \".search/like=a.vec,where=kind in ('cat'%2C'dog')\"")
                        .ok())
                .isEqualTo("0001-cat.jsonl\n");
        store.sh("printf 'like: a.vec\\nwhere: kid == 1\\n' > q.search").ok();
        assertThat(store.sh("cat q.search.results").ok()).startsWith("error: filter: column 1: expected a field");
        String answer = store.sh("exec 3<>.vexfs/search; echo '{\"like\":\"a.vec\",\"k\":1,\"explain\":true,"
                        + "\"after\":{\"distance\":0.5,\"id\":\"x\"}}' >&3; cat <&3")
                .ok();
        assertThat(answer).contains("/cat.jsonl").contains("\"explain\":{\"plan\":\"scan\"");
    }

    @Test
    void results_ofABadQuery_sayWhy() {
        store.sh("echo 'lik: a.vec' > q.search").ok();
        assertThat(store.sh("cat q.search.results").ok())
                .isEqualTo(
                        "error: query: expected one of vector, like, k, ef, threshold, within, where, after, explain, in, was 'lik'\n");
        assertThat(store.sh("cat nothing.search.results").out()).contains("No such file");
    }

    @Test
    @RequiresRoot
    void results_ofAPrivateQuery_arePrivate() {
        store.sh("umask 077; echo 'like: a.vec' > q.search; chown 4321:4321 q.search")
                .ok();
        assertThat(store.sh("stat -c '%a %u' q.search.results").ok()).isEqualTo("400 4321\n");
        assertThat(store.sh("setpriv --reuid 4322 --regid 4322 --clear-groups cat q.search.results")
                        .out())
                .contains("Permission denied");
    }

    @Test
    void results_ofAVeryLongQuery_sayTheLimit() {
        store.sh("yes '# nothing' | head -c 5000000 > q.search").ok();
        assertThat(store.sh("cat q.search.results").ok()).startsWith("error: query: expected at most 4194304 bytes");
    }

    @Test
    void directory_ofAQuery_listsRankedLinks() {
        assertThat(store.sh("ls '.search/like=a.vec,k=5/'").ok()).isEqualTo("0001-b.vec\n0002-c.vec\n");
        assertThat(store.sh("cat .search/like=a.vec/0001-b.vec; readlink .search/like=a.vec/0002-c.vec")
                        .ok())
                .isEqualTo("0.9 0.1 0\n../../d/c.vec\n");
        assertThat(store.sh("cd d; cat .search/like=c.vec,k=1/*; ls .search/like=%2Fa.vec,in=.,k=9")
                        .ok())
                .isEqualTo("0.9 0.1 0\n0001-c.vec\n");
        assertThat(store.sh("ls .search/like=d%2Fc.vec,k=1").ok()).isEqualTo("0001-b.vec\n");
    }

    @Test
    void directory_ofSomethingElse_isNotThere() {
        assertThat(store.sh("ls .search/like=zzz").out()).contains("No such file");
        assertThat(store.sh("ls .search/nonsense").out()).contains("No such file");
        assertThat(store.sh("ls .search/lik=a.vec").out()).contains("Invalid argument");
        assertThat(store.sh("mkdir .search/x; touch .search/y; rm .search/like=a.vec/0001-b.vec")
                        .exit())
                .isNotZero();
    }

    @Test
    void lookup_ofAQueryDirectory_doesNotSearch() {
        store.sh("stat '.search/like=a.vec,k=3' >/dev/null").ok();
        assertThat(store.bridge().metrics().toString()).contains("vexfs.bridge.searches, count=0");
    }

    @Test
    void generatedNames_areNeverListed() {
        store.sh("echo 'like: a.vec' > q.search").ok();
        assertThat(store.sh("ls -A; find . | sort | tr '\\n' ' '").ok())
                .isEqualTo("a.vec\nb.vec\nd\nq.search\n. ./a.vec ./b.vec ./d ./d/c.vec ./q.search ");
    }

    @Test
    void storedVectors_withoutAFile_areReadFoundAndRemoved() {
        store.bridge().createCollection("/api", new CollectionSettings(DistanceMetric.L2, 2));
        store.bridge()
                .put("/api", new StoredVector("x/1", new float[] {1, 2}, Metadata.empty()), OperationContext.none());
        store.remount(() -> {});
        assertThat(store.sh("ls; ls api/.vectors; cat api/.vectors/x%2F1.vec | tr -s ', ' ' '")
                        .ok())
                .startsWith("a.vec\napi\nb.vec\nd\nx%2F1.vec\n")
                .containsPattern("1(\\.0)? 2(\\.0)?");
        assertThat(store.sh("cat 'api/.search/vector=1 2/'* | wc -l; rm api/.vectors/x%2F1.vec; ls api/.vectors")
                        .ok())
                .isEqualTo("1\n");
        assertThat(store.bridge().collection("/api").orElseThrow().size()).isZero();
    }

    @Test
    void json_onOneHandle_answersEachRequest() {
        String answers = store.sh("exec 3<>.vexfs/search; echo '{\"vector\":[0,1,0],\"k\":1}' >&3; cat <&3;"
                        + " echo '{\"like\":\"a.vec\",\"k\":1}' >&3; cat <&3; echo '{\"kk\":1}' >&3; cat <&3; echo '[' >&3;"
                        + " cat <&3")
                .ok();
        String[] lines = answers.split("\n");
        assertThat(lines[0])
                .isEqualTo("{\"hits\":[{\"id\":\"/d/c.vec\",\"path\":\"/d/c.vec\",\"distance\":0.0,\"metadata\":{}}],"
                        + "\"exact\":true}");
        assertThat(lines[1]).contains("\"path\":\"/b.vec\"");
        assertThat(lines[2]).startsWith("{\"error\":{\"code\":\"INVALID_QUERY\",\"message\":\"query: expected one of");
        assertThat(lines[3])
                .isEqualTo("{\"error\":{\"code\":\"INVALID_QUERY\",\"message\":\"query: expected an object,"
                        + " was something else at byte 0\"}}");
        assertThat(json("{\"k\":"))
                .isEqualTo("{\"error\":{\"code\":\"INVALID_QUERY\",\"message\":\"query: expected one JSON object,"
                        + " was something else at byte 6\"}}\n");
    }

    @Test
    void json_ofACollectionThatIsNone_isRefusedInsteadOfAnsweredByAnother() {
        assertThat(json("{\"collection\":\"/nope\",\"vector\":[0,1,0]}"))
                .contains("\"code\":\"COLLECTION_NOT_FOUND\"", "no collection /nope; it would belong to /");
        assertThat(json("{\"collection\":5,\"vector\":[0,1,0]}"))
                .contains("\"code\":\"INVALID_QUERY\"", "expected a collection's name, was something else at byte 14");
        assertThat(json("{\"vector\":[0,1,0]}{\"k\":1}")).contains("expected one object");
        assertThat(json("{\"collection\":\"/\",\"vector\":[0,1,0],\"k\":1}")).contains("\"path\":\"/d/c.vec\"");
    }

    @Test
    void distance_ofARightAngleUnderDot_isNotNegativeZero() {
        store.sh(
                        "mkdir p; setfattr -n user.vexfs.metric -v dot p; echo '1 0' > p/x.vec; echo 'vector: 0 1' > p/q.search")
                .ok();
        assertThat(store.sh("cat p/q.search.results").ok()).isEqualTo("1\t0.000000\t/p/x.vec\n");
        assertThat(json("{\"collection\":\"/p\",\"vector\":[0,1]}")).contains("\"distance\":0.0,");
    }

    private String json(String request) {
        return store.sh("exec 3<>.vexfs/search; echo '" + request + "' >&3; cat <&3")
                .ok();
    }

    @Test
    void like_ofANameThatIsNotUtf8OrHoldsAHash_findsTheFile() {
        store.sh("echo '1 0 0.5' > $'\\xff.vec'; echo '1 0 0.4' > 'h#1.vec'").ok();
        assertThat(store.sh("ls .search/like=$'\\xff.vec',k=1").ok()).isEqualTo("0001-h#1.vec\n");
        assertThat(store.sh("ls '.search/like=%FF.vec,k=1'").ok()).isEqualTo("0001-h#1.vec\n");
        assertThat(store.sh("echo $'like: \\xff.vec\\nk: 1' > q.search; cat q.search.results")
                        .ok())
                .endsWith("\t/h%231.vec\n");
        assertThat(store.sh("ls '.search/like=h#1.vec,k=1'").ok())
                .isEqualTo(store.sh("ls '.search/like=h%231.vec,k=1'").ok())
                .startsWith("0001-");
    }

    @Test
    void errors_afterARefusedSetting_sayWhy() {
        assertThat(store.sh("setfattr -n user.vexfs.metric -v manhattan d").out())
                .contains("Invalid argument");
        assertThat(store.sh("tail -n 1 .vexfs/errors.jsonl").ok())
                .contains("\"path\":\"/d\"", "expected one of l2, cosine, dot, l1, hamming, jaccard, was 'manhattan'");
    }

    @Test
    void errors_tellNothingOfOrdinaryFilesThatShareASuffix() {
        store.sh("echo '{\"message\":\"started\"}' > app.jsonl; echo x > t; cp t bad.vec; true")
                .ok();
        assertThat(store.status("app.jsonl")).startsWith("not-vectors: ");
        assertThat(store.sh("cat .vexfs/errors.jsonl").ok())
                .contains("/bad.vec")
                .doesNotContain("app.jsonl");
    }

    @Test
    @RequiresRoot
    void hits_thatTheCallerCannotOpen_areLeftOut() {
        store.sh("chmod 700 d").ok();
        assertThat(store.sh("setpriv --reuid 4321 --regid 4321 --clear-groups ls .search/like=a.vec")
                        .ok())
                .isEqualTo("0001-b.vec\n");
        assertThat(store.sh("ls .search/like=a.vec").ok()).isEqualTo("0001-b.vec\n0002-c.vec\n");
        assertThat(store.sh("setpriv --reuid 4321 --regid 4321 --clear-groups ls .search/like=d%2Fc.vec")
                        .out())
                .contains("Permission denied");
        assertThat(store.sh("setpriv --reuid 4321 --regid 4321 --clear-groups cat .vexfs/status.json")
                        .exit())
                .isNotZero();
    }

    @Test
    @RequiresRoot
    void hits_forACallerWhoMaySeeFew_areTheNearestOfThose() {
        store.sh(
                        "python3 -c \"[open('d/h%d.vec' % i, 'w').write('1 0.001 %d' % i) for i in range(400)]; [open('v%d.vec' %"
                                + " i, 'w').write('0.5 1 %d' % (i * 1000)) for i in range(9)]\"; chmod 700 d; chmod 600 b.vec")
                .ok();
        String ada = "setpriv --reuid 4321 --regid 4321 --clear-groups ";
        String ben = "setpriv --reuid 4322 --regid 4321 --clear-groups ";
        store.sh(
                        "chown 4322:4321 d; chmod 710 d; chown 4322 d/h1.vec; chmod 600 d/h1.vec; chmod 604 d/h2.vec; chmod 640 d/h3*.vec; chgrp 4321 d/h3*.vec; chmod o-r d/*")
                .ok();
        assertThat(store.sh(ada + "ls '.search/vector=1 0 0,k=9'").ok())
                .hasLineCount(9)
                .contains("h3.vec")
                .doesNotContain("b.vec", "h1.vec");
        assertThat(store.sh(ada + "ls '.search/vector=1 0 0,k=400'").ok())
                .contains("v8.vec")
                .doesNotContain("h2.vec");
        assertThat(store.sh(ben + "ls '.search/vector=1 0 0,k=9'").ok())
                .contains("0002-h1.vec")
                .doesNotContain("h4.vec");
        assertThat(store.sh("setpriv --reuid 4323 --regid 4323 --clear-groups ls '.search/vector=1 0 0,k=5'")
                        .ok())
                .hasLineCount(5)
                .doesNotContain("h1");
    }

    @Test
    @RequiresRoot
    void link_toWhatWasClosedSince_isRefused() {
        String other = "setpriv --reuid 4321 --regid 4321 --clear-groups ";
        assertThat(store.sh(other + "cat .search/like=a.vec/0002-c.vec").ok()).isEqualTo("0 1 0\n");
        store.sh("chmod 700 d").ok();
        assertThat(store.sh(other + "readlink -v .search/like=a.vec/0002-c.vec").out())
                .contains("Permission denied");
    }

    @Test
    @RequiresRoot
    void resultsAttribute_whenFilesWereClosedSince_isWithoutThem() {
        String other = "setpriv --reuid 4321 --regid 4321 --clear-groups ";
        String read = "getfattr --only-values -n user.vexfs.results .search/like=a.vec";
        assertThat(store.sh(other + read).ok()).isEqualTo(RESULTS);
        store.sh("chmod 700 d").ok();
        assertThat(store.sh(other + read).ok()).isEqualTo("1\t0.006116\t/b.vec\n");
        store.sh("chmod 755 d; chgrp 4444 b.vec; chmod 604 b.vec").ok();
        assertThat(store.sh(other + read).ok()).isEqualTo(RESULTS);
        assertThat(store.sh("setpriv --reuid 4321 --regid 4321 --groups 4444 " + read)
                        .ok())
                .isEqualTo("1\t1.000000\t/d/c.vec\n");
        store.sh("chmod 600 a.vec").ok();
        assertThat(store.sh(other + read).out()).contains("Permission denied");
    }

    @Test
    void controlFiles_tellTheTruth() {
        assertThat(store.sh("ls .vexfs").ok())
                .isEqualTo(
                        "alerts.jsonl\ncompact\nerrors.jsonl\nmetrics.json\nmetrics.prom\nsearch\nstatus.json\nsync\n");
        assertThat(store.sh("cat .vexfs/status.json").ok()).contains("\"size\" : 3", "\"synced\" : true");
        assertThat(store.sh("echo nonsense > t; cp t x.vec; cat .vexfs/errors.jsonl")
                        .out())
                .contains("\"path\":\"/x.vec\"", "\"errno\":22", "not a number");
        assertThat(store.sh("echo 1 > .vexfs/sync; grep -c lastSync.*T .vexfs/status.json")
                        .ok())
                .isEqualTo("1\n");
        assertThat(store.sh("python3 -c \"import json; m = json.load(open('.vexfs/metrics.json'));"
                                + " print(m['vexfs.fuse.create.nanos']['count'] > 3)\"")
                        .ok())
                .isEqualTo("True\n");
        assertThat(store.sh("[ $(id -u) != 0 ] || cat .vexfs/sync; cat .vexfs/search")
                        .ok())
                .isEmpty();
        assertThat(store.sh("rm .vexfs/sync; mv a.vec .vexfs/a; touch .vexfs/new")
                        .exit())
                .isNotZero();
    }
}
