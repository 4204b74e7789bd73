package io.vexfs.core.internal.format;

import java.nio.charset.StandardCharsets;

/**
 * Decimal numbers in text, rounded to the nearest float exactly as {@link Float#parseFloat} does.
 *
 * <p>Implementation note: up to 19 digits and a power of ten up to 22 make a double that is off by less than 4 units in
 * its last place. Its nearest float is that of the true value unless the double lies so near to the middle between two
 * floats (its lowest 29 bits say); then, and for anything out of the ordinary, the JDK decides.
 */
final class FloatText {
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };
    private static final int DIGITS_MAX = 18;
    private static final int EXPONENT_MAX = 100_000;
    private static final long MIDDLE = 1L << 28;
    private static final long BELOW_FLOAT = (1L << 29) - 1;

    private FloatText() {}

    /** The number in {@code text[from, to)}; NaN if that is no decimal number, infinite if a float cannot hold it. */
    static float parse(byte[] text, int from, int to) {
        int at = from;
        boolean negative = false;
        if (at < to && (text[at] == '-' || text[at] == '+')) {
            negative = text[at++] == '-';
        }
        long digits = 0;
        int used = 0;
        int seen = 0;
        int scale = 0;
        boolean point = false;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit >= 0 && digit <= 9) {
                seen++;
                if (used < DIGITS_MAX) {
                    digits = digits * 10 + digit;
                    used += digits == 0 ? 0 : 1;
                    scale -= point ? 1 : 0;
                } else {
                    scale += point ? 0 : 1;
                }
            } else if (text[at] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (seen == 0) {
            return Float.NaN;
        }
        if (at < to) {
            int exponent = exponent(text, at, to);
            if (exponent == Integer.MIN_VALUE) {
                return Float.NaN;
            }
            scale += exponent;
        }
        return round(negative, digits, scale, text, from, to);
    }

    private static int exponent(byte[] text, int from, int to) {
        int at = from;
        if (text[at] != 'e' && text[at] != 'E') {
            return Integer.MIN_VALUE;
        }
        at++;
        boolean negative = false;
        if (at < to && (text[at] == '-' || text[at] == '+')) {
            negative = text[at++] == '-';
        }
        if (at == to) {
            return Integer.MIN_VALUE;
        }
        int value = 0;
        for (; at < to; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return Integer.MIN_VALUE;
            }
            value = Math.min(EXPONENT_MAX, value * 10 + digit);
        }
        return negative ? -value : value;
    }

    private static float round(boolean negative, long digits, int scale, byte[] text, int from, int to) {
        if (digits == 0) {
            return negative ? -0f : 0f;
        }
        if (Math.abs(scale) < POWERS.length) {
            double near = scale < 0 ? digits / POWERS[-scale] : digits * POWERS[scale];
            long low = Double.doubleToRawLongBits(near) & BELOW_FLOAT;
            if (near > Float.MIN_NORMAL && near < Float.MAX_VALUE && Math.abs(low - MIDDLE) > 4) {
                return (float) (negative ? -near : near);
            }
        }
        return Float.parseFloat(new String(text, from, to - from, StandardCharsets.ISO_8859_1));
    }
}
