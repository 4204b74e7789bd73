package io.vexfs.fuse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Commands of a shell, which end within a limit whatever the mount does that they work in. */
public final class ShellCommand {
    private static final long SECONDS = 150;

    private ShellCommand() {}

    /** What commands did; errors come with the output. */
    public record Answer(int exit, String out) {
        /** The output of commands that must succeed. */
        public String ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + ": " + out);
            }
            return out;
        }
    }

    /** Runs commands in a directory. Their output goes to a file: the end of a pipe may never come. */
    public static Answer run(Path directory, String commands) throws IOException, InterruptedException {
        Path out = Files.createTempFile("vexfs-shell", ".out");
        Process process = null;
        try {
            process = new ProcessBuilder("bash", "-c", commands)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + SECONDS + " s: " + commands);
            }
            return new Answer(process.exitValue(), new String(Files.readAllBytes(out), StandardCharsets.UTF_8));
        } finally {
            if (process != null && process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            Files.delete(out);
        }
    }
}
