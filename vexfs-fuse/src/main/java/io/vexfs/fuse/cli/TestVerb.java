package io.vexfs.fuse.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vexfs test}, as the help shows it: the launcher itself runs it, because it builds on several JDKs. */
@Command(
        name = "test",
        description = {
            "Run all tests (source tree only).",
            "Builds and tests on JDK 17 and on the newest other JDK that is present."
        },
        footer = {"", "Example:", "  ./vexfs test", "  ./vexfs test -pl vexfs-core -am   (what follows goes to Maven)"})
final class TestVerb extends Verb {
    @Parameters(paramLabel = "MAVEN-ARGUMENT", arity = "0..*", description = "Passed on to Maven.")
    private List<String> arguments;

    @Override
    void run() {
        throw new UsageException("test is run by the launcher of the source tree: ./vexfs test");
    }
}
