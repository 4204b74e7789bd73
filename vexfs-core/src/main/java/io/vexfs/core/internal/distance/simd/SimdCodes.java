package io.vexfs.core.internal.distance.simd;

import io.vexfs.core.internal.distance.CodeRows;
import io.vexfs.core.internal.distance.CodeWidth;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of weights times codes, two rows at once.
 *
 * <p>Implementation note. Shorts are shifted, multiplied and added up as shorts, see {@link CodeWidth#fold}, and widened
 * to ints only when a short could overflow. No conversion between vector shapes is used, since those are slow on JDK 17;
 * widening is a reinterpretation and two shifts. With four rows at once the compiler's limit on nodes keeps it from
 * inlining some operation, and vectors become objects. For the same reason nothing here is split into methods: one that
 * was compiled by itself before is not inlined.
 */
final class SimdCodes {
    private static final int BITS_MAX = 512;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED.vectorBitSize() > BITS_MAX
            ? ShortVector.SPECIES_512
            : ShortVector.SPECIES_PREFERRED;
    private static final VectorShape SHAPE = SHORTS.vectorShape();
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    private static final int LANES = SHORTS.length();
    private static final int NIBBLES_SUMMED = CodeWidth.NIBBLE.shortsSummed() * LANES;
    private static final int BYTES_SUMMED = CodeWidth.BYTE.shortsSummed() * LANES;

    private SimdCodes() {}

    static void nibbleSums(short[] multipliers, CodeRows rows, int[] ordinals, int count, int[] sums) {
        int last = count - 1;
        for (int i = 0; i < count; i += 2) {
            int r0 = ordinals[i];
            int r1 = ordinals[Math.min(i + 1, last)];
            nibbleSums2(
                    multipliers,
                    rows.stride(),
                    rows.block(r0),
                    rows.offset(r0),
                    rows.block(r1),
                    rows.offset(r1),
                    sums,
                    i);
        }
    }

    static void byteSums(short[] multipliers, CodeRows rows, int[] ordinals, int count, int[] sums) {
        int last = count - 1;
        for (int i = 0; i < count; i += 2) {
            int r0 = ordinals[i];
            int r1 = ordinals[Math.min(i + 1, last)];
            byteSums2(
                    multipliers,
                    rows.stride(),
                    rows.block(r0),
                    rows.offset(r0),
                    rows.block(r1),
                    rows.offset(r1),
                    sums,
                    i);
        }
    }

    private static void nibbleSums2(
            short[] multipliers, int stride, short[] a, int aAt, short[] b, int bAt, int[] sums, int at) {
        IntVector ta = IntVector.zero(INTS);
        IntVector tb = IntVector.zero(INTS);
        for (int from = 0; from < stride; from += NIBBLES_SUMMED) {
            ShortVector sa = ShortVector.zero(SHORTS);
            ShortVector sb = ShortVector.zero(SHORTS);
            int end = Math.min(stride, from + NIBBLES_SUMMED);
            for (int i = from; i < end; i += LANES) {
                ShortVector w0 = ShortVector.fromArray(SHORTS, multipliers, i);
                ShortVector w1 = ShortVector.fromArray(SHORTS, multipliers, stride + i);
                ShortVector w2 = ShortVector.fromArray(SHORTS, multipliers, 2 * stride + i);
                ShortVector w3 = ShortVector.fromArray(SHORTS, multipliers, 3 * stride + i);
                ShortVector va = ShortVector.fromArray(SHORTS, a, aAt + i);
                sa = va.mul(w0)
                        .add(va.lanewise(VectorOperators.LSHR, 4).mul(w1))
                        .add(va.lanewise(VectorOperators.LSHR, 8).mul(w2))
                        .add(va.lanewise(VectorOperators.LSHR, 12).mul(w3))
                        .add(sa);
                ShortVector vb = ShortVector.fromArray(SHORTS, b, bAt + i);
                sb = vb.mul(w0)
                        .add(vb.lanewise(VectorOperators.LSHR, 4).mul(w1))
                        .add(vb.lanewise(VectorOperators.LSHR, 8).mul(w2))
                        .add(vb.lanewise(VectorOperators.LSHR, 12).mul(w3))
                        .add(sb);
            }
            IntVector pa = sa.reinterpretAsInts();
            ta = ta.add(pa.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16))
                    .add(pa.lanewise(VectorOperators.ASHR, 16));
            IntVector pb = sb.reinterpretAsInts();
            tb = tb.add(pb.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16))
                    .add(pb.lanewise(VectorOperators.ASHR, 16));
        }
        sums[at] = ta.reduceLanes(VectorOperators.ADD);
        sums[at + 1] = tb.reduceLanes(VectorOperators.ADD);
    }

    private static void byteSums2(
            short[] multipliers, int stride, short[] a, int aAt, short[] b, int bAt, int[] sums, int at) {
        IntVector ta = IntVector.zero(INTS);
        IntVector tb = IntVector.zero(INTS);
        for (int from = 0; from < stride; from += BYTES_SUMMED) {
            ShortVector sa = ShortVector.zero(SHORTS);
            ShortVector sb = ShortVector.zero(SHORTS);
            int end = Math.min(stride, from + BYTES_SUMMED);
            for (int i = from; i < end; i += LANES) {
                ShortVector w0 = ShortVector.fromArray(SHORTS, multipliers, i);
                ShortVector w1 = ShortVector.fromArray(SHORTS, multipliers, stride + i);
                ShortVector va = ShortVector.fromArray(SHORTS, a, aAt + i);
                sa = va.mul(w0)
                        .add(va.lanewise(VectorOperators.LSHR, 8).mul(w1))
                        .add(sa);
                ShortVector vb = ShortVector.fromArray(SHORTS, b, bAt + i);
                sb = vb.mul(w0)
                        .add(vb.lanewise(VectorOperators.LSHR, 8).mul(w1))
                        .add(sb);
            }
            IntVector pa = sa.reinterpretAsInts();
            ta = ta.add(pa.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16))
                    .add(pa.lanewise(VectorOperators.ASHR, 16));
            IntVector pb = sb.reinterpretAsInts();
            tb = tb.add(pb.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16))
                    .add(pb.lanewise(VectorOperators.ASHR, 16));
        }
        sums[at] = ta.reduceLanes(VectorOperators.ADD);
        sums[at + 1] = tb.reduceLanes(VectorOperators.ADD);
    }
}
