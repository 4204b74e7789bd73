package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import java.util.function.ToIntFunction;

/**
 * Runs an operation and turns whatever comes of it into the number that libfuse expects. This is the one place that
 * catches everything: a throwable that left a callback would become 0, which is success.
 */
final class FuseReply {
    private final MountMetrics metrics;
    private final ErrorLog errors;
    private final AccessLog access;
    private final StackBudget stack;

    FuseReply(MountMetrics metrics, ErrorLog errors, AccessLog access, StackBudget stack) {
        this.metrics = metrics;
        this.errors = errors;
        this.access = access;
        this.stack = stack;
    }

    /** What the operation gave, or the negative error number that its failure stands for. */
    int run(Operation operation, ToIntFunction<Answering> body) {
        try {
            Answering now = Answering.current();
            long begin = metrics.begin();
            now.begin();
            int answer = now.sampled(stack.every()) ? sampled(operation, body, now) : answer(body, now);
            if (answer < 0) {
                noteTrouble(operation, now, -answer);
            }
            long nanos = metrics.answered(operation, begin, answer, now.generated());
            if (access.read()) {
                access.add(operation, now, answer, nanos);
            }
            now.end();
            return answer;
        } catch (Throwable failure) {
            // Even counting can fail, by want of memory.
            return number(failure);
        }
    }

    private int sampled(Operation operation, ToIntFunction<Answering> body, Answering now) {
        StackProbe probe = stack.probe();
        probe.paint();
        int answer = answer(body, now);
        metrics.stackUsed(operation, probe.used());
        return answer;
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

    private int answer(ToIntFunction<Answering> body, Answering now) {
        try {
            return body.applyAsInt(now);
        } catch (ErrnoException failure) {
            return -failure.errno();
        } catch (Throwable failure) {
            FuseVexfsError error = FuseVexfsError.of(failure);
            metrics.failed(error);
            if (MountMetrics.trouble(error.errno().number()) && !now.noted()) {
                String message = failure.getMessage();
                errors.add(
                        now.path(),
                        message == null ? failure.toString() : message,
                        error.errno().number());
            }
            return -error.errno().number();
        }
    }

    /** What is nobody's mistake is kept with its path, whoever gave the number. */
    private void noteTrouble(Operation operation, Answering now, int errno) {
        if (MountMetrics.trouble(errno) && !now.noted()) {
            errors.add(now.path(), operation.text() + " failed", errno);
        }
    }

    private static int number(Throwable failure) {
        return -FuseVexfsError.of(failure).errno().number();
    }
}
