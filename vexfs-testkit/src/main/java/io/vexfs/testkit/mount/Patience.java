package io.vexfs.testkit.mount;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Work of others that may never end: done on a thread of its own, and given up after a while. */
public final class Patience {
    private static final int FRAMES = 6;
    private static final long AFTER_CUT_SECONDS = 10;

    private Patience() {}

    /**
     * Does something, for so long at most.
     *
     * @param what for the message: {@code close of the fixture}
     * @param cut takes away what it hangs on, once it is over time; it then has a little more to end
     * @throws TimeoutException with where it hung
     * @throws Exception that the work threw
     */
    public static <T> T within(Duration limit, String what, Runnable cut, Callable<T> work) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<T> task = new FutureTask<>(() -> {
            begun.countDown();
            return work.call();
        });
        Thread thread = new Thread(task, "vexfs-testkit " + what);
        thread.setDaemon(true);
        thread.start();
        // A loaded machine may take its time to let the thread run, which is not the work's.
        begun.await();
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            String where = Arrays.stream(thread.getStackTrace())
                    .limit(FRAMES)
                    .map(StackTraceElement::toString)
                    .collect(Collectors.joining(", "));
            cut.run();
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(AFTER_CUT_SECONDS));
            throw new TimeoutException(what + ": expected to end within " + limit.toSeconds() + " s, hung in " + where);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }
}
