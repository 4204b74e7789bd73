package io.vexfs.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code vexfs suite} takes and refuses. */
class SuiteCliTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return SuiteCli.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    @Test
    void help_ofIntegration_hasAnExample() {
        assertThat(run("integration", "--help")).isZero();
        assertThat(out.toString()).contains("vexfs suite integration --areas search,errors");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --verbose                  | suite what? 'vexfs suite --help' lists it
            integration --areas speed  | --areas: expected some of initialisation, vector-operations
            model --seeds 0            | --seeds, --threads, --steps and --phases: expected 1 or more
            integration --vectors 3    | --vectors: expected 20 to 1000000, was 3
            """)
    void wrongUsage_isNamed(String arguments, String message) {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }
}
