package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The background process of a mount: the same JVM command once more, with {@code --foreground}, on its own. */
final class MountChild {
    static final String LOG_NAME = "vexfs.log";
    private static final long LOG_BYTES_MAX = 10L << 20;
    private static final long TICK_MILLIS = 20;
    private static final String SIMD = "--add-modules=jdk.incubator.vector";

    private MountChild() {}

    /** Starts it and returns its process id once the mount answers; fails with the reason if it ended before that. */
    static long start(MountPlan plan) throws IOException, InterruptedException {
        Path log = log(plan.store());
        long logStart = Files.exists(log) ? Files.size(log) : 0;
        Process child = new ProcessBuilder(command(plan))
                // Not the caller's directory, which could then not be unmounted or removed.
                .directory(new File("/"))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true)
                .start();
        while (!child.waitFor(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (MountTable.mounted(plan.point()) && MountTable.answers(plan.point())) {
                return child.pid();
            }
        }
        throw new VexfsException(
                FuseVexfsError.BRIDGE_ERROR, reason(log, logStart, child.exitValue()) + " (log: " + log + ")");
    }

    private static List<String> command(MountPlan plan) {
        List<String> command = new ArrayList<>();
        if (Programs.present("setsid")) {
            // A session of its own: closing the terminal or Ctrl-C there does not reach it.
            command.add("setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        command.addAll(flags);
        // The launcher leaves it out for short verbs, because the JVM prints a warning about it each time.
        if (!flags.contains(SIMD)
                && ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            command.add(SIMD);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), VexfsCli.class.getName()));
        command.addAll(plan.foregroundArguments());
        return command;
    }

    private static Path log(Path store) throws IOException {
        Path log = store.resolve(LOG_NAME);
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.move(log, store.resolve(LOG_NAME + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return log;
    }

    /** What the child said last: its error lines, or else the log's last line. */
    private static String reason(Path log, long start, int exitCode) throws IOException {
        List<String> lines = tail(log, start);
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith("vexfs: ")) {
                return String.join("\n", lines.subList(i, lines.size())).substring("vexfs: ".length());
            }
        }
        return "the mount process ended with exit code " + exitCode
                + (lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1));
    }

    private static List<String> tail(Path log, long start) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(file.length() - start, 64 << 10)];
            file.seek(file.length() - bytes.length);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
