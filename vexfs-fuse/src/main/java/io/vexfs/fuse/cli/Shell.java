package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs shell commands and shows them, so that a reader can type the same.
 *
 * @param directory where they run
 * @param out where they are shown
 */
record Shell(Path directory, PrintWriter out) {
    /** Shows and runs a command, shows what it printed, and returns that; fails if the command does. */
    String run(String command) throws IOException, InterruptedException {
        String output = quietly(command);
        output.lines().forEach(line -> out.println("    " + line));
        return output;
    }

    /** As {@link #run}, without showing what the command printed. */
    String quietly(String command) throws IOException, InterruptedException {
        out.println("  $ " + command);
        out.flush();
        Programs.Outcome outcome = Programs.run(directory, List.of("/bin/sh", "-c", command));
        if (outcome.exitCode() != 0) {
            throw new VexfsException(
                    FuseVexfsError.BRIDGE_ERROR,
                    "'" + command + "' ended with exit code " + outcome.exitCode() + ": "
                            + outcome.output().strip());
        }
        return outcome.output();
    }

    /** A word as the shell takes it, quoted if it must be. */
    static String quoted(String word) {
        return word.matches("[\\w./=,:+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
