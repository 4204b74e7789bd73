package io.vexfs.core.internal.distance;

/** The kernels in plain Java; four sums at a time, since a single one would wait for itself. */
final class ScalarKernels extends Kernels {
    private final String description;

    ScalarKernels(String description) {
        this.description = description;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (int end = length & ~3; i < end; i += 4) {
            s0 += a[aOffset + i] * b[bOffset + i];
            s1 += a[aOffset + i + 1] * b[bOffset + i + 1];
            s2 += a[aOffset + i + 2] * b[bOffset + i + 2];
            s3 += a[aOffset + i + 3] * b[bOffset + i + 3];
        }
        for (; i < length; i++) {
            s0 += a[aOffset + i] * b[bOffset + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int length) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (int end = length & ~3; i < end; i += 4) {
            float d0 = a[aOffset + i] - b[bOffset + i];
            float d1 = a[aOffset + i + 1] - b[bOffset + i + 1];
            float d2 = a[aOffset + i + 2] - b[bOffset + i + 2];
            float d3 = a[aOffset + i + 3] - b[bOffset + i + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; i < length; i++) {
            float d = a[aOffset + i] - b[bOffset + i];
            s0 += d * d;
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Without their signs the bits of floats are in the order of the floats, and what is not a number comes behind them. */
    @Override
    public float largest(float[] a, int offset, int length) {
        int l0 = 0;
        int l1 = 0;
        int l2 = 0;
        int l3 = 0;
        int i = offset;
        int to = offset + length;
        for (int end = offset + (length & ~3); i < end; i += 4) {
            l0 = Math.max(l0, magnitude(a[i]));
            l1 = Math.max(l1, magnitude(a[i + 1]));
            l2 = Math.max(l2, magnitude(a[i + 2]));
            l3 = Math.max(l3, magnitude(a[i + 3]));
        }
        for (; i < to; i++) {
            l0 = Math.max(l0, magnitude(a[i]));
        }
        return Float.intBitsToFloat(Math.max(Math.max(l0, l1), Math.max(l2, l3)));
    }

    private static int magnitude(float x) {
        return Float.floatToRawIntBits(x) & Integer.MAX_VALUE;
    }

    @Override
    public void dots(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        for (int i = 0; i < count; i++) {
            int row = ordinals[i];
            scores[i] = dot(query, queryOffset, rows.block(row), rows.offset(row), rows.stride);
        }
    }

    @Override
    public void absoluteDistances(
            float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        for (int i = 0; i < count; i++) {
            float[] row = rows.block(ordinals[i]);
            int offset = rows.offset(ordinals[i]);
            float s0 = 0;
            float s1 = 0;
            float s2 = 0;
            float s3 = 0;
            for (int at = 0; at < rows.stride; at += 4) {
                s0 += Math.abs(query[queryOffset + at] - row[offset + at]);
                s1 += Math.abs(query[queryOffset + at + 1] - row[offset + at + 1]);
                s2 += Math.abs(query[queryOffset + at + 2] - row[offset + at + 2]);
                s3 += Math.abs(query[queryOffset + at + 3] - row[offset + at + 3]);
            }
            scores[i] = (s0 + s1) + (s2 + s3);
        }
    }

    @Override
    public void squaredDistances(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        for (int i = 0; i < count; i++) {
            int row = ordinals[i];
            scores[i] = squaredDistance(query, queryOffset, rows.block(row), rows.offset(row), rows.stride);
        }
    }

    @Override
    public void codeSums(short[] multipliers, CodeRows rows, int[] ordinals, int count, int[] sums) {
        for (int i = 0; i < count; i++) {
            short[] block = rows.block(ordinals[i]);
            int offset = rows.offset(ordinals[i]);
            sums[i] = rows.width() == CodeWidth.NIBBLE
                    ? nibbleSum(multipliers, rows.plane(), block, offset, rows.stride)
                    : byteSum(multipliers, rows.plane(), block, offset, rows.stride);
        }
    }

    private static int nibbleSum(short[] multipliers, int plane, short[] codes, int offset, int stride) {
        int sum = 0;
        for (int i = 0; i < stride; i++) {
            int four = codes[offset + i] & 0xffff;
            sum += (short) (four * multipliers[i]
                    + (four >>> 4) * multipliers[plane + i]
                    + (four >>> 8) * multipliers[2 * plane + i]
                    + (four >>> 12) * multipliers[3 * plane + i]);
        }
        return sum;
    }

    private static int byteSum(short[] multipliers, int plane, short[] codes, int offset, int stride) {
        int sum = 0;
        for (int i = 0; i < stride; i++) {
            int two = codes[offset + i] & 0xffff;
            sum += (short) (two * multipliers[i] + (two >>> 8) * multipliers[plane + i]);
        }
        return sum;
    }
}
