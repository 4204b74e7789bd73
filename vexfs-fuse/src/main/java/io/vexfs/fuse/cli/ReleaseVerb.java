package io.vexfs.fuse.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vexfs release}, as the help shows it: the launcher itself runs it, because it builds. */
@Command(
        name = "release",
        description = {
            "Build what is published twice, each time from nothing, and compare the bytes (source tree only).",
            "Prints each artifact's checksum."
        },
        footer = {"", "Example:", "  ./vexfs release"})
final class ReleaseVerb extends Verb {
    @Parameters(paramLabel = "MAVEN-ARGUMENT", arity = "0..*", description = "Passed on to Maven.")
    private List<String> arguments;

    @Override
    void run() {
        throw new UsageException("release is run by the launcher of the source tree: ./vexfs release");
    }
}
