package io.vexfs.core.internal.log;

import io.vexfs.api.CorruptStoreException;
import java.io.IOException;

/** How much of a log's file is records. */
public final class WrittenBytes {
    private WrittenBytes() {}

    /** Bytes of a sound segment's records, without what is prepared behind them; all bytes of another file. */
    public static long of(LogFiles files, String name) throws IOException {
        try (LogFile file = files.openToRead(name)) {
            if (!LogSegments.isSegment(name) || !SegmentHeader.whole(file)) {
                return file.size();
            }
            SegmentReader reader = new SegmentReader(file, files.directory().resolve(name), file.size());
            try {
                for (long sequence = SegmentHeader.first(file); reader.next(sequence) != null; sequence++) {}
            } catch (CorruptStoreException beingWritten) {
                return file.size();
            }
            return reader.position();
        }
    }
}
