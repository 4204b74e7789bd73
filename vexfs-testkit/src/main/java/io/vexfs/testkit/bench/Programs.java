package io.vexfs.testkit.bench;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Other programs of the machine, run to their end. */
public final class Programs {
    /** Lines of a failed program's output that an error message repeats. */
    private static final int LINES_SHOWN = 5;

    private Programs() {}

    /**
     * Runs a program and returns what it wrote to standard output and standard error.
     *
     * @param why what the program is needed for, for the message where it is missing
     * @param environment variables set or changed
     * @throws VexfsException {@code UNSUPPORTED} if the program is not there; {@code BRIDGE_ERROR} if it failed, with
     *     the end of its output
     */
    public static String run(Path directory, Map<String, String> environment, String why, List<String> command)
            throws IOException {
        requirePresent(command.get(0), why);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new VexfsException(
                        FuseVexfsError.BRIDGE_ERROR,
                        String.join(" ", command) + ": expected exit code 0, was " + code + ": " + end(output));
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, "interrupted while running " + command.get(0), e);
        } finally {
            process.destroy();
        }
    }

    /** The last lines of some output, in one line. */
    public static String end(String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
    }

    /** Whether a program is on the PATH, or is a path of its own. */
    public static boolean present(String program) {
        if (program.contains(File.separator)) {
            return true;
        }
        for (String directory : String.valueOf(System.getenv("PATH")).split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Checks that it is.
     *
     * @throws VexfsException {@code UNSUPPORTED} if it is not there
     */
    public static void requirePresent(String program, String why) {
        if (!present(program)) {
            throw new VexfsException(FuseVexfsError.UNSUPPORTED, program + " is not on the PATH: it is needed " + why);
        }
    }
}
