package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import java.util.function.IntSupplier;

/**
 * Runs an operation and turns whatever comes of it into the number that libfuse expects. This is the one place that
 * catches everything: a throwable that left a callback would become 0, which is success.
 */
final class FuseReply {
    private static final ThreadLocal<Boolean> ANSWERING = ThreadLocal.withInitial(() -> false);

    private final MountMetrics metrics;
    private final ErrorLog errors;

    FuseReply(MountMetrics metrics, ErrorLog errors) {
        this.metrics = metrics;
        this.errors = errors;
    }

    /** What the operation gave, or the negative error number that its failure stands for. */
    int run(Operation operation, IntSupplier body) {
        try {
            long start = System.nanoTime();
            ANSWERING.set(true);
            int answer = answer(body);
            ANSWERING.set(false);
            metrics.answered(operation, System.nanoTime() - start, answer);
            return answer;
        } catch (Throwable failure) {
            // Even counting can fail, by want of memory.
            return number(failure);
        }
    }

    /** Whether this thread is inside of an operation. */
    static boolean answering() {
        return ANSWERING.get();
    }

    /** Runs what nobody waits for; a failure is noted, so that the thread lives on. */
    void guard(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            errors.add(
                    MountPath.ROOT,
                    String.valueOf(failure),
                    FuseVexfsError.of(failure).errno().number());
        }
    }

    private static int answer(IntSupplier body) {
        try {
            return body.getAsInt();
        } catch (ErrnoException failure) {
            return -failure.errno();
        } catch (Throwable failure) {
            return number(failure);
        }
    }

    private static int number(Throwable failure) {
        return -FuseVexfsError.of(failure).errno().number();
    }
}
