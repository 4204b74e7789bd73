package io.vexfs.api;

import java.util.OptionalLong;

/**
 * Who asks, and until when the answer is wanted.
 *
 * @param user user id, or -1 if unknown
 * @param group group id, or -1 if unknown
 * @param process process id, or -1 if unknown
 * @param transaction number that ties the log lines of one operation together, 0 for none
 * @param deadlineNanos {@link System#nanoTime()} after which the operation may fail with
 *     {@link FuseVexfsError#TIMED_OUT}; empty for none
 */
public record OperationContext(int user, int group, int process, long transaction, OptionalLong deadlineNanos) {
    private static final OperationContext NONE = new OperationContext(-1, -1, -1, 0, OptionalLong.empty());

    /** Nobody in particular, and no hurry. */
    public static OperationContext none() {
        return NONE;
    }

    /** A caller of the operating system, without a deadline. */
    public static OperationContext of(int user, int group, int process) {
        return new OperationContext(user, group, process, 0, OptionalLong.empty());
    }
}
