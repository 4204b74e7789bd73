package io.vexfs.core.internal.log;

import io.vexfs.api.CorruptStoreException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * The files that a log consists of at one moment, held open while they are copied, so that none goes that its process
 * replaces meanwhile. Of the segment that is being written, the records are copied that were there at the beginning.
 */
public final class LogCopy implements AutoCloseable {
    /** So often in a row, files may be replaced between being listed and being opened. */
    private static final int LISTINGS_MAX = 1_000;

    private static final int BUFFER_BYTES = 1 << 18;
    /** A record that its process is writing is whole after that; it is damaged otherwise. */
    private static final long WRITING_NANOS_MAX = 5_000_000_000L;

    private static final long PAUSE_NANOS = 1_000_000L;

    private final LogFiles files;
    private final Map<String, LogFile> open = new TreeMap<>();
    private String last = "";

    private LogCopy(LogFiles files) {
        this.files = files;
    }

    /** Opens all files of a log. */
    public static LogCopy open(LogFiles files) throws IOException {
        for (int listing = 1; ; listing++) {
            LogCopy copy = new LogCopy(files);
            try {
                copy.openAll();
                return copy;
            } catch (NoSuchFileException replaced) {
                copy.close();
                if (listing == LISTINGS_MAX) {
                    throw replaced;
                }
            } catch (IOException | RuntimeException failed) {
                copy.close();
                throw failed;
            }
        }
    }

    private void openAll() throws IOException {
        for (String name : files.names()) {
            if (LogScan.isPart(name)) {
                open.put(name, files.openToRead(name));
                last = LogSegments.isSegment(name) ? name : last;
            }
        }
    }

    /**
     * Copies them, forced, into a directory; the bytes.
     *
     * @param written whether a process has the log open and may write to it
     */
    public long copy(Path to, boolean written, LongConsumer progress) throws IOException {
        long bytes = 0;
        for (Map.Entry<String, LogFile> each : open.entrySet()) {
            String name = each.getKey();
            long size = name.equals(last)
                    ? recordBytes(each.getValue(), written)
                    : each.getValue().size();
            copy(each.getValue(), size, to.resolve(name), progress);
            bytes += size;
        }
        for (String name : files.names()) {
            // What a record's failure made known while its segment was being copied.
            if (LogSegments.isAborted(name) && !open.containsKey(name)) {
                Files.createFile(to.resolve(name));
            }
        }
        return bytes;
    }

    private static void copy(LogFile file, long size, Path to, LongConsumer progress) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (FileOutputStream out = new FileOutputStream(to.toFile())) {
            for (long at = 0; at < size; ) {
                int read = file.read(at, buffer, 0, (int) Math.min(buffer.length, size - at));
                if (read <= 0) {
                    break;
                }
                out.write(buffer, 0, read);
                at += read;
                progress.accept(read);
            }
            out.getFD().sync();
        }
    }

    /** Up to where the records go that there are now, without what is prepared behind them; all bytes if one is damaged. */
    private long recordBytes(LogFile file, boolean written) throws IOException {
        if (!SegmentHeader.whole(file)) {
            return file.size();
        }
        Path path = files.directory().resolve(last);
        Extent now = extent(file, path);
        SegmentReader reader = new SegmentReader(file, path, now.bytes);
        long sequence = SegmentHeader.first(file);
        long deadline = System.nanoTime() + WRITING_NANOS_MAX;
        while (reader.position() < now.written) {
            try {
                if (reader.next(sequence) == null) {
                    break;
                }
                sequence++;
                deadline = System.nanoTime() + WRITING_NANOS_MAX;
            } catch (CorruptStoreException damagedOrUnfinished) {
                if (!written || System.nanoTime() - deadline > 0) {
                    return file.size();
                }
                LockSupport.parkNanos(PAUSE_NANOS);
                reader = reader.again(file.size());
            }
        }
        return reader.position();
    }

    /**
     * How much of a file there is.
     *
     * @param bytes its length
     * @param written where the zeros at its end begin
     */
    private record Extent(long bytes, long written) {}

    private static Extent extent(LogFile file, Path path) throws IOException {
        for (long bytes = file.size(); ; ) {
            try {
                return new Extent(bytes, new SegmentReader(file, path, bytes).written());
            } catch (CorruptStoreException shorter) {
                // Its process went on in another segment and has cut off what was prepared here.
                long left = file.size();
                if (left >= bytes) {
                    throw shorter;
                }
                bytes = left;
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (LogFile file : open.values()) {
            file.close();
        }
    }
}
