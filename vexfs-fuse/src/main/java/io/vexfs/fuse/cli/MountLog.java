package io.vexfs.fuse.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * What the background process of a mount writes about itself, from some moment on.
 *
 * @param file in the store's directory
 * @param start its size at that moment
 */
record MountLog(Path file, long start) {
    static final String NAME = "vexfs.log";
    private static final String FAILURE = "vexfs: ";
    private static final String RECOVERY = " io.vexfs.recovery: ";
    private static final long BYTES_MAX = 10L << 20;
    private static final int TAIL_BYTES_MAX = 64 << 10;

    /** The log of a store, from now on. */
    static MountLog of(Path store) throws IOException {
        Path file = store.resolve(NAME);
        return new MountLog(file, Files.exists(file) ? Files.size(file) : 0);
    }

    /** As {@link #of}, for the next process: an old log that has grown large is set aside. */
    static MountLog next(Path store) throws IOException {
        MountLog log = of(store);
        if (log.start <= BYTES_MAX) {
            return log;
        }
        Files.move(log.file, store.resolve(NAME + ".1"), StandardCopyOption.REPLACE_EXISTING);
        return new MountLog(log.file, 0);
    }

    /** The error that the process ended with. */
    Optional<String> failure() throws IOException {
        List<String> lines = lines();
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).startsWith(FAILURE)) {
                return Optional.of(
                        String.join("\n", lines.subList(i, lines.size())).substring(FAILURE.length()));
            }
        }
        return Optional.empty();
    }

    /** The last line, whatever it says. */
    Optional<String> lastLine() throws IOException {
        List<String> lines = lines();
        return lines.isEmpty() ? Optional.empty() : Optional.of(lines.get(lines.size() - 1));
    }

    /** How far the recovery of the store is, if that is what the process said last. */
    Optional<String> recovering() throws IOException {
        return lastLine()
                .filter(line -> line.contains(RECOVERY))
                .map(line -> line.substring(line.indexOf(RECOVERY) + RECOVERY.length()));
    }

    private List<String> lines() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.max(0, Math.min(in.length() - start, TAIL_BYTES_MAX))];
            in.seek(in.length() - bytes.length);
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
