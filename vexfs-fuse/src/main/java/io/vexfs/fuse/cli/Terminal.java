package io.vexfs.fuse.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A terminal that shows a screen again and again and reads single keys meanwhile. Its settings, which {@code stty} knows,
 * are given back by {@link #close} and when the process is ended.
 */
final class Terminal implements AutoCloseable {
    private static final String BEGIN = "\u001b[?25l\u001b[H\u001b[2J";
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K\n";
    private static final String REST = "\u001b[J";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final int LINES = 24;
    private static final int COLUMNS = 80;

    private final PrintWriter out;
    private final InputStream keys;
    private final String settings;
    private final Thread hook = new Thread(this::restore, "vexfs-terminal");
    private final CountDownLatch never = new CountDownLatch(1);

    private Terminal(PrintWriter out, InputStream keys, String settings) {
        this.out = out;
        this.keys = keys;
        this.settings = settings;
    }

    /** The terminal that this process reads from and writes to; empty if it is not one. */
    static Optional<Terminal> attached(PrintWriter out) throws IOException, InterruptedException {
        if (!terminal("0") || !terminal("1")) {
            return Optional.empty();
        }
        Optional<String> settings = stty("-g");
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        Terminal terminal = new Terminal(out, System.in, settings.get());
        Runtime.getRuntime().addShutdownHook(terminal.hook);
        // Keys come at once and unseen; a read waits a tenth of a second for one. Ctrl-C goes on ending the process.
        stty("-icanon", "-echo", "min", "0", "time", "1");
        out.print(BEGIN);
        return Optional.of(terminal);
    }

    private static boolean terminal(String descriptor) {
        String device;
        try {
            device =
                    Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor)).toString();
        } catch (IOException closed) {
            return false;
        }
        return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
    }

    /** What {@code stty} prints about this process's terminal; empty if there is no such program, or it fails. */
    private static Optional<String> stty(String... arguments) throws IOException, InterruptedException {
        if (!Programs.present("stty")) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    }

    /** Shows lines in place of what was there, as many of them as there is room for. */
    void show(List<String> lines) throws IOException, InterruptedException {
        String[] size = stty("size").orElse("").split(" ");
        boolean known = size.length == 2 && !size[0].equals("0");
        out.print(HOME);
        fitted(lines, known ? Integer.parseInt(size[0]) : LINES, known ? Integer.parseInt(size[1]) : COLUMNS)
                .forEach(line -> out.print(line + END_OF_LINE));
        out.print(REST);
        out.flush();
    }

    /** Lines that leave the last row of a terminal of this size free, each in one row. */
    static List<String> fitted(List<String> lines, int rows, int columns) {
        return lines.stream()
                .limit(Math.max(1, rows - 1))
                .map(line -> line.substring(
                        0,
                        line.offsetByCodePoints(
                                0, Math.min(line.codePointCount(0, line.length()), Math.max(1, columns)))))
                .toList();
    }

    /** Waits for {@code q}; false if it was not pressed in that time. */
    boolean quit(long seconds) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds)) {
            int key = keys.read();
            if (key == 'q' || key == 'Q') {
                return true;
            }
            if (key < 0) {
                // None within a tenth of a second; a terminal that is gone tells so at once, again and again.
                never.await(1, TimeUnit.MILLISECONDS);
            }
        }
        return false;
    }

    private void restore() {
        out.print(SHOW_CURSOR);
        out.flush();
        try {
            stty(settings);
        } catch (IOException unknown) {
            // The terminal is gone, and its settings with it.
            return;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            if (Runtime.getRuntime().removeShutdownHook(hook)) {
                restore();
            }
        } catch (IllegalStateException ending) {
            // The process is ending, and the hook does it.
            return;
        }
    }
}
