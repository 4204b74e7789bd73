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
 * <p>Implementation note. Shorts are shifted, multiplied and added up as shorts, see {@link CodeWidth#multiplier}, and widened
 * to ints only when a short could overflow. No conversion between vector shapes is used, since those are slow on JDK 17;
 * widening is a reinterpretation and two shifts.
 *
 * <p>What keeps vectors from becoming objects, on JDK 17 and 25 alike: with four rows at once the compiler's limit on nodes
 * keeps it from inlining some operation; a method over vectors that was compiled by itself before is not inlined; and
 * a vector that is alive around an inner loop may be made an object at each turn of the outer one, depending on
 * when the method is compiled. So each kernel is one method with one loop, that neither takes nor gives a vector.
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

    private SimdCodes() {}

    static void nibbleSums(short[] multipliers, CodeRows rows, int[] ordinals, int count, int[] sums) {
        int plane = rows.plane();
        int last = count - 1;
        for (int i = 0; i < count; i += 2) {
            int r0 = ordinals[i];
            int r1 = ordinals[Math.min(i + 1, last)];
            sums[i] = 0;
            sums[i + 1] = 0;
            for (int from = 0; from < plane; from += NIBBLES_SUMMED) {
                int to = Math.min(plane, from + NIBBLES_SUMMED);
                nibbleSums2(
                        multipliers,
                        plane,
                        from,
                        to,
                        rows.block(r0),
                        rows.offset(r0),
                        rows.block(r1),
                        rows.offset(r1),
                        sums,
                        i);
            }
        }
    }

    static void byteSums(short[] multipliers, CodeRows rows, int[] ordinals, int count, int[] sums) {
        for (int i = 0; i < count; i += 2) {
            byteSums2(multipliers, rows, ordinals, i, count - 1, sums);
        }
    }

    /** Adds to the sums what the shorts between {@code from} and {@code to} give, no more than a short holds the sum of. */
    private static void nibbleSums2(
            short[] multipliers,
            int plane,
            int from,
            int to,
            short[] a,
            int aAt,
            short[] b,
            int bAt,
            int[] sums,
            int at) {
        ShortVector sa = ShortVector.zero(SHORTS);
        ShortVector sb = ShortVector.zero(SHORTS);
        for (int i = from; i < to; i += LANES) {
            ShortVector w0 = ShortVector.fromArray(SHORTS, multipliers, i);
            ShortVector w1 = ShortVector.fromArray(SHORTS, multipliers, plane + i);
            ShortVector w2 = ShortVector.fromArray(SHORTS, multipliers, 2 * plane + i);
            ShortVector w3 = ShortVector.fromArray(SHORTS, multipliers, 3 * plane + i);
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
        IntVector pb = sb.reinterpretAsInts();
        sums[at] += pa.lanewise(VectorOperators.LSHL, 16)
                .lanewise(VectorOperators.ASHR, 16)
                .add(pa.lanewise(VectorOperators.ASHR, 16))
                .reduceLanes(VectorOperators.ADD);
        sums[at + 1] += pb.lanewise(VectorOperators.LSHL, 16)
                .lanewise(VectorOperators.ASHR, 16)
                .add(pb.lanewise(VectorOperators.ASHR, 16))
                .reduceLanes(VectorOperators.ADD);
    }

    /** The rows are looked up and the products written out here so that this is longer than what HotSpot inlines. */
    private static void byteSums2(short[] multipliers, CodeRows rows, int[] ordinals, int from, int last, int[] sums) {
        int plane = rows.plane();
        short[] a = rows.block(ordinals[from]);
        int aAt = rows.offset(ordinals[from]);
        short[] b = rows.block(ordinals[Math.min(from + 1, last)]);
        int bAt = rows.offset(ordinals[Math.min(from + 1, last)]);
        IntVector ta = IntVector.zero(INTS);
        IntVector tb = IntVector.zero(INTS);
        for (int i = 0; i < plane; i += LANES) {
            ShortVector w0 = ShortVector.fromArray(SHORTS, multipliers, i);
            ShortVector w1 = ShortVector.fromArray(SHORTS, multipliers, plane + i);
            ShortVector va = ShortVector.fromArray(SHORTS, a, aAt + i);
            ShortVector lowA = va.mul(w0);
            ShortVector highA = va.lanewise(VectorOperators.LSHR, 8).mul(w1);
            IntVector pa = lowA.add(highA).reinterpretAsInts();
            IntVector evenA = pa.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
            IntVector oddA = pa.lanewise(VectorOperators.ASHR, 16);
            ta = evenA.add(oddA).add(ta);
            ShortVector vb = ShortVector.fromArray(SHORTS, b, bAt + i);
            ShortVector lowB = vb.mul(w0);
            ShortVector highB = vb.lanewise(VectorOperators.LSHR, 8).mul(w1);
            IntVector pb = lowB.add(highB).reinterpretAsInts();
            IntVector evenB = pb.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
            IntVector oddB = pb.lanewise(VectorOperators.ASHR, 16);
            tb = evenB.add(oddB).add(tb);
        }
        int sumA = ta.reduceLanes(VectorOperators.ADD);
        int sumB = tb.reduceLanes(VectorOperators.ADD);
        sums[from] = sumA;
        sums[from + 1] = sumB;
    }
}
