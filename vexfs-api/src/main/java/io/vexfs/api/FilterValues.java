package io.vexfs.api;

import java.math.BigDecimal;

/** The values of filters and metadata, and their order. */
final class FilterValues {
    /** 2 to the 63rd, the first number that a long cannot hold. */
    private static final double LONG_END = 0x1p63;

    private FilterValues() {}

    /** A value as it is compared: a decimal number that is whole becomes a {@link Long}. */
    static Object normalised(Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isFinite(number)) {
                boolean whole = number == Math.rint(number) && number >= -LONG_END && number < LONG_END;
                return whole ? (Object) (long) number : (Object) number;
            }
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_QUERY,
                "filter: expected text, a finite number or a boolean as value, was " + value);
    }

    static boolean sameKind(Object a, Object b) {
        return a instanceof Number ? b instanceof Number : a.getClass() == b.getClass();
    }

    /** The order of two values of the same kind. */
    static int compare(Object a, Object b) {
        if (a instanceof String text) {
            return text.compareTo((String) b);
        }
        if (a instanceof Boolean truth) {
            return truth.compareTo((Boolean) b);
        }
        return compareNumbers((Number) a, (Number) b);
    }

    private static int compareNumbers(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        if (a instanceof Double x && b instanceof Double y) {
            return x < y ? -1 : x > y ? 1 : 0;
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Long whole ? BigDecimal.valueOf(whole) : new BigDecimal(number.doubleValue());
    }
}
