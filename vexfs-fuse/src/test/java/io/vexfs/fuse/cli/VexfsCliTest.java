package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong usage and wrong places: one line that names both sides, and the right exit code. */
class VexfsCliTest {
    @TempDir
    private Path directory;

    @Test
    void help_ofTheProgram_listsEveryVerb() {
        CommandLineRun run = CommandLineRun.of("--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("demo", "mount", "umount", "create", "import", "search", "list", "get", "delete", "drop")
                .contains("stats", "verify", "rebuild", "compact", "backup", "export", "describe", "test", "bench")
                .contains("Exit codes: 0 done, 1 failed, 2 wrong usage; 'verify' has its own.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "mount",
                "umount",
                "create",
                "import",
                "search",
                "list",
                "get",
                "delete",
                "drop",
                "stats",
                "top",
                "verify",
                "rebuild",
                "compact",
                "backup",
                "export",
                "describe",
                "install",
                "test",
                "bench"
            })
    void help_ofAVerb_hasAnExample(String verb) {
        CommandLineRun run = CommandLineRun.of(verb, "--help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).containsPattern("Examples?:\n  (mkdir mnt && )?(\\./)?vexfs " + verb);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --verbose                                        | no verb; 'vexfs --help' lists them
            frobnicate                                     | Unmatched argument at index 0: 'frobnicate'
            mount a                                        | Missing required parameter: 'MOUNTPOINT'
            create s c --dimensions x --metric l2          | 'x' is not an int
            create s c --dimensions 70000 --metric l2      | dimensions: expected 1 to 65536, or 0 for 'by the first vector', was 70000
            create s c --dimensions 3 --metric l9          | unknown metric: expected one of l2, cosine, dot, l1, hamming, jaccard, was 'l9'
            mount a b --durability never                   | unknown durability: expected one of every-write, batched, none, was 'never'
            search s c -k 3                                | Missing required argument
            search s c --like a --vector-file b            | mutually exclusive
            search s c --like a -k 0                       | k: expected 1 to 10000, was 0
            delete s c                                     | Missing required parameter: 'ID'
            demo --words 5                                 | --words: expected 1000 to 10000, was 5
            """)
    void run_wrongUsage_exitsWith2(String arguments, String message) {
        CommandLineRun run = CommandLineRun.of((Object[]) arguments.split(" +"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("vexfs: ").contains(message).doesNotContain("Error:");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "stats"})
    void run_missingStore_saysWhatIsThere(String verb) {
        Path store = directory.resolve("none");

        CommandLineRun run = CommandLineRun.of(verb, store);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("vexfs: " + store
                        + ": expected a store, was nothing there; 'vexfs create' and 'vexfs mount' make one\n");
    }

    @Test
    void run_directoryThatIsNoStore_saysSo() {
        CommandLineRun run = CommandLineRun.of("get", directory, "words", "king");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(directory + ": expected a store, was a directory without a FORMAT file");
    }

    @Test
    void import_missingFile_namesIt() {
        Path file = directory.resolve("gone.vec");

        CommandLineRun run = CommandLineRun.of("import", directory, "words", file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("vexfs: " + file + ": no such file\n");
    }

    @Test
    void demo_inAFile_saysWhatIsWrongWithIt() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        CommandLineRun run = CommandLineRun.of("demo", file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("vexfs: " + file + ": file already exists\n");
    }

    @Test
    void umount_directoryThatIsNotMounted_saysSo() {
        CommandLineRun run = CommandLineRun.of("umount", directory);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("vexfs: " + directory + ": expected a mount of VexFS, was not mounted\n");
    }

    @Test
    void mount_missingMountPoint_saysHowToMakeIt() {
        Path point = directory.resolve("mnt");

        CommandLineRun run = CommandLineRun.of("mount", directory.resolve("store"), point);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("vexfs: " + point
                        + ": expected an empty directory to mount on, was nothing there; make it: mkdir " + point
                        + "\n");
    }

    @Test
    void mount_directoryWithFiles_refuses() throws IOException {
        Path point = Files.createDirectory(directory.resolve("mnt"));
        Files.createFile(point.resolve("file"));

        CommandLineRun run = CommandLineRun.of("mount", directory.resolve("store"), point);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("expected an empty directory to mount on, was a directory with files in it");
    }

    @Test
    void mount_insideItsOwnStore_refuses() throws IOException {
        Path point = Files.createDirectories(directory.resolve("store/mnt"));

        CommandLineRun run = CommandLineRun.of("mount", directory.resolve("store"), point);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("was a directory that holds, or lies in, the store");
    }

    @Test
    void demo_directoryWithFiles_refuses() throws IOException {
        Files.createFile(directory.resolve("file"));

        CommandLineRun run = CommandLineRun.of("demo", directory);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(directory + ": expected a new or empty directory, was one with files");
    }

    @Test
    void verbose_withAnError_printsTheStackTrace() {
        CommandLineRun run = CommandLineRun.of("list", directory, "--verbose");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("VexfsException", "\tat io.vexfs.fuse.cli.");
    }
}
