package io.vexfs.core.internal.log;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.Durability;
import io.vexfs.testkit.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The log's readers: recovery, scan and the scan of a log in use. The first byte of an input says what the others are: a
 * segment's file, the records of a segment in frames without a fault, or those of a base. What recovery took, it takes
 * again after one more record.
 */
public final class LogTarget implements FuzzTarget {
    private static final int STORE = 7;
    private static final int FILE = 0;
    private static final int SEGMENT = 1;
    private static final int BASE = 2;
    private static final int KINDS = 3;
    private static final int RECORDS_MAX = 64;

    private static final LogScan.Visitor NOTHING = new LogScan.Visitor() {
        @Override
        public void record(LogScan.Place place, LogRecord record) {}

        @Override
        public void damage(CorruptStoreException damage, long from) {}

        @Override
        public void unfinished(Path file, long offset, long bytes) {}
    };

    @Override
    public String name() {
        return "log";
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        ByteArrayOutputStream base = new ByteArrayOutputStream();
        base.write(BASE);
        for (LogRecord record : LogSamples.all()) {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            one.write(SEGMENT);
            for (ByteArrayOutputStream each : List.of(one, records)) {
                piece(record, each);
            }
            seeds.add(one.toByteArray());
            if (!(record instanceof LogRecord.BaseEnd)) {
                piece(record, base);
            }
        }
        piece(new LogRecord.BaseEnd(1), base);
        seeds.add(base.toByteArray());
        FaultyLogFiles files = files(SEGMENT, records.toByteArray());
        byte[] segment = files.file(LogSegments.name(1)).content();
        byte[] seed = new byte[1 + segment.length];
        System.arraycopy(segment, 0, seed, 1, segment.length);
        seeds.add(seed);
        return seeds;
    }

    private static void piece(LogRecord record, ByteArrayOutputStream out) throws IOException {
        byte[] bytes = record(record);
        out.write(bytes.length);
        out.write(bytes.length >> 8);
        out.write(bytes);
    }

    private static byte[] record(LogRecord record) {
        ByteBuffer frame = LogFrame.of(record);
        return Arrays.copyOfRange(
                frame.array(),
                LogFrame.HEADER_BYTES,
                frame.limit() - (LogFrame.OVERHEAD_BYTES - LogFrame.HEADER_BYTES));
    }

    @Override
    public void read(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        int kind = Math.floorMod(input[0], KINDS);
        FaultyLogFiles files = files(kind, Arrays.copyOfRange(input, 1, input.length));
        LogScan.run(files.copy(), STORE, Optional.empty(), NOTHING);
        LogScan.run(files.copy(), STORE, Optional.of(new LogEnd(1, input.length, 1)), NOTHING);
        LogScan.runLive(files.copy(), STORE, NOTHING);
        List<ByteBuffer> records = recovered(files);
        LogRecord more = new LogRecord.NodeRemoved(1);
        try (WriteAheadLog log = WriteAheadLog.open(files, settings(), Optional.empty())) {
            log.append(more);
        }
        records.add(ByteBuffer.wrap(record(more)));
        if (!recovered(files).equals(records)) {
            throw new IllegalStateException("recovered otherwise after one more record");
        }
    }

    private static List<ByteBuffer> recovered(FaultyLogFiles files) {
        List<ByteBuffer> records = new ArrayList<>();
        try (WriteAheadLog log = WriteAheadLog.open(files, settings(), Optional.empty())) {
            log.replay(0, (sequence, read) -> records.add(ByteBuffer.wrap(record(read))));
        }
        return records;
    }

    private static LogSettings settings() {
        return new LogSettings(STORE, Durability.NONE, Duration.ofSeconds(1), InstantSource.system(), 1 << 20, false);
    }

    private static FaultyLogFiles files(int kind, byte[] bytes) throws IOException {
        FaultyLogFiles files = new FaultyLogFiles();
        if (kind == FILE) {
            files.add(LogSegments.name(1), bytes);
        } else if (kind == SEGMENT) {
            files.add(LogSegments.name(1), framed(new SegmentHeader(SegmentHeader.LOG, STORE, 1, 1), bytes));
        } else {
            files.add(LogBase.name(2), framed(new SegmentHeader(SegmentHeader.BASE, STORE, 2, 2), bytes));
            files.add(LogSegments.name(2), new SegmentHeader(SegmentHeader.LOG, STORE, 2, 2).bytes());
        }
        return files;
    }

    /** Pieces of the bytes, each behind two bytes of its length, in frames as the log would write them. */
    private static byte[] framed(SegmentHeader header, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(header.bytes());
        int at = 0;
        for (int sequence = 1; at + 3 <= bytes.length && sequence <= RECORDS_MAX; sequence++) {
            int wanted = (bytes[at] & 0xff) + ((bytes[at + 1] & 0xff) << 8);
            int length = Math.max(1, Math.min(wanted, bytes.length - at - 2));
            ByteBuffer frame =
                    ByteBuffer.allocate(length + LogFrame.OVERHEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            frame.putInt(0, length).put(LogFrame.HEADER_BYTES, bytes, at + 2, length);
            LogFrame.seal(frame, sequence, sequence - 1);
            out.write(frame.array());
            at += 2 + length;
        }
        return out.toByteArray();
    }
}
