package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import java.util.function.ToIntFunction;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

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

    /** Requests of the kernel that are answered by hand. */
    interface Requests {
        /** Answers a request of that many bytes; false if it is left to libfuse. */
        boolean answered(Pointer request, int length);

        /** Answers with a negative error number alone, from memory that is there already. */
        void refuse(Pointer request, int error);
    }

    /**
     * Whether a request was answered. What fails outside of {@link #run}, by want of memory above all, is an answer too:
     * else its caller would wait for ever, and the thread would be gone. One that was answered before does not get a
     * second answer, as the kernel refuses that.
     */
    boolean answered(Requests requests, Pointer request, int length) {
        try {
            return requests.answered(request, length);
        } catch (Throwable failure) {
            int error = failure instanceof ErrnoException known ? -known.errno() : number(failure);
            requests.refuse(request, error);
            note(failure, -error);
            return true;
        }
    }

    private void note(Throwable failure, int errno) {
        try {
            if (!(failure instanceof ErrnoException)) {
                metrics.failed(FuseVexfsError.of(failure));
            }
            if (MountMetrics.trouble(errno)) {
                errors.add(MountPath.ROOT, String.valueOf(failure), errno);
            }
        } catch (Throwable unnoted) {
            // The caller has the number all the same.
            return;
        }
    }

    /**
     * What the operation gave, or the negative error number that its failure stands for. Nothing that fails afterwards,
     * by want of memory, changes it: what was done was done.
     */
    int run(Operation operation, ToIntFunction<Answering> body) {
        try {
            Answering now = Answering.current();
            now.begin();
            try {
                long begin = metrics.begin();
                boolean sampled = metrics.measured() && now.sampled(stack.every());
                // One place that calls the operation: of a second, seldom called one, the JVM would compile all below
                // it anew.
                StackProbe probe = sampled ? probe() : null;
                if (probe != null) {
                    try {
                        probe.paint();
                    } catch (Throwable unmeasured) {
                        probe = null;
                    }
                }
                int answer = answer(body, now);
                if (probe != null) {
                    noteStack(operation, probe);
                }
                account(operation, now, begin, answer);
                return answer;
            } finally {
                now.end();
            }
        } catch (Throwable failure) {
            // Not even begun, by want of memory.
            return number(failure);
        }
    }

    private void account(Operation operation, Answering now, long begin, int answer) {
        try {
            long nanos = metrics.answered(operation, begin, answer, now.generated());
            if (answer < 0) {
                noteTrouble(operation, now, -answer);
            }
            if (access.read()) {
                access.add(operation, now, answer, nanos);
            }
        } catch (Throwable unmeasured) {
            // The caller gets the answer all the same.
            return;
        }
    }

    /** Null where there is no memory for it: the operation runs without being looked at. */
    private @Nullable StackProbe probe() {
        try {
            return stack.probe();
        } catch (Throwable unmeasured) {
            return null;
        }
    }

    private void noteStack(Operation operation, StackProbe probe) {
        try {
            metrics.stackUsed(operation, probe.used());
        } catch (Throwable unmeasured) {
            // The caller gets the answer all the same.
            return;
        }
    }

    /** Runs what nobody waits for; a failure is noted, so that the thread lives on. */
    void guard(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            try {
                errors.add(
                        MountPath.ROOT,
                        String.valueOf(failure),
                        FuseVexfsError.of(failure).errno().number());
            } catch (Throwable unnoted) {
                // Without memory not even this can be said; the thread goes on.
                return;
            }
        }
    }

    private int answer(ToIntFunction<Answering> body, Answering now) {
        try {
            return body.applyAsInt(now);
        } catch (ErrnoException failure) {
            return -failure.errno();
        } catch (Throwable failure) {
            FuseVexfsError error = FuseVexfsError.of(failure);
            note(now, failure, error);
            return -error.errno().number();
        }
    }

    private void note(Answering now, Throwable failure, FuseVexfsError error) {
        try {
            metrics.failed(error);
            int errno = error.errno().number();
            if (MountMetrics.trouble(errno) && !now.noted()) {
                String message = failure.getMessage();
                errors.add(now.path(), message == null ? failure.toString() : message, errno);
            }
        } catch (Throwable unnoted) {
            // The caller gets the number all the same.
            return;
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
