package io.vexfs.core.internal.disk;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;

/** What makes files and names last on a disk, and what its failures mean. */
public final class Disk {
    /** Room below which a failed write is taken for a full disk, whatever language its message is in. */
    private static final long FULL_BELOW_BYTES = 64 * 1024;

    private static final int READ_BYTES = 1 << 18;

    private Disk() {}

    /** Work on files that an interrupt of its thread would break off and leave with closed channels. */
    @FunctionalInterface
    public interface FileWork<T> {
        /** Does the work from its beginning. */
        T run() throws IOException;
    }

    /** Does the work; an interrupt makes it start anew, and stays set for the caller. */
    public static <T> T uninterrupted(FileWork<T> work) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return work.run();
                } catch (ClosedByInterruptException again) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Bytes of the files in a directory; 0 where it cannot be read. */
    public static long bytes(Path directory) {
        File[] files = directory.toFile().listFiles();
        return files == null ? 0 : Arrays.stream(files).mapToLong(File::length).sum();
    }

    /** Brings the names in a directory to the disk. */
    public static void forceDirectory(Path directory) throws IOException {
        uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
            return directory;
        });
    }

    /** Brings the bytes of a file that is there to the disk, those stored through mappings included. */
    public static void forceFile(Path file) throws IOException {
        uninterrupted(() -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return file;
        });
    }

    /** Puts a file with these bytes in place, whole or not at all, on the disk when this returns. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try (FileOutputStream out = new FileOutputStream(aside.toFile())) {
            out.write(bytes);
            out.getFD().sync();
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(parent(file));
    }

    /** CRC32C of a file's bytes. */
    public static int checksum(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[READ_BYTES];
        // Not a channel, which an interrupt would close.
        try (InputStream in = new FileInputStream(file.toFile())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                crc.update(buffer, 0, read);
            }
        }
        return (int) crc.getValue();
    }

    /** The directory that a file is in. */
    public static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }

    /** Whether a failure at {@code file} came from a full disk, of which {@code neededBytes} were asked. */
    public static boolean full(Path file, long neededBytes, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("no space left")
                    || message.contains("enospc")
                    || message.contains("not enough space")
                    || message.contains("quota exceeded")) {
                return true;
            }
            if (message.contains("input/output error")) {
                // The device failed, however little room there is.
                return false;
            }
        }
        try {
            return Files.getFileStore(parent(file)).getUsableSpace() < Math.max(neededBytes, FULL_BELOW_BYTES);
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Checks that there seems to be room for so many bytes, before they are written in vain. */
    public static void requireRoom(Path directory, long neededBytes) throws IOException {
        long room = Files.getFileStore(directory).getUsableSpace();
        if (room < neededBytes) {
            throw new VexfsException(
                    FuseVexfsError.NO_SPACE,
                    directory + ": the disk is full: expected room for " + neededBytes + " bytes, was " + room);
        }
    }

    /** The exception for a failed write: {@code NO_SPACE} on a full disk, otherwise {@code SYNC_ERROR}. */
    public static VexfsException writeFailure(Path file, long neededBytes, Throwable failure) {
        return full(file, neededBytes, failure)
                ? new VexfsException(
                        FuseVexfsError.NO_SPACE,
                        file + ": the disk is full: expected room for " + neededBytes + " bytes",
                        failure)
                : new VexfsException(FuseVexfsError.SYNC_ERROR, file + ": cannot be written: " + failure, failure);
    }

    /** The exception for a failed read. */
    public static VexfsException readFailure(Path file, IOException failure) {
        return new VexfsException(FuseVexfsError.SYNC_ERROR, file + ": cannot be read: " + failure, failure);
    }
}
