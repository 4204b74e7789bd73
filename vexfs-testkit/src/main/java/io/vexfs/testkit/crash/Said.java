package io.vexfs.testkit.crash;

import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a process of {@link StepsUntilKilled} has said so far, and the process. */
final class Said {
    /** How long a process may take for what takes a moment. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int TICK_MILLIS = 1;
    private static final int DUMP_MILLIS = 2_000;

    private final Process process;
    private final Path file;
    private final Duration patience;

    Said(Process process, Path file, Duration patience) {
        this.process = process;
        this.file = file;
        this.patience = patience;
    }

    /** All lines that are whole. */
    List<String> lines() throws IOException {
        String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    /** The last step that was acknowledged, or {@code none}. */
    int acknowledged(int none) throws IOException {
        List<String> lines = lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (Character.isDigit(lines.get(i).charAt(0))) {
                return Integer.parseInt(lines.get(i));
            }
        }
        return none;
    }

    /** The last line; empty before the first. */
    String last() throws IOException {
        List<String> lines = lines();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** Waits until a word was said; false if the process ended before. */
    boolean await(String word) throws IOException, InterruptedException, TimeoutException {
        long start = System.nanoTime();
        while (!lines().contains(word)) {
            if (process.waitFor(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            requireInTime(start, word);
        }
        return true;
    }

    /**
     * Checks that the process does not hang.
     *
     * @throws TimeoutException if it does; the stacks of its threads are then in its output, where it is a JVM
     */
    void requireInTime(long startNanos, String expected) throws IOException, InterruptedException, TimeoutException {
        if (System.nanoTime() - startNanos > patience.toNanos()) {
            TimeoutException hangs = new TimeoutException("the process hangs: expected '" + expected + "' within "
                    + patience.toMillis() + " ms, last said: '" + last() + "'");
            try {
                // A JVM answers SIGQUIT with its stacks.
                List<String> quit = List.of("kill", "-QUIT", String.valueOf(process.pid()));
                Programs.run(Path.of("/"), Map.of(), "to see where a process hangs", quit);
                process.waitFor(DUMP_MILLIS, TimeUnit.MILLISECONDS);
            } catch (IOException | VexfsException noStacks) {
                hangs.addSuppressed(noStacks);
            }
            throw hangs;
        }
    }
}
