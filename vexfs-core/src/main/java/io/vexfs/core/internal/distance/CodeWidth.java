package io.vexfs.core.internal.distance;

/**
 * How many bits a code takes, and how codes lie in a row of shorts: code {@code i} is number {@code i % codesInShort}
 * of short {@code i / codesInShort}, from the lowest bits up.
 */
public enum CodeWidth {
    /** Four codes of 0 to 15 in a short. */
    NIBBLE(4, 15, 63, 8),
    /** Two codes of 0 to 127 in a short. */
    BYTE(2, 127, 127, 1);

    private final int codesInShort;
    private final int codeMax;
    private final int weightMax;
    private final int shortsSummed;
    private final int bits;

    CodeWidth(int codesInShort, int codeMax, int weightMax, int shortsSummed) {
        assert shortsSummed * codesInShort * codeMax * weightMax <= Short.MAX_VALUE;
        this.codesInShort = codesInShort;
        this.codeMax = codeMax;
        this.weightMax = weightMax;
        this.shortsSummed = shortsSummed;
        this.bits = Short.SIZE / codesInShort;
    }

    /** Codes in a short. */
    public int codesInShort() {
        return codesInShort;
    }

    /** The largest code; the smallest is 0. */
    public int codeMax() {
        return codeMax;
    }

    /** The largest absolute weight that a code is multiplied with. */
    public int weightMax() {
        return weightMax;
    }

    /** How many shorts' products of codes and weights a signed short can hold the sum of. */
    public int shortsSummed() {
        return shortsSummed;
    }

    /** Bits from one code to the next. */
    public int bits() {
        return bits;
    }

    /** So many components, and those that are missing in the last short. */
    public static int padded(int dimensions) {
        return rounded(dimensions, NIBBLE.codesInShort);
    }

    /** The shorts in a row that holds codes for {@code dimensions} components and a float; codes too many are 0. */
    public int stride(int dimensions) {
        int codes = (dimensions + codesInShort - 1) / codesInShort;
        return rounded(codes + CodeRows.FLOAT_SHORTS, CodeRows.STRIDE_MULTIPLE);
    }

    /** The weights in a plane of a query for rows of that stride; those too many are 0. */
    public static int plane(int stride) {
        return rounded(stride, CodeRows.PLANE_MULTIPLE);
    }

    private static int rounded(int count, int multiple) {
        return (count + multiple - 1) / multiple * multiple;
    }

    /**
     * What kernels multiply with for a weight: a short shifted right by whole codes still has all higher codes in it, and
     * this takes them out again. All is modulo 2^16, in which the sums have room.
     *
     * @param before the weight of the next lower code in the same short; 0 for the lowest
     */
    public short multiplier(int weight, int before) {
        return (short) (weight - (before << bits));
    }
}
