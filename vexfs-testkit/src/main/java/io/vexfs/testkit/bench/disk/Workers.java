package io.vexfs.testkit.bench.disk;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Some threads that begin the same work at once. */
final class Workers {
    private static final double NANOS_PER_SECOND = 1e9;

    private Workers() {}

    /** The part of one worker. */
    interface Part {
        void run(int worker) throws IOException;
    }

    /** Seconds from the beginning of all to the end of the last. */
    static double seconds(int workers, Part part) throws IOException {
        CountDownLatch begin = new CountDownLatch(1);
        List<FutureTask<Boolean>> parts = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            int worker = i;
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                begin.await();
                part.run(worker);
                return true;
            });
            parts.add(task);
            new Thread(task, "vexfs-bench-" + worker).start();
        }
        long start = System.nanoTime();
        begin.countDown();
        try {
            for (FutureTask<Boolean> each : parts) {
                each.get();
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, "a worker failed: " + failed.getCause(), failed);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new VexfsException(FuseVexfsError.TIMED_OUT, "interrupted while measuring", stop);
        }
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
