package io.vexfs.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code vexfs crash} prints. The engine here is the model, which forgets everything with its process. */
class CrashCliTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return CrashCli.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kills", "mount", "power", "flips", "full-disk", "fuzz"})
    void help_ofEachWord_hasAnExample(String word) {
        assertThat(run(word, "--help")).isZero();
        assertThat(out.toString()).containsPattern("Example:\n  vexfs crash " + word);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --verbose                   | crash what? 'vexfs crash --help' lists it
            kills --kills 0             | rounds: expected 1 or more, was 0
            power --stride 0            | --stride: expected 1 or more, was 0
            power --file-system ntfs    | --file-system: expected ext4 or xfs, was 'ntfs'
            """)
    void run_wrongUsage_exitsWith2(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void kills_engineThatForgets_isALossWithExitCode1() throws IOException {
        Path json = directory.resolve("report.json");

        assertThat(run("kills", "--kills", "3", "--work", directory.toString(), "--json", json.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("kills seed=1 kills=", " losses=1", "LOSS kill ", "after step ");
        assertThat(err.toString()).contains("expected no loss, was 1");
        assertThat(Files.readString(json)).contains("\"harness\" : \"kills\"", "\"losses\" : [ \"kill ");
    }
}
