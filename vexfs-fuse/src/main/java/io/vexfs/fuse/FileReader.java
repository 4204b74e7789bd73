package io.vexfs.fuse;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The one thread that reads files for vectors when nobody closes them: some time after their last write. */
final class FileReader implements AutoCloseable {
    private static final long PERIOD_MILLIS = 100;
    private static final long END_SECONDS = 60;

    private final FuseReply reply;
    private final VectorFiles vectors;
    private final OpenFiles open;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread named = new Thread(task, "vexfs-fuse-reader");
        named.setDaemon(true);
        return named;
    });

    FileReader(VectorFiles vectors, OpenFiles open, FuseReply reply) {
        this.reply = reply;
        this.vectors = vectors;
        this.open = open;
    }

    void start() {
        thread.scheduleWithFixedDelay(() -> readDue(false), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void readDue(boolean all) {
        reply.guard(() -> read(all));
    }

    private void read(boolean all) {
        vectors.pending().takeDue(all).forEach(vectors::read);
        open.forEach(file -> {
            if (file instanceof HostFile each) {
                each.readIfRested(all);
            }
        });
    }

    /** Reads everything that is still to be read, then ends the thread. */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(() -> readDue(true));
        thread.shutdown();
        boolean interrupted = false;
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException stop) {
            thread.shutdownNow();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
