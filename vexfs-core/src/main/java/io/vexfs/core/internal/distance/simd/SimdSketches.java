package io.vexfs.core.internal.distance.simd;

import io.vexfs.core.internal.distance.SketchRows;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Squared distances of sketches, four rows at once.
 *
 * <p>Implementation note. A row is one vector of shorts. Both differences of a short are squared and added up as shorts, and widened to
 * ints by a reinterpretation; the four sums are brought together as {@link SimdKernels} does it, and what it says of methods holds here.
 */
final class SimdSketches {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_256;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final VectorMask<Integer> BIT_0 = VectorMask.fromLong(INTS, 0b10101010);
    private static final VectorMask<Integer> BIT_1 = VectorMask.fromLong(INTS, 0b11001100);
    private static final VectorShuffle<Integer> SWAP_1 = VectorShuffle.fromOp(INTS, i -> i ^ 1);
    private static final VectorShuffle<Integer> SWAP_2 = VectorShuffle.fromOp(INTS, i -> i ^ 2);
    private static final VectorShuffle<Integer> SWAP_4 = VectorShuffle.fromOp(INTS, i -> i ^ 4);
    private static final int LOW = 0xffff;

    private SimdSketches() {}

    /** Whether this processor has vectors of that length. */
    static boolean works() {
        return ShortVector.SPECIES_PREFERRED.length() >= SketchRows.SHORTS;
    }

    static void squaredDistances4(short[] query, SketchRows rows, int[] ordinals, int from, int last, int[] distances) {
        int a = ordinals[from];
        int b = ordinals[Math.min(from + 1, last)];
        int c = ordinals[Math.min(from + 2, last)];
        int d = ordinals[Math.min(from + 3, last)];
        ShortVector low = ShortVector.fromArray(SHORTS, query, 0);
        ShortVector high = ShortVector.fromArray(SHORTS, query, SketchRows.SHORTS);
        ShortVector va = ShortVector.fromArray(SHORTS, rows.block(a), rows.offset(a));
        ShortVector la = va.and((short) SketchRows.CODE_MAX).sub(low);
        ShortVector ha = va.lanewise(VectorOperators.LSHR, 8).sub(high);
        IntVector pa = la.mul(la).add(ha.mul(ha)).reinterpretAsInts();
        IntVector sa = pa.and(LOW).add(pa.lanewise(VectorOperators.LSHR, 16));
        ShortVector vb = ShortVector.fromArray(SHORTS, rows.block(b), rows.offset(b));
        ShortVector lb = vb.and((short) SketchRows.CODE_MAX).sub(low);
        ShortVector hb = vb.lanewise(VectorOperators.LSHR, 8).sub(high);
        IntVector pb = lb.mul(lb).add(hb.mul(hb)).reinterpretAsInts();
        IntVector sb = pb.and(LOW).add(pb.lanewise(VectorOperators.LSHR, 16));
        ShortVector vc = ShortVector.fromArray(SHORTS, rows.block(c), rows.offset(c));
        ShortVector lc = vc.and((short) SketchRows.CODE_MAX).sub(low);
        ShortVector hc = vc.lanewise(VectorOperators.LSHR, 8).sub(high);
        IntVector pc = lc.mul(lc).add(hc.mul(hc)).reinterpretAsInts();
        IntVector sc = pc.and(LOW).add(pc.lanewise(VectorOperators.LSHR, 16));
        ShortVector vd = ShortVector.fromArray(SHORTS, rows.block(d), rows.offset(d));
        ShortVector ld = vd.and((short) SketchRows.CODE_MAX).sub(low);
        ShortVector hd = vd.lanewise(VectorOperators.LSHR, 8).sub(high);
        IntVector pd = ld.mul(ld).add(hd.mul(hd)).reinterpretAsInts();
        IntVector sd = pd.and(LOW).add(pd.lanewise(VectorOperators.LSHR, 16));
        IntVector ab = sa.blend(sb, BIT_0).add(sb.blend(sa, BIT_0).rearrange(SWAP_1));
        IntVector cd = sc.blend(sd, BIT_0).add(sd.blend(sc, BIT_0).rearrange(SWAP_1));
        IntVector sum = ab.blend(cd, BIT_1).add(cd.blend(ab, BIT_1).rearrange(SWAP_2));
        sum.add(sum.rearrange(SWAP_4)).intoArray(distances, from);
    }
}
