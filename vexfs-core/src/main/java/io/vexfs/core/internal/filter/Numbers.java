package io.vexfs.core.internal.filter;

import java.math.BigDecimal;

/** Whole and decimal numbers in one exact order. */
final class Numbers {
    private static final double LONG_END = 0x1p63;

    private Numbers() {}

    /** The form of a number that equals others of the same value. */
    static Number normalised(Number number) {
        if (number instanceof Double decimal) {
            double value = decimal;
            if (value == Math.rint(value) && value >= -LONG_END && value < LONG_END) {
                return (long) value;
            }
        }
        return number;
    }

    static int compare(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Long.compare(x, y);
        }
        double x = a.doubleValue();
        double y = b.doubleValue();
        // Rounding keeps the order of numbers that it does not make equal.
        if (x != y) {
            return x < y ? -1 : 1;
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Number number) {
        return number instanceof Long whole ? BigDecimal.valueOf(whole) : new BigDecimal(number.doubleValue());
    }
}
