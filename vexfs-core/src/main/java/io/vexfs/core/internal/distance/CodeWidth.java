package io.vexfs.core.internal.distance;

/**
 * How many bits a code takes, and how codes lie in a row of shorts: code {@code i} is number {@code i % codesInShort}
 * of short {@code i / codesInShort}, from the lowest bits up.
 */
public enum CodeWidth {
    /** Four codes of 0 to 15 in a short. */
    NIBBLE(4, 15, 8),
    /** Two codes of 0 to 127 in a short. */
    BYTE(2, 127, 2);

    /** Largest absolute weight: with it, as many products as a kernel adds up in a short do not overflow. */
    public static final int WEIGHT_MAX = 63;

    private final int codesInShort;
    private final int codeMax;
    private final int shortsSummed;

    CodeWidth(int codesInShort, int codeMax, int shortsSummed) {
        this.codesInShort = codesInShort;
        this.codeMax = codeMax;
        this.shortsSummed = shortsSummed;
    }

    /** Codes in a short. */
    public int codesInShort() {
        return codesInShort;
    }

    /** The largest code; the smallest is 0. */
    public int codeMax() {
        return codeMax;
    }

    /** How many shorts' products of codes and weights a signed short can hold the sum of. */
    public int shortsSummed() {
        return shortsSummed;
    }

    /** Bits from one code to the next. */
    public int bits() {
        return Short.SIZE / codesInShort;
    }

    /** The shorts in a row that holds codes for {@code dimensions} components; codes too many are 0. */
    public int stride(int dimensions) {
        int shorts = (dimensions + codesInShort - 1) / codesInShort;
        return (shorts + CodeRows.STRIDE_MULTIPLE - 1) / CodeRows.STRIDE_MULTIPLE * CodeRows.STRIDE_MULTIPLE;
    }

    /**
     * Turns planes of weights into what kernels multiply with: a short shifted right by whole codes still has all higher
     * codes in it, and these multipliers take them out again. All is modulo 2^16, in which the sums have room.
     */
    public void fold(short[] weights, int stride) {
        for (int i = codesInShort * stride - 1; i >= stride; i--) {
            weights[i] -= (short) (weights[i - stride] << bits());
        }
    }
}
