package io.vexfs.api;

import java.util.EnumMap;
import java.util.Map;

/**
 * What is held against the {@link PerformanceThresholds}, at one moment. Immutable.
 *
 * @param values what is watched now; a budget that is not measured is missing, {@link Budget#ERROR_RATE} always is
 * @param cold the same of an operation's first calls, which run in the interpreter and load classes: they are held
 *     against {@link AlertWatch#COLD_TIMES} times the limit
 * @param allowed what is added to a limit, as what is stored takes it
 * @param operations operations so far
 * @param failures operations so far that failed through no fault of the caller
 */
public record Readings(
        Map<Budget, Double> values,
        Map<Budget, Double> cold,
        Map<Budget, Double> allowed,
        long operations,
        long failures) {
    /** Nothing is measured. */
    public static final Readings NONE = new Readings(Map.of(), 0, 0);

    /** Copies the values. */
    public Readings {
        values = Map.copyOf(values);
        cold = Map.copyOf(cold);
        allowed = Map.copyOf(allowed);
    }

    /** Values that are held against the limits as they are. */
    public Readings(Map<Budget, Double> values, long operations, long failures) {
        this(values, Map.of(), Map.of(), operations, failures);
    }

    /** The same with another value. */
    public Readings with(Budget budget, double value) {
        return new Readings(changed(values, budget, value), cold, allowed, operations, failures);
    }

    /** The same with another value of first calls. */
    public Readings withCold(Budget budget, double value) {
        return new Readings(values, changed(cold, budget, value), allowed, operations, failures);
    }

    /** The same with other counts. */
    public Readings with(long newOperations, long newFailures) {
        return new Readings(values, cold, allowed, newOperations, newFailures);
    }

    private static Map<Budget, Double> changed(Map<Budget, Double> map, Budget budget, double value) {
        Map<Budget, Double> changed = new EnumMap<>(Budget.class);
        changed.putAll(map);
        changed.put(budget, value);
        return changed;
    }

    /** What is added to the limit of a budget. */
    public double allowance(Budget budget) {
        return allowed.getOrDefault(budget, 0.0);
    }

    /** Whether an error is the store's or the machine's trouble, and not the caller's mistake. */
    public static boolean trouble(Errno errno) {
        return switch (errno) {
            case EIO, EAGAIN, ENOMEM, ENOSPC, ETIMEDOUT -> true;
            case ENOENT, EACCES, EBUSY, EEXIST, EINVAL, EFBIG, EROFS, ENOTEMPTY, EOPNOTSUPP, ESHUTDOWN -> false;
        };
    }
}
