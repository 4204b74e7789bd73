package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Metadata;
import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that look at, repair and copy a store. */
class StoreToolsTest {
    private static final String POINTS = """
            {"id":"east","vector":[1.0,0.1,-0.0],"metadata":{"angle":0,"name":"é \\"quoted\\"","share":1.0}}
            {"id":"north","vector":[0.0,1.0,1.0E-38],"metadata":{"angle":90,"cold":true}}
            {"id":"west","vector":[-1.0,0.33333334,3.0E7]}
            """;

    @TempDir
    private Path directory;

    private Path store;
    private Path log;

    @BeforeEach
    void createAndImport() throws IOException {
        store = directory.resolve("store");
        log = store.resolve("log/0000000000000001.log");
        succeed("create", store, "points", "--dimensions", "3", "--metric", "l2");
        succeed("import", store, "points", Files.writeString(directory.resolve("points.jsonl"), POINTS));
    }

    @Test
    void verify_soundStore_saysSo() {
        assertThat(succeed("verify", store))
                .matches("sound: \\d+ log records, 2 collections, 3 vectors, 0 files, .*\n");
        assertThat(succeed("verify", store, "--json"))
                .startsWith("{\"sound\":true,\"problemCount\":0,\"problems\":[],\"notes\":[],");
    }

    @Test
    void verify_flippedByteOfTheLog_namesPlaceAndBothSides() throws IOException {
        flip(log, Files.size(log) - 1);

        CommandLineRun run = CommandLineRun.of("verify", store);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("log\t" + log + "\t")
                .contains("\texpected checksum ", "\twas ", "1 problem in ");
        assertThat(CommandLineRun.of("verify", store, "--json").out())
                .contains("\"sound\":false", "{\"kind\":\"log\",\"file\":\"" + log + "\",\"offset\":");
    }

    @Test
    void verify_whatCannotBeLookedAt_exitsWith2() {
        assertThat(fail(2, "verify", directory)).contains("expected a store");
        try (Vexfs held = Vexfs.open(store)) {
            assertThat(fail(2, "verify", held.directory())).contains("is held by process ");
        }
        assertThat(fail(2, "verify", store, "--give-up", "log-end"))
                .contains("--give-up: expected 'log-end', and --repair");
        assertThat(fail(2, "verify", store, "--repair", "--give-up", "all")).contains("was 'all'");
    }

    @Test
    void verify_repairOfTheMap_needsNoLeave() throws IOException {
        flip(store.resolve("map/1-1.map"), 9_000);
        assertThat(CommandLineRun.of("verify", store).out()).startsWith("derived\t");

        CommandLineRun run = CommandLineRun.of("verify", store, "--repair");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("sound: ");
        assertThat(run.err()).isEqualTo("vexfs: made map and graph again from the log\n");
        assertThat(succeed("list", store, "points").lines()).containsExactlyInAnyOrder("east", "north", "west");
    }

    @Test
    void verify_repairOfTheLog_mustBeToldWhatToGiveUp() throws IOException {
        flip(log, Files.size(log) - 1);

        CommandLineRun refused = CommandLineRun.of("verify", store, "--repair");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("allow it by: --repair --give-up log-end");

        CommandLineRun run = CommandLineRun.of("verify", store, "--repair", "--give-up", "log-end", "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("ended the log behind record ", "kept in " + store.resolve("given-up-1"));
        assertThat(run.out()).contains("\"sound\":true", "\"repair\":{\"problemCountBefore\":1,");
        assertThat(succeed("list", store, "points")).isEmpty();
    }

    @Test
    void rebuild_storeAndCollection_tellsWhatWasDone() {
        assertThat(succeed("rebuild", store))
                .startsWith("rebuilt " + store + " from ")
                .contains("linked 3 vectors");
        assertThat(succeed("rebuild", store, "points", "--json")).contains("\"vectorsLinked\":3,");
        assertThat(fail(1, "rebuild", store, "none")).contains("no collection /none");
        assertThat(succeed("verify", store)).startsWith("sound: ");
    }

    @Test
    void compact_store_givesBackTheRoomOfReplacedVectors() throws IOException {
        String before = exported(store);
        for (int i = 0; i < 3; i++) {
            succeed("import", store, "points", directory.resolve("points.jsonl"));
        }

        assertThat(succeed("compact", store))
                .matches("compacted the log of .* from \\d+ to \\d+ bytes: 3 vectors in .* s\n");

        assertThat(log).doesNotExist();
        assertThat(exported(store)).isEqualTo(before);
        assertThat(succeed("verify", store)).startsWith("sound: ");
        assertThat(succeed("compact", store, "--json")).startsWith("{\"logBytesBefore\":");
    }

    @Test
    void backup_store_isAStoreThatAnswersTheSame() {
        Path copy = directory.resolve("copy");

        assertThat(succeed("backup", store, copy)).contains("1 graphs and 0 files (0 bytes) to " + copy);

        assertThat(succeed("verify", copy, "--json")).startsWith("{\"sound\":true");
        assertThat(exported(copy)).isEqualTo(exported(store));
        assertThat(fail(1, "backup", store, copy)).contains(copy + ": expected a new or empty directory");
        assertThat(succeed("backup", store, directory.resolve("second"), "--json"))
                .startsWith("{\"logRecords\":");
    }

    @Test
    void backup_storeThatIsOpen_holdsWhatIsAcknowledged() {
        Path copy = directory.resolve("copy");
        try (Vexfs open = Vexfs.open(store)) {
            open.collection("/points").put("new", new float[] {1, 2, 3}, Metadata.empty());
            succeed("backup", open.directory(), copy);
        }
        assertThat(succeed("list", copy, "points").lines()).contains("new");
    }

    @Test
    void export_jsonl_comesBackBitByBit() throws IOException {
        Path file = directory.resolve("out.jsonl");
        assertThat(succeed("export", store, "points", file))
                .isEqualTo("exported 3 vectors of /points to " + file + "\n");
        assertThat(Files.readString(file).lines()).hasSize(3).first().asString().startsWith("{\"id\":\"east\",");

        succeed("create", store, "again", "--dimensions", "3", "--metric", "l2");
        succeed("import", store, "again", file);

        succeed("export", store, "again", directory.resolve("again.jsonl"));
        assertThat(directory.resolve("again.jsonl")).hasSameBinaryContentAs(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {".npy", ".fvecs"})
    void export_vectorsAlone_comeBackWithTheirIds(String suffix) throws IOException {
        Path file = directory.resolve("out" + suffix);
        Path ids = directory.resolve("out.ids");
        CommandLineRun run = CommandLineRun.of("export", store, "points", file, "--ids", ids);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err())
                .isEqualTo("vexfs: the metadata of 2 of 3 vectors is not in " + file + "; .jsonl carries it\n");
        assertThat(Files.readAllLines(ids)).containsExactly("east", "north", "west");

        succeed("create", store, "again", "--dimensions", "3", "--metric", "l2");
        succeed("import", store, "again", file, "--ids", ids);

        Path again = directory.resolve("again" + suffix);
        CommandLineRun.of("export", store, "again", again, "--ids", directory.resolve("again.ids"));
        assertThat(again).hasSameBinaryContentAs(file);
        assertThat(directory.resolve("again.ids")).hasSameBinaryContentAs(ids);
    }

    @Test
    void export_whatCannotBe_isSaid() throws IOException {
        Path file = Files.createFile(directory.resolve("there.jsonl"));
        assertThat(fail(1, "export", store, "points", file)).contains(file + ": file already exists");
        succeed("export", store, "points", file, "--force");
        assertThat(file).isNotEmptyFile();
        assertThat(fail(1, "export", store, "points", directory.resolve("a.txt")))
                .contains("expected a file that ends in");
        succeed("create", store, "empty", "--dimensions", "3", "--metric", "l2");
        assertThat(fail(1, "export", store, "empty", directory.resolve("a.npy")))
                .contains("collection /empty: expected vectors, was empty");
        Path twoLines = Files.writeString(directory.resolve("b.jsonl"), "{\"id\":\"a\\nb\",\"vector\":[1,2,3]}\n");
        succeed("import", store, "points", twoLines);
        assertThat(fail(1, "export", store, "points", directory.resolve("a.npy"), "--ids", directory.resolve("i")))
                .contains("--ids: expected ids of one line, was 'a\\nb'");
        assertThat(directory.resolve("a.npy")).doesNotExist();
    }

    @Test
    void describe_store_isALineForEachRecord() {
        List<String> lines = succeed("describe", store).lines().toList();

        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("log/0000000000000001.log\t")
                        .contains("\tvectors-put\t1\teast +2\t3 vectors of 3 dimensions"))
                .anySatisfy(
                        line -> assertThat(line).startsWith("CLEAN\t0\t").contains("\tclean-mark\t-\t-\tlog ends in"));
        assertThat(succeed("describe", store, "log/0000000000000001.log", "--json"))
                .contains("\"kind\":\"vectors-put\",\"collection\":1,\"ids\":[\"east\",\"north\",\"west\"],");
        try (Vexfs held = Vexfs.open(store)) {
            assertThat(succeed("describe", held.directory())).contains("vectors-put");
        }
        assertThat(fail(1, "describe", store, "FORMAT")).contains("expected CLEAN, a segment");
    }

    private String exported(Path from) {
        Path file = directory.resolve("exported.jsonl");
        succeed("export", from, "points", file, "--force");
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(offset);
            int value = open.read();
            open.seek(offset);
            open.write(value ^ 1);
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
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err()).startsWith("vexfs: ");
        return run.err();
    }
}
