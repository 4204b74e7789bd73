package io.vexfs.api;

import java.util.EnumMap;
import java.util.Map;

/**
 * What is held against the {@link PerformanceThresholds}, at one moment. Immutable.
 *
 * @param values what is watched now; a budget that is not measured is missing, {@link Budget#ERROR_RATE} always is
 * @param operations operations so far
 * @param failures operations so far that failed through no fault of the caller
 */
public record Readings(Map<Budget, Double> values, long operations, long failures) {
    /** Nothing is measured. */
    public static final Readings NONE = new Readings(Map.of(), 0, 0);

    /** Copies the values. */
    public Readings {
        values = Map.copyOf(values);
    }

    /** The same with another value. */
    public Readings with(Budget budget, double value) {
        Map<Budget, Double> changed = new EnumMap<>(Budget.class);
        changed.putAll(values);
        changed.put(budget, value);
        return new Readings(changed, operations, failures);
    }

    /** Whether an error is the store's or the machine's trouble, and not the caller's mistake. */
    public static boolean trouble(Errno errno) {
        return switch (errno) {
            case EIO, EAGAIN, ENOMEM, ENOSPC, ETIMEDOUT -> true;
            case ENOENT, EACCES, EBUSY, EEXIST, EINVAL, EFBIG, EROFS, ENOTEMPTY, EOPNOTSUPP, ESHUTDOWN -> false;
        };
    }
}
