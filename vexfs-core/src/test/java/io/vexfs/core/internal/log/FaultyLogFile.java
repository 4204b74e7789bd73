package io.vexfs.core.internal.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** A segment file in memory that knows which of its bytes were forced. */
final class FaultyLogFile implements LogFile {
    private final FaultyLogFiles files;
    private byte[] bytes = new byte[0];
    private byte[] forced = new byte[0];

    FaultyLogFile(FaultyLogFiles files) {
        this.files = files;
    }

    @Override
    public synchronized long size() {
        return bytes.length;
    }

    @Override
    public void append(byte[] source, int offset, int length) throws IOException {
        try {
            files.step("append");
        } catch (IOException fault) {
            write(source, offset, length / 2);
            throw fault;
        }
        write(source, offset, length);
    }

    private synchronized void write(byte[] source, int offset, int length) {
        int end = bytes.length;
        bytes = Arrays.copyOf(bytes, end + length);
        System.arraycopy(source, offset, bytes, end, length);
    }

    @Override
    public void force() throws IOException {
        byte[] now = content();
        files.step("force");
        synchronized (this) {
            forced = now;
        }
    }

    @Override
    public synchronized int read(long position, byte[] target, int offset, int length) {
        int read = (int) Math.max(0, Math.min(length, bytes.length - position));
        System.arraycopy(bytes, (int) position, target, offset, read);
        return read;
    }

    @Override
    public void truncate(long size) throws IOException {
        files.step("truncate");
        synchronized (this) {
            bytes = Arrays.copyOf(bytes, (int) size);
        }
    }

    @Override
    public void close() {}

    synchronized byte[] content() {
        return bytes.clone();
    }

    synchronized void content(byte[] content) {
        bytes = content.clone();
        forced = content.clone();
    }

    /**
     * What a power cut leaves: the forced bytes, and of the others some pieces of eight bytes, in no order, with zeros
     * where one was lost.
     */
    synchronized byte[] afterPowerCut(Random random) {
        byte[] left =
                Arrays.copyOf(forced, forced.length + random.nextInt(Math.max(1, bytes.length - forced.length + 1)));
        for (int at = forced.length; at < left.length; at += 8) {
            if (random.nextInt(4) > 0) {
                int length = Math.min(8, left.length - at);
                System.arraycopy(bytes, at, left, at, length);
            }
        }
        return left;
    }
}
