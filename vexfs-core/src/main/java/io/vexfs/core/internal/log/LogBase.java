package io.vexfs.core.internal.log;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.core.internal.disk.ByteReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The file that stands for the log before a segment: {@code %016d.base}, numbered as the segment that follows it. It begins
 * like a segment, and its frames are numbered from 1: names, files and collections as they were at the end of what it
 * stands for, then their vectors, then {@link LogRecord.BaseEnd}.
 *
 * <p>Vectors are read while others are written. So a vector may be in it as a later record of the log left it; that
 * record is behind the base, and applying it again leads to the same.
 *
 * @param segment the segment that follows it
 * @param sequence the last record that it stands for
 * @param bytes its length
 */
record LogBase(long segment, long sequence, long bytes) {
    /** What a base is called while it is written. */
    static final String ASIDE = "base.new";

    static String name(long segment) {
        return String.format(Locale.ROOT, "%016d.base", segment);
    }

    /** Reads and checks the header of a base. */
    static LogBase open(LogFiles files, long storeId, long segment) throws IOException {
        try (LogFile file = files.open(name(segment))) {
            SegmentHeader header = SegmentHeader.read(SegmentHeader.BASE, file, path(files, segment), storeId, segment);
            return new LogBase(segment, header.firstSequence() - 1, file.size());
        }
    }

    private static Path path(LogFiles files, long segment) {
        return files.directory().resolve(name(segment));
    }

    /**
     * Gives its records to the consumer, each under the sequence that it stands for; how many there were.
     *
     * @param namesOnly whether to leave out the vectors
     * @param lastSequence where the log ends
     */
    long replay(LogFiles files, boolean namesOnly, long lastSequence, ReplayConsumer consumer) throws IOException {
        Path path = path(files, segment);
        try (LogFile file = files.open(name(segment))) {
            SegmentReader reader = new SegmentReader(file, path, bytes);
            long number = 1;
            for (ByteReader in = reader.next(number); in != null; in = reader.next(++number)) {
                if (namesOnly && LogCodec.ofVectorsAlone(in)) {
                    return number - 1;
                }
                LogRecord record = LogCodec.read(in);
                if (record instanceof LogRecord.BaseEnd end) {
                    requireEnd(reader, path, end, lastSequence);
                    return number - 1;
                }
                consumer.accept(sequence, record);
            }
            throw new CorruptStoreException(path, bytes, "the end of a base", "the end of the file");
        }
    }

    private void requireEnd(SegmentReader reader, Path path, LogRecord.BaseEnd end, long lastSequence) {
        if (reader.position() != bytes) {
            throw new CorruptStoreException(
                    path, reader.position(), "the end of the file", bytes - reader.position() + " bytes");
        }
        if (end.through() > lastSequence) {
            throw new CorruptStoreException(
                    path, bytes, "a log that goes to record " + end.through(), "one that ends at " + lastSequence);
        }
    }
}
