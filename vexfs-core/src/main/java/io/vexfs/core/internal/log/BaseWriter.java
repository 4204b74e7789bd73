package io.vexfs.core.internal.log;

import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A base that is being written aside; {@link WriteAheadLog#install} puts it in place. Not safe from several threads. */
public final class BaseWriter implements AutoCloseable {
    private final LogFiles files;
    private final LogFile file;
    private final LogEnd cut;
    private long frames;
    private long bytes;
    private boolean closed;
    private boolean installed;

    BaseWriter(LogFiles files, long storeId, LogEnd cut) throws IOException {
        this.files = files;
        this.cut = cut;
        if (files.names().contains(LogBase.ASIDE)) {
            files.delete(LogBase.ASIDE);
        }
        file = files.create(LogBase.ASIDE);
        byte[] header = new SegmentHeader(SegmentHeader.BASE, storeId, cut.segment(), cut.sequence() + 1).bytes();
        file.append(header, 0, header.length);
        bytes = header.length;
    }

    /** Where the log was cut: the base stands for the records up to there. */
    public LogEnd cut() {
        return cut;
    }

    /** Adds a record: names, files and collections first, then vectors. */
    public void add(LogRecord record) throws IOException {
        ByteBuffer frame = LogFrame.of(record);
        LogFrame.seal(frame, ++frames, 0);
        file.append(frame.array(), frame.arrayOffset(), frame.limit());
        bytes += frame.limit();
    }

    /** Bytes written so far. */
    public long bytes() {
        return bytes;
    }

    /** Ends the file, brings it to the disk and gives it its name. */
    LogBase install(long through) throws IOException {
        add(new LogRecord.BaseEnd(through));
        file.force();
        files.rename(LogBase.ASIDE, LogBase.name(cut.segment()));
        installed = true;
        files.force();
        return new LogBase(cut.segment(), cut.sequence(), bytes);
    }

    /** Closes the file, and removes it unless it was installed. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            file.close();
            if (!installed) {
                files.delete(LogBase.ASIDE);
            }
        } catch (IOException failed) {
            throw Disk.writeFailure(files.directory().resolve(LogBase.ASIDE), 0, failed);
        }
    }
}
