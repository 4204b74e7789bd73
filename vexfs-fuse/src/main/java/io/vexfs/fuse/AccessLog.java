package io.vexfs.fuse;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * {@code /.vexfs/accesslog}: a line for each operation, for those who read it meanwhile. Without a reader an operation
 * costs one look at whether there is one. A reader that does not keep up loses lines and is told how many.
 */
final class AccessLog {
    /** The file's name. */
    static final String FILE = "accesslog";
    /** Lines that wait for a reader. */
    static final int LINES_MAX = 10_000;
    /** Bytes of the lines that wait for a reader, as a path may be long. */
    static final int BYTES_MAX = 4 << 20;
    /** Of the threads that answer, the part that may wait for lines at once. */
    private static final int WAITING_PART = 4;

    private static final long WAIT_MILLIS = 1_000;
    /** With one thread nothing else is answered while it waits. */
    private static final long WAIT_MILLIS_ALONE = 100;
    /** What a read gives when nothing happened, as nothing at all would be the file's end. */
    private static final byte[] NOTHING = "#\n".getBytes(StandardCharsets.US_ASCII);

    private final CopyOnWriteArrayList<Reader> readers = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final int readersMax;
    private final long waitMillis;
    private final Supplier<Caller> callers;
    private final InstantSource clock;

    /** @param threads threads that answer */
    AccessLog(int threads, Supplier<Caller> callers, InstantSource clock) {
        this.readersMax = Math.max(1, threads / WAITING_PART);
        this.waitMillis = threads == 1 ? WAIT_MILLIS_ALONE : WAIT_MILLIS;
        this.callers = callers;
        this.clock = clock;
    }

    /** Whether anybody reads. */
    boolean read() {
        return !readers.isEmpty();
    }

    /** Adds a line for an operation of this thread, which is still at it. */
    void add(Operation operation, Answering now, int answer, long nanos) {
        MountPath path = now.path();
        if (path.depth() == 2 && path.nameIs(FILE) && path.component(ControlFiles.DIRECTORY) == 0) {
            return;
        }
        Caller caller = callers.get();
        String result = answer < 0 ? ErrorNames.of(-answer) : String.valueOf(answer);
        List<String> fields = List.of(
                clock.instant().toString(),
                "pid=" + caller.process(),
                "uid=" + caller.user(),
                "gid=" + caller.group(),
                operation.text(),
                now.pathText(),
                result,
                nanos + "ns");
        byte[] line = (String.join("\t", fields) + "\n").getBytes(StandardCharsets.UTF_8);
        for (Reader reader : readers) {
            reader.offer(line);
        }
    }

    /** A reader from now on; refused where so many read already that others would wait for an answer. */
    OpenFile open(ToIntFunction<Pointer> stat) {
        if (open.incrementAndGet() > readersMax) {
            open.decrementAndGet();
            throw new ErrnoException(Linux.EBUSY);
        }
        Reader reader = new Reader(stat);
        readers.add(reader);
        return reader;
    }

    private final class Reader implements OpenFile {
        private final ToIntFunction<Pointer> stat;
        private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(LINES_MAX);
        private final AtomicInteger waiting = new AtomicInteger();
        private final LongAdder dropped = new LongAdder();
        private byte[] current = {};
        private int done;

        private Reader(ToIntFunction<Pointer> stat) {
            this.stat = stat;
        }

        private void offer(byte[] line) {
            if (waiting.addAndGet(line.length) > BYTES_MAX || !lines.offer(line)) {
                waiting.addAndGet(-line.length);
                dropped.increment();
            }
        }

        @Override
        public int stat(Pointer target) {
            return stat.applyAsInt(target);
        }

        /** Waits for the first line, not for more. */
        @Override
        public synchronized int read(Pointer buffer, long size, long offset) {
            int written = 0;
            while (written < size && advance(written == 0)) {
                int count = (int) Math.min(size - written, current.length - done);
                buffer.put(written, current, done, count);
                done += count;
                written += count;
            }
            return written;
        }

        /** Whether there is something left of the current line, or there is another one. */
        private boolean advance(boolean wait) {
            if (done < current.length) {
                return true;
            }
            byte[] next = dropped.sum() > 0 && wait
                    ? ("# " + dropped.sumThenReset() + " lines dropped\n").getBytes(StandardCharsets.US_ASCII)
                    : taken(lines.poll());
            if (next == null && wait) {
                next = await();
            }
            current = next == null ? new byte[0] : next;
            done = 0;
            return next != null;
        }

        private byte @Nullable [] taken(byte @Nullable [] line) {
            if (line != null) {
                waiting.addAndGet(-line.length);
            }
            return line;
        }

        private byte[] await() {
            try {
                byte[] next = taken(lines.poll(waitMillis, TimeUnit.MILLISECONDS));
                return next == null ? NOTHING : next;
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
                return NOTHING;
            }
        }

        @Override
        public boolean generated() {
            return true;
        }

        @Override
        public void close() {
            if (readers.remove(this)) {
                open.decrementAndGet();
            }
        }
    }
}
