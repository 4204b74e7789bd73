package io.vexfs.core.internal.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** A segment file in memory that knows which of its bytes were forced. */
final class FaultyLogFile {
    private final FaultyLogFiles files;
    private byte[] bytes = new byte[0];
    private byte[] forced = new byte[0];
    /** Bytes that an fsync which failed was to write, and that the next one takes for written, though they are not. */
    private int lostFrom;

    private int lostTo;

    FaultyLogFile(FaultyLogFiles files) {
        this.files = files;
    }

    /** The file, opened: its end is that of all bytes there are. */
    synchronized LogFile open() {
        return new Handle(bytes.length, false);
    }

    /** The file, opened by another process: its end is where it is at that moment. */
    synchronized LogFile openToRead() {
        return new Handle(bytes.length, true);
    }

    private synchronized int length() {
        return bytes.length;
    }

    synchronized byte[] content() {
        return bytes.clone();
    }

    synchronized void content(byte[] content) {
        bytes = content.clone();
        forced = content.clone();
    }

    private synchronized void write(long at, byte[] source, int offset, int length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length, (int) at + length));
        System.arraycopy(source, offset, bytes, (int) at, length);
    }

    private synchronized void cut(long size) {
        bytes = Arrays.copyOf(bytes, (int) size);
    }

    private synchronized void again(long position, byte[] source, int offset, int length) {
        int at = (int) position;
        assert Arrays.equals(bytes, at, at + length, source, offset, offset + length);
        if (position <= lostFrom && position + length >= lostTo) {
            lostFrom = lostTo;
        }
    }

    private synchronized void lost(byte[] now) {
        lostFrom = lostFrom < lostTo ? Math.min(lostFrom, forced.length) : forced.length;
        lostTo = now.length;
    }

    private synchronized void forced(byte[] now) {
        Arrays.fill(now, Math.min(lostFrom, now.length), Math.min(lostTo, now.length), (byte) 0);
        forced = now;
    }

    private synchronized int read(long position, byte[] target, int offset, int length) {
        int read = (int) Math.max(0, Math.min(length, bytes.length - position));
        System.arraycopy(bytes, (int) position, target, offset, read);
        return read;
    }

    /**
     * What a power cut leaves: the forced bytes, and of the others some pieces of eight bytes, in no order, with zeros
     * where one was lost.
     */
    synchronized byte[] afterPowerCut(Random random) {
        byte[] left =
                Arrays.copyOf(forced, forced.length + random.nextInt(Math.max(1, bytes.length - forced.length + 1)));
        for (int at = 0; at < left.length; at += 8) {
            int length = Math.min(8, left.length - at);
            boolean written = at + length <= bytes.length && (at >= forced.length || overwritten(at, length));
            if (written && random.nextInt(4) > 0) {
                System.arraycopy(bytes, at, left, at, length);
            }
        }
        return left;
    }

    /** Whether what was prepared and forced has been written over since. */
    private boolean overwritten(int at, int length) {
        boolean lost = at < lostTo && at + length > lostFrom;
        int to = Math.min(at + length, forced.length);
        return !lost && !Arrays.equals(bytes, at, to, forced, at, to);
    }

    /** One opened file. */
    private final class Handle implements LogFile {
        private final boolean toRead;
        private long end;

        Handle(long end, boolean toRead) {
            this.end = end;
            this.toRead = toRead;
        }

        @Override
        public long size() {
            return toRead ? FaultyLogFile.this.length() : end;
        }

        @Override
        public void append(byte[] source, int offset, int length) throws IOException {
            try {
                files.step("append");
            } catch (IOException fault) {
                write(end, source, offset, length / 2);
                throw fault;
            }
            write(end, source, offset, length);
            end += length;
        }

        @Override
        public void prepare(int count) throws IOException {
            try {
                files.step("prepare");
            } catch (IOException fault) {
                write(end, new byte[count], 0, count / 2);
                throw fault;
            }
            write(end, new byte[count], 0, count);
        }

        @Override
        public void rewrite(long position, byte[] source, int offset, int length) throws IOException {
            files.step("rewrite");
            again(position, source, offset, length);
        }

        @Override
        public void force() throws IOException {
            byte[] now = content();
            try {
                files.step("force");
            } catch (IOException fault) {
                lost(now);
                throw fault;
            }
            forced(now);
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            files.reads();
            return FaultyLogFile.this.read(position, target, offset, length);
        }

        @Override
        public void truncate(long size) throws IOException {
            files.step("truncate");
            cut(size);
            end = size;
        }

        @Override
        public void close() {}
    }
}
