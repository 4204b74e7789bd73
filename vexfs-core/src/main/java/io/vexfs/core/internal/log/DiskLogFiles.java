package io.vexfs.core.internal.log;

import io.vexfs.core.internal.disk.Disk;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** {@link LogFiles} of the host file system. */
final class DiskLogFiles implements LogFiles {
    private final Path directory;

    DiskLogFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public LogFile create(String name) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        try {
            return open(name);
        } catch (IOException failed) {
            // Made, but no file descriptor is left to open it.
            try {
                Files.delete(file);
            } catch (IOException stuck) {
                failed.addSuppressed(stuck);
            }
            throw failed;
        }
    }

    @Override
    public LogFile open(String name) throws IOException {
        return new DiskLogFile(plain(name), "rw");
    }

    @Override
    public LogFile openToRead(String name) throws IOException {
        Path file = plain(name);
        try {
            return new DiskLogFile(file, "r");
        } catch (FileNotFoundException failed) {
            // Deleted since, unless it may not be read.
            throw Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? failed : new NoSuchFileException(file.toString());
        }
    }

    private Path plain(String name) throws IOException {
        Path file = directory.resolve(name);
        // One look: what goes between two of them would be there and no plain file.
        if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isRegularFile()) {
            throw new IOException(file + ": expected a plain file");
        }
        return file;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                directory.resolve(from),
                directory.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(directory.resolve(name));
    }

    @Override
    public void force() throws IOException {
        Disk.forceDirectory(directory);
    }

    /** A file without a channel: an interrupt of a writing thread closes a channel, and the log with it. */
    private static final class DiskLogFile implements LogFile {
        private static final byte[] ZEROS = new byte[1 << 16];

        private final RandomAccessFile file;
        private final boolean toRead;
        private long end;

        DiskLogFile(Path path, String mode) throws IOException {
            this.file = new RandomAccessFile(path.toFile(), mode);
            this.end = file.length();
            this.toRead = mode.equals("r");
        }

        /** Of a file that another process may write to, what it has now. */
        @Override
        public synchronized long size() throws IOException {
            return toRead ? file.length() : end;
        }

        @Override
        public synchronized void append(byte[] bytes, int offset, int length) throws IOException {
            file.seek(end);
            file.write(bytes, offset, length);
            end += length;
        }

        @Override
        public synchronized void rewrite(long position, byte[] bytes, int offset, int length) throws IOException {
            file.seek(position);
            file.write(bytes, offset, length);
        }

        @Override
        public synchronized void prepare(int bytes) throws IOException {
            file.seek(end);
            for (int left = bytes; left > 0; left -= ZEROS.length) {
                file.write(ZEROS, 0, Math.min(left, ZEROS.length));
            }
        }

        @Override
        public void force() throws IOException {
            file.getFD().sync();
        }

        @Override
        public synchronized int read(long position, byte[] bytes, int offset, int length) throws IOException {
            file.seek(position);
            int total = 0;
            while (total < length) {
                int read = file.read(bytes, offset + total, length - total);
                if (read < 0) {
                    break;
                }
                total += read;
            }
            return total;
        }

        @Override
        public synchronized void truncate(long size) throws IOException {
            file.setLength(size);
            end = size;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
