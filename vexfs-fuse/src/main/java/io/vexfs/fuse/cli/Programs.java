package io.vexfs.fuse.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Other programs of the machine, run to their end. */
final class Programs {
    private Programs() {}

    /**
     * How a program ended.
     *
     * @param exitCode 0 for success
     * @param output what it wrote to standard output and standard error, in the order in which it did
     */
    record Outcome(int exitCode, String output) {}

    static Outcome run(Path directory, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } finally {
            process.destroy();
        }
    }

    /** Whether the program is on the PATH. */
    static boolean present(String name) {
        for (String directory : String.valueOf(System.getenv("PATH")).split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(directory, name))) {
                return true;
            }
        }
        return false;
    }
}
