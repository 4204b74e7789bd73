package io.vexfs.testkit.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a process of {@link StepsUntilKilled} has said so far, and the process. */
final class Said {
    private static final int TICK_MILLIS = 1;

    private final Process process;
    private final Path file;

    Said(Process process, Path file) {
        this.process = process;
        this.file = file;
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
    boolean await(String word) throws IOException, InterruptedException {
        while (!lines().contains(word)) {
            if (process.waitFor(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }
}
