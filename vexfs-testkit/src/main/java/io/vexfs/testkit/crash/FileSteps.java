package io.vexfs.testkit.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Steps that a user takes in a mount, and what the files must be after each, or may be if it was cut short. */
final class FileSteps {
    private static final List<String> DIRECTORIES = List.of("d", "e");
    private static final int NAMES = 6;
    private static final int NUMBERS = 500;
    private static final long TICK_NANOS = 5_000_000L;

    private final Path point;
    private final Random random;
    private MountedFiles files = MountedFiles.NONE;
    /** What the files may be instead, while a step is under way. */
    private List<MountedFiles> allowed = List.of(files);

    private long steps;

    FileSteps(Path point, long seed) {
        this.point = point;
        random = new Random(seed);
    }

    /** Everything that the mount may show now. */
    List<MountedFiles> allowed() {
        return allowed;
    }

    /** Steps that returned. */
    long steps() {
        return steps;
    }

    /** Goes on from what was found. */
    void adopt(MountedFiles found) {
        files = found;
        allowed = List.of(found);
    }

    /** Takes a step; what it throws, the kill has caused. */
    void take() throws IOException {
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> write(path(), random.nextBoolean());
            case 4, 5 -> saveAside(path());
            case 6, 7 -> move();
            case 8 -> unlink();
            default -> moveDirectory();
        }
        steps++;
    }

    private String path() throws IOException {
        String directory = random.nextBoolean() ? "" : DIRECTORIES.get(random.nextInt(DIRECTORIES.size()));
        if (!directory.isEmpty()) {
            Files.createDirectories(point.resolve(directory));
        }
        return (directory.isEmpty() ? "" : directory + "/") + "n" + random.nextInt(NAMES) + ".vec";
    }

    private String text() {
        return (1 + random.nextInt(NUMBERS)) + " " + random.nextInt(NUMBERS) + " " + random.nextInt(NUMBERS) + "\n";
    }

    /** The step may end in these states, the first of which is the one before it. */
    private void mayBecome(MountedFiles... states) {
        List<MountedFiles> all = new ArrayList<>(allowed);
        all.addAll(List.of(states));
        allowed = all;
    }

    private void write(String path, boolean sync) throws IOException {
        String text = text();
        MountedFiles written = files.with(path, MountedFiles.File.of(text));
        // Emptied, it is read by itself if the write takes longer than a second to come.
        mayBecome(files.emptier(path, ""), files.with(path, new MountedFiles.File("", Optional.empty())), written);
        if (files.file(path).filter(old -> text.length() < old.text().length()).isPresent()) {
            mayBecome(files.emptier(path, text));
        }
        try (FileChannel file = FileChannel.open(
                point.resolve(path),
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            if (sync) {
                file.force(true);
                adopt(written);
            }
        }
        adopt(written);
    }

    private void saveAside(String path) throws IOException {
        String text = text();
        MountedFiles saved = files.with(path, MountedFiles.File.of(text));
        mayBecome(saved);
        Path aside = point.resolve("aside.tmp");
        try (FileChannel file = FileChannel.open(
                aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            file.force(true);
        }
        Files.move(aside, point.resolve(path), StandardCopyOption.ATOMIC_MOVE);
        adopt(saved);
    }

    private String some() {
        List<String> paths = List.copyOf(files.paths());
        return paths.isEmpty() ? "" : paths.get(random.nextInt(paths.size()));
    }

    private void move() throws IOException {
        String from = some();
        String to = path();
        if (from.isEmpty() || from.equals(to)) {
            return;
        }
        MountedFiles moved = files.moved(from, to);
        // Killed before the store knew the new name, what is found there is read, also where an old vector was kept.
        mayBecome(moved, moved.readAnew(to));
        Files.move(point.resolve(from), point.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        adopt(moved);
    }

    private void unlink() throws IOException {
        String path = some();
        if (path.isEmpty()) {
            return;
        }
        MountedFiles left = files.without(path);
        mayBecome(left);
        Files.delete(point.resolve(path));
        adopt(left);
    }

    private void moveDirectory() throws IOException {
        String from = DIRECTORIES.get(random.nextInt(DIRECTORIES.size()));
        String to = DIRECTORIES.get(DIRECTORIES.size() - 1 - DIRECTORIES.indexOf(from));
        if (files.paths().stream().anyMatch(path -> path.startsWith(to + "/")) || !Files.exists(point.resolve(from))) {
            return;
        }
        deleteEmptied(point.resolve(to));
        MountedFiles moved = files.movedDirectory(from, to);
        mayBecome(moved, moved.readAnew(to));
        Files.move(point.resolve(from), point.resolve(to), StandardCopyOption.ATOMIC_MOVE);
        adopt(moved);
    }

    /** What was unlinked right after its close stays, hidden, until libfuse is told of that close. */
    private static void deleteEmptied(Path directory) throws IOException {
        long end = System.nanoTime() + Said.PATIENCE.toNanos();
        while (true) {
            try {
                Files.deleteIfExists(directory);
                return;
            } catch (DirectoryNotEmptyException hidden) {
                if (System.nanoTime() - end > 0) {
                    throw hidden;
                }
                LockSupport.parkNanos(TICK_NANOS);
            }
        }
    }
}
