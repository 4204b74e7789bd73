package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that open a store themselves. */
class StoreVerbsTest {
    @TempDir
    private Path directory;

    private Path store;
    private Path file;

    @BeforeEach
    void createAndImport() throws IOException {
        store = directory.resolve("store");
        file = directory.resolve("points.jsonl");
        Files.writeString(file, """
                {"id":"east","vector":[1,0,0],"metadata":{"angle":0}}
                {"id":"north","vector":[0,1,0],"metadata":{"angle":90}}
                {"id":"north-east","vector":[1,1,0],"metadata":{"angle":45}}
                """);
        succeed("create", store, "points", "--dimensions", "3", "--metric", "l2");
        assertThat(succeed("import", store, "points", file)).startsWith("imported 3 vectors into /points in ");
    }

    @Test
    void list_store_showsItsCollections() {
        assertThat(succeed("list", store).lines()).contains("/points\tl2\t3\t3");
        assertThat(succeed("list", store, "--json"))
                .contains("{\"name\":\"/points\",\"metric\":\"l2\",\"dimensions\":3,\"size\":3,");
    }

    @Test
    void list_collection_showsItsIds() {
        assertThat(succeed("list", store, "points").lines()).containsExactlyInAnyOrder("east", "north", "north-east");
    }

    @Test
    void search_like_leavesItselfOut() {
        assertThat(succeed("search", store, "points", "--like", "east", "-k", "5"))
                .isEqualTo("1\t1.000000\tnorth-east\n2\t1.414214\tnorth\n");
    }

    @Test
    void search_whereWithinAfterExplain_areKept() {
        assertThat(succeed("search", store, "points", "--like", "east", "--where", "angle > 45"))
                .isEqualTo("1\t1.414214\tnorth\n");
        assertThat(succeed("search", store, "points", "--like", "east", "--within", "1.2"))
                .isEqualTo("1\t1.000000\tnorth-east\n");
        assertThat(succeed("search", store, "points", "--like", "east", "--after", "1.0,north-east"))
                .isEqualTo("1\t1.414214\tnorth\n");
        assertThat(succeed("search", store, "points", "--like", "east", "--explain"))
                .contains("# plan: scan", "# exact: true");
        assertThat(fail(2, "search", store, "points", "--like", "east", "--where", "angle = 45"))
                .contains("filter: column 7: expected '==', was '='");
        assertThat(fail(1, "search", store, "points", "--like", "east", "--where", "angel == 45"))
                .contains("filter: column 1: expected a field of the collection's vectors, was angel");
    }

    @Test
    void search_thresholdAndJson_areKept() {
        assertThat(succeed("search", store, "points", "--like", "east", "--threshold", "1.1", "--json"))
                .startsWith("{\"hits\":[{\"id\":\"north-east\",")
                .contains("\"distance\":1.0,\"metadata\":{\"angle\":45}}],\"exact\":");
    }

    @Test
    void search_vectorFile_findsTheNearest() throws IOException {
        Path query = Files.writeString(directory.resolve("query.vec"), "0 0.9 0\n");

        assertThat(succeed("search", store, "points", "--vector-file", query, "-k", "1"))
                .isEqualTo("1\t0.100000\tnorth\n");
    }

    @Test
    void search_vectorFileOfManyRows_wantsARow() {
        assertThat(fail(2, "search", store, "points", "--vector-file", file))
                .contains(file + ": expected 1 row, was 3; choose one with --row");
        assertThat(succeed("search", store, "points", "--vector-file", file, "--row", "1", "-k", "1"))
                .isEqualTo("1\t0.000000\tnorth\n");
    }

    @Test
    void search_vectorOfOtherLength_namesBothSides() throws IOException {
        Path query = Files.writeString(directory.resolve("query.vec"), "1 2\n");

        assertThat(fail(1, "search", store, "points", "--vector-file", query))
                .contains("dimension mismatch", "expected 3", "was 2");
    }

    @Test
    void get_vector_isAVecFile() throws IOException {
        String text = succeed("get", store, "points", "north");

        assertThat(text).isEqualTo("# {\"angle\":90}\n0.0, 1.0, 0.0\n");
        Path query = Files.writeString(directory.resolve("north.vec"), text);
        assertThat(VectorSource.of(query).rows()).hasSize(1);
    }

    @Test
    void delete_someMissing_removesTheOthersAndFails() {
        CommandLineRun run = CommandLineRun.of("delete", store, "points", "east", "west");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("deleted 1 of 2 from /points\n");
        assertThat(run.err()).isEqualTo("vexfs: not found in /points: west\n");
        assertThat(fail(1, "get", store, "points", "east")).contains("no vector 'east' in /points of " + store);
    }

    @Test
    void drop_collection_removesIt() {
        succeed("drop", store, "points");

        assertThat(succeed("list", store)).doesNotContain("/points");
        assertThat(fail(1, "drop", store, "points")).contains("/points");
    }

    @Test
    void stats_store_namesItsParts() {
        assertThat(succeed("stats", store)).contains("collections[/points].size\t3", "opened.cleanEnd\ttrue");
    }

    @Test
    void create_existingCollection_fails() {
        assertThat(fail(1, "create", store, "points", "--dimensions", "3", "--metric", "l2"))
                .contains("/points");
    }

    @Test
    void import_intoMissingCollection_saysHowToMakeIt() {
        assertThat(fail(1, "import", store, "other", file))
                .contains("no collection /other in " + store + "; make it: vexfs create " + store + " /other");
    }

    @Test
    void import_vectorOfOtherLength_namesTheFile() throws IOException {
        Path wrong = Files.writeString(directory.resolve("wrong.vec"), "1 2\n");

        assertThat(fail(1, "import", store, "points", wrong)).contains("wrong.vec", "expected 3", "was 2");
    }

    @Test
    void import_ids_areCountedBeforeAnythingIsStored() throws IOException {
        Path rows = Files.writeString(directory.resolve("rows.vec"), "1 2 3\n4 5 6\n");
        Path ids = Files.writeString(directory.resolve("ids.txt"), "one\n");

        assertThat(fail(1, "import", store, "points", rows, "--ids", ids)).contains(ids + ": expected 2 ids, was 1");
        assertThat(succeed("list", store, "points").lines()).hasSize(3);

        Files.writeString(ids, "one\ntwo\n");
        succeed("import", store, "points", rows, "--ids", ids);
        assertThat(succeed("list", store, "points").lines()).contains("one", "two");
    }

    @Test
    void import_withoutIds_namesRowsByFile() throws IOException {
        Path rows = Files.writeString(directory.resolve("rows.vec"), "1 2 3\n4 5 6\n");

        succeed("import", store, "points", rows);

        assertThat(succeed("list", store, "points").lines()).contains("rows.vec#0", "rows.vec#1");
    }

    @Test
    void run_storeHeldByAProcess_saysByWhom() {
        try (Vexfs held = Vexfs.open(store)) {
            assertThat(fail(1, "list", held.directory()))
                    .contains("is held by process " + ProcessHandle.current().pid());
        }
    }

    private static String succeed(Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return run.out();
    }

    private static String fail(int exitCode, Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.err()).startsWith("vexfs: ");
        return run.err();
    }
}
