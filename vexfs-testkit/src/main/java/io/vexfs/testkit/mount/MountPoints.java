package io.vexfs.testkit.mount;

import io.vexfs.testkit.files.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel says is mounted below a directory, and the way to take it away. */
public final class MountPoints {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int POINT_FIELD = 4;
    private static final Pattern ESCAPED = Pattern.compile("\\\\([0-3][0-7]{2})");
    private static final int OCTAL = 8;
    private static final long COMMAND_SECONDS = 10;

    private MountPoints() {}

    /** Mount points at or below a directory, the deepest first. Asks the kernel, not the mounts. */
    public static List<Path> below(Path directory) throws IOException {
        Path place = directory.toAbsolutePath().normalize();
        List<Path> found = new ArrayList<>();
        for (String line : Files.readAllLines(MOUNTS, StandardCharsets.ISO_8859_1)) {
            Path point = Path.of(unescaped(line.split(" ")[POINT_FIELD]));
            if (point.startsWith(place)) {
                found.add(point);
            }
        }
        Collections.reverse(found);
        return found;
    }

    /** The kernel writes blank, tab, newline and backslash as three octal digits; everything else is bytes. */
    static String unescaped(String field) {
        String plain = ESCAPED.matcher(field)
                .replaceAll(code ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), OCTAL))));
        return new String(plain.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Takes everything away that is mounted at or below a directory, and returns what it was. */
    public static List<Path> detach(Path directory) throws IOException {
        List<Path> points = below(directory);
        for (Path point : points) {
            if (!SystemCalls.unmounted(point.toString())) {
                fusermount(point);
            }
        }
        return points;
    }

    private static void fusermount(Path point) throws IOException {
        Process process = new ProcessBuilder("fusermount", "-u", "-q", "-z", "--", point.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Removes a directory with all that is in it, but never what is mounted there: then it stays as it is. */
    public static void remove(Path directory) throws IOException {
        if (below(directory).isEmpty()) {
            Directories.remove(directory);
        }
    }
}
