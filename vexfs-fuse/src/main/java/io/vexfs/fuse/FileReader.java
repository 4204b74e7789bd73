package io.vexfs.fuse;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The one thread that reads files for vectors when nobody closes them: some time after their last write. */
final class FileReader implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;
    private static final long END_MILLIS = 60_000;

    private final VectorFiles vectors;
    private final OpenFiles open;
    private final FuseReply reply;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::readUntilStopped, "vexfs-fuse-reader");

    FileReader(VectorFiles vectors, OpenFiles open, FuseReply reply) {
        this.vectors = vectors;
        this.open = open;
        this.reply = reply;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void readUntilStopped() {
        try {
            while (!stop.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                reply.guard(() -> readDue(false));
            }
            reply.guard(() -> readDue(true));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void readDue(boolean all) {
        open.forEach(file -> {
            if (file instanceof HostFile each) {
                each.readIfRested(all);
            }
        });
        // Last, as an open file that has lost its name leaves the other one of it here.
        vectors.pending().due(all).forEach(vectors::read);
    }

    /** Reads everything that is still to be read, then ends the thread. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException end) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
