package io.vexfs.testkit.crash;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Programs;
import io.vexfs.testkit.files.Directories;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A small real file system of its own, mounted for a test: in a file through a loop device, or in memory. */
final class SmallFileSystem implements AutoCloseable {
    /** Where XFS begins; the file is sparse. */
    private static final long IMAGE_BYTES = 320L << 20;

    private static final long TRIED_BYTES = 1L << 20;
    private static final int WRITES_FIELD = 4;
    private static final int CAP_SYS_ADMIN = 21;
    private static final String WHY = "to make and mount a small file system";
    private static final int PATIENCE = 100;
    /** By kind, as they stay the same for the life of a process. */
    private static final Map<String, Optional<String>> HINDRANCES = new ConcurrentHashMap<>();

    private final Path directory;
    private final Path mountPoint;
    private final String device;

    private SmallFileSystem(Path directory, Path mountPoint, String device) {
        this.directory = directory;
        this.mountPoint = mountPoint;
        this.device = device;
    }

    /**
     * Why this machine or user cannot do with a file system of a kind ({@code ext4}, {@code xfs}, {@code tmpfs}) what the
     * harnesses do: one is made and tried, as nothing less tells what a container, its profile or its kernel refuses.
     */
    static Optional<String> hindrance(String kind) {
        return HINDRANCES.computeIfAbsent(kind, SmallFileSystem::tried);
    }

    private static Optional<String> tried(String kind) {
        if (!mayMount()) {
            return Optional.of("mounting " + kind + " needs root (CAP_SYS_ADMIN)");
        }
        try {
            Path directory = Files.createTempDirectory("vexfs-mounts-");
            try {
                tryIn(directory, kind);
            } finally {
                Directories.remove(directory);
            }
            return Optional.empty();
        } catch (IOException | RuntimeException | LinkageError refused) {
            return Optional.of("this machine refuses a small " + kind + ": " + refused);
        }
    }

    private static void tryIn(Path directory, String kind) throws IOException {
        if (kind.equals("tmpfs")) {
            try (SmallFileSystem tried = inMemory(directory, TRIED_BYTES)) {
                tried.writeFile();
                tried.resize(2 * TRIED_BYTES);
            }
            return;
        }
        try (SmallFileSystem tried = onLoopDevice(directory, kind);
                WriteCounter writes = tried.writes();
                FileSystemShutdown power = new FileSystemShutdown(tried.mountPoint)) {
            tried.writeFile();
            writes.count();
            power.cut();
        }
    }

    private void writeFile() throws IOException {
        Files.writeString(mountPoint.resolve("file"), "content");
    }

    /** Root in a container may have been denied it, so the kernel's own list is asked. */
    private static boolean mayMount() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("CapEff:"))
                    .anyMatch(line ->
                            (Long.parseUnsignedLong(line.replaceAll(".*\\s", ""), 16) >> CAP_SYS_ADMIN & 1) == 1);
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** A new {@code ext4} or {@code xfs} on a loop device, mounted below {@code directory}. */
    static SmallFileSystem onLoopDevice(Path directory, String kind) throws IOException {
        Path image = directory.resolve("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(IMAGE_BYTES);
        }
        run(directory, "mkfs." + kind, "-q", image.toString());
        String device =
                run(directory, "losetup", "--find", "--show", image.toString()).strip();
        SmallFileSystem made = new SmallFileSystem(directory, directory.resolve("mnt"), device);
        try {
            Files.createDirectories(made.mountPoint);
            made.mount();
            return made;
        } catch (IOException | RuntimeException refused) {
            try {
                made.detach();
            } catch (IOException | RuntimeException again) {
                refused.addSuppressed(again);
            }
            throw refused;
        }
    }

    /** A file system in memory, of that size. */
    static SmallFileSystem inMemory(Path directory, long bytes) throws IOException {
        SmallFileSystem made = new SmallFileSystem(directory, directory.resolve("mnt"), "");
        Files.createDirectories(made.mountPoint);
        run(directory, "mount", "-t", "tmpfs", "-o", "size=" + bytes, "vexfs-test", made.mountPoint.toString());
        return made;
    }

    private static String run(Path directory, String... command) throws IOException {
        return Programs.run(directory, Map.of(), WHY, List.of(command));
    }

    Path mountPoint() {
        return mountPoint;
    }

    private void mount() throws IOException {
        run(directory, "mount", device, mountPoint.toString());
    }

    /** Gives a file system in memory another size. */
    void resize(long bytes) throws IOException {
        run(directory, "mount", "-o", "remount,size=" + bytes, mountPoint.toString());
    }

    /** Mounts again what is on the device. */
    void remount() throws IOException, InterruptedException {
        unmount();
        mount();
    }

    /** A process that was killed may hold it a moment longer. */
    private void unmount() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                run(directory, "umount", mountPoint.toString());
                return;
            } catch (VexfsException busy) {
                if (attempt == PATIENCE || busy.error() == FuseVexfsError.UNSUPPORTED) {
                    throw busy;
                }
                TimeUnit.MILLISECONDS.sleep(attempt);
            }
        }
    }

    /** Counts what reaches the device. */
    WriteCounter writes() throws IOException {
        return new WriteCounter(Path.of("/sys/block", device.substring(device.lastIndexOf('/') + 1), "stat"));
    }

    /** The writes that a block device has completed: what it holds changes with each of them and with nothing else. */
    static final class WriteCounter implements AutoCloseable {
        private final RandomAccessFile statistics;
        private final byte[] text = new byte[512];

        private WriteCounter(Path file) throws IOException {
            statistics = new RandomAccessFile(file.toFile(), "r");
        }

        long count() throws IOException {
            statistics.seek(0);
            int length = statistics.read(text);
            String[] fields = new String(text, 0, length, StandardCharsets.US_ASCII)
                    .strip()
                    .split(" +");
            return Long.parseLong(fields[WRITES_FIELD]);
        }

        @Override
        public void close() throws IOException {
            statistics.close();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            unmount();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!device.isEmpty()) {
                detach();
            }
        }
    }

    private void detach() throws IOException {
        run(directory, "losetup", "-d", device);
        Files.delete(directory.resolve("image"));
    }
}
