package io.vexfs.core.internal.distance.simd;

import io.vexfs.core.internal.distance.CodeRows;
import io.vexfs.core.internal.distance.CodeWidth;
import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.Rows;
import io.vexfs.core.internal.distance.SketchRows;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on {@code jdk.incubator.vector}.
 *
 * <p>Implementation note. Four rows are scored at once, so that their loads from memory overlap. The four sums are not
 * reduced one by one: two steps of blend and rearrange bring them into lanes 0 to 3 of one vector, which costs the same
 * on JDK 17 and 25, where {@code reduceLanes} does not. Species, masks and shuffles are constants of the class, since
 * the compiler removes no vector object that it cannot see through.
 *
 * <p>Each kernel for four rows is one method with one loop that neither takes nor gives a vector, and longer than the 325
 * bytes that HotSpot inlines at most. As a part of a large caller it would meet the compiler's limits at some operation,
 * which depends on when what is compiled, and then each vector is an object: half the speed, for as long as the JVM runs.
 */
public final class SimdKernels extends Kernels {
    private static final int LANES_MAX = 16;
    private static final int LANES_MIN = 4;
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > LANES_MAX
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorMask<Float> BIT_0 = lanesWithBit(1);
    private static final VectorMask<Float> BIT_1 = lanesWithBit(2);
    private static final VectorShuffle<Float> SWAP_1 = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);
    private static final VectorShuffle<Float> SWAP_2 = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
    private static final VectorShuffle<Float> SWAP_4 = VectorShuffle.fromOp(SPECIES, i -> (i ^ 4) % LANES);
    private static final VectorShuffle<Float> SWAP_8 = VectorShuffle.fromOp(SPECIES, i -> (i ^ 8) % LANES);

    /** Fails where a vector has fewer lanes than there are rows in a group. */
    public SimdKernels() {
        if (LANES < LANES_MIN) {
            throw new UnsupportedOperationException("vectors of " + LANES + " floats");
        }
    }

    private static VectorMask<Float> lanesWithBit(int bit) {
        boolean[] lanes = new boolean[LANES];
        for (int i = 0; i < LANES; i++) {
            lanes[i] = (i & bit) != 0;
        }
        return VectorMask.fromArray(SPECIES, lanes, 0);
    }

    @Override
    public String description() {
        String bits = SimdBits.works() ? "" : "; bits are counted without, as this JDK or processor has no SIMD for it";
        return "SIMD, " + LANES * Float.SIZE + " bits (jdk.incubator.vector)" + bits;
    }

    @Override
    public float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = 0;
        for (int end = SPECIES.loopBound(length); i < end; i += LANES) {
            sum = FloatVector.fromArray(SPECIES, a, aOffset + i)
                    .fma(FloatVector.fromArray(SPECIES, b, bOffset + i), sum);
        }
        float total = sum.reduceLanes(VectorOperators.ADD);
        for (; i < length; i++) {
            total += a[aOffset + i] * b[bOffset + i];
        }
        return total;
    }

    @Override
    public float squaredDistance(float[] a, int aOffset, float[] b, int bOffset, int length) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = 0;
        for (int end = SPECIES.loopBound(length); i < end; i += LANES) {
            FloatVector d =
                    FloatVector.fromArray(SPECIES, a, aOffset + i).sub(FloatVector.fromArray(SPECIES, b, bOffset + i));
            sum = d.fma(d, sum);
        }
        float total = sum.reduceLanes(VectorOperators.ADD);
        for (; i < length; i++) {
            float d = a[aOffset + i] - b[bOffset + i];
            total += d * d;
        }
        return total;
    }

    @Override
    public float largest(float[] a, int offset, int length) {
        FloatVector most = FloatVector.zero(SPECIES);
        int i = 0;
        for (int end = SPECIES.loopBound(length); i < end; i += LANES) {
            most = FloatVector.fromArray(SPECIES, a, offset + i).abs().max(most);
        }
        float largest = most.reduceLanes(VectorOperators.MAX);
        for (; i < length; i++) {
            largest = Math.max(largest, Math.abs(a[offset + i]));
        }
        return largest;
    }

    @Override
    public void dots(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        for (int i = 0; i < count; i += 4) {
            dots4(query, queryOffset, rows, ordinals, i, count - 1, scores);
        }
    }

    @Override
    public void squaredDistances(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        for (int i = 0; i < count; i += 4) {
            squaredDistances4(query, queryOffset, rows, ordinals, i, count - 1, scores);
        }
    }

    @Override
    public void codeSums(short[] multipliers, CodeRows rows, int[] ordinals, int count, int[] sums) {
        if (rows.width() == CodeWidth.NIBBLE) {
            SimdCodes.nibbleSums(multipliers, rows, ordinals, count, sums);
        } else {
            SimdCodes.byteSums(multipliers, rows, ordinals, count, sums);
        }
    }

    @Override
    public void absoluteDistances(
            float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        for (int i = 0; i < count; i += 4) {
            absoluteDistances4(query, queryOffset, rows, ordinals, i, count - 1, scores);
        }
    }

    @Override
    public void hammingDistances(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        if (!SimdBits.works()) {
            super.hammingDistances(query, queryOffset, rows, ordinals, count, scores);
            return;
        }
        for (int i = 0; i < count; i += 4) {
            SimdBits.hammingDistances4(query, queryOffset, rows, ordinals, i, count - 1, scores);
        }
    }

    @Override
    public void jaccardDistances(float[] query, int queryOffset, Rows rows, int[] ordinals, int count, float[] scores) {
        if (!SimdBits.works()) {
            super.jaccardDistances(query, queryOffset, rows, ordinals, count, scores);
            return;
        }
        for (int i = 0; i < count; i += 2) {
            SimdBits.jaccardDistances2(query, queryOffset, rows, ordinals, i, count - 1, scores);
        }
    }

    @Override
    public void sketchDistances(short[] query, SketchRows rows, int[] ordinals, int count, int[] distances) {
        if (!SimdSketches.works()) {
            super.sketchDistances(query, rows, ordinals, count, distances);
            return;
        }
        for (int i = 0; i < count; i += 2) {
            SimdSketches.squaredDistances2(query, rows, ordinals, i, count - 1, distances);
        }
    }

    private static void dots4(float[] q, int qo, Rows rows, int[] ordinals, int from, int last, float[] scores) {
        int stride = rows.stride();
        float[] a = rows.block(ordinals[from]);
        int ao = rows.offset(ordinals[from]);
        float[] b = rows.block(ordinals[Math.min(from + 1, last)]);
        int bo = rows.offset(ordinals[Math.min(from + 1, last)]);
        float[] c = rows.block(ordinals[Math.min(from + 2, last)]);
        int co = rows.offset(ordinals[Math.min(from + 2, last)]);
        float[] d = rows.block(ordinals[Math.min(from + 3, last)]);
        int dof = rows.offset(ordinals[Math.min(from + 3, last)]);
        FloatVector sa = FloatVector.zero(SPECIES);
        FloatVector sb = FloatVector.zero(SPECIES);
        FloatVector sc = FloatVector.zero(SPECIES);
        FloatVector sd = FloatVector.zero(SPECIES);
        for (int i = 0; i < stride; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, q, qo + i);
            sa = v.fma(FloatVector.fromArray(SPECIES, a, ao + i), sa);
            sb = v.fma(FloatVector.fromArray(SPECIES, b, bo + i), sb);
            sc = v.fma(FloatVector.fromArray(SPECIES, c, co + i), sc);
            sd = v.fma(FloatVector.fromArray(SPECIES, d, dof + i), sd);
        }
        FloatVector ab = sa.blend(sb, BIT_0).add(sb.blend(sa, BIT_0).rearrange(SWAP_1));
        FloatVector cd = sc.blend(sd, BIT_0).add(sd.blend(sc, BIT_0).rearrange(SWAP_1));
        FloatVector sum = ab.blend(cd, BIT_1).add(cd.blend(ab, BIT_1).rearrange(SWAP_2));
        if (LANES >= 8) {
            sum = sum.add(sum.rearrange(SWAP_4));
        }
        if (LANES >= 16) {
            sum = sum.add(sum.rearrange(SWAP_8));
        }
        sum.intoArray(scores, from);
    }

    private static void squaredDistances4(
            float[] q, int qo, Rows rows, int[] ordinals, int from, int last, float[] scores) {
        int stride = rows.stride();
        float[] a = rows.block(ordinals[from]);
        int ao = rows.offset(ordinals[from]);
        float[] b = rows.block(ordinals[Math.min(from + 1, last)]);
        int bo = rows.offset(ordinals[Math.min(from + 1, last)]);
        float[] c = rows.block(ordinals[Math.min(from + 2, last)]);
        int co = rows.offset(ordinals[Math.min(from + 2, last)]);
        float[] d = rows.block(ordinals[Math.min(from + 3, last)]);
        int dof = rows.offset(ordinals[Math.min(from + 3, last)]);
        FloatVector sa = FloatVector.zero(SPECIES);
        FloatVector sb = FloatVector.zero(SPECIES);
        FloatVector sc = FloatVector.zero(SPECIES);
        FloatVector sd = FloatVector.zero(SPECIES);
        for (int i = 0; i < stride; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, q, qo + i);
            FloatVector da = v.sub(FloatVector.fromArray(SPECIES, a, ao + i));
            FloatVector db = v.sub(FloatVector.fromArray(SPECIES, b, bo + i));
            FloatVector dc = v.sub(FloatVector.fromArray(SPECIES, c, co + i));
            FloatVector dd = v.sub(FloatVector.fromArray(SPECIES, d, dof + i));
            sa = da.fma(da, sa);
            sb = db.fma(db, sb);
            sc = dc.fma(dc, sc);
            sd = dd.fma(dd, sd);
        }
        FloatVector ab = sa.blend(sb, BIT_0).add(sb.blend(sa, BIT_0).rearrange(SWAP_1));
        FloatVector cd = sc.blend(sd, BIT_0).add(sd.blend(sc, BIT_0).rearrange(SWAP_1));
        FloatVector sum = ab.blend(cd, BIT_1).add(cd.blend(ab, BIT_1).rearrange(SWAP_2));
        if (LANES >= 8) {
            sum = sum.add(sum.rearrange(SWAP_4));
        }
        if (LANES >= 16) {
            sum = sum.add(sum.rearrange(SWAP_8));
        }
        sum.intoArray(scores, from);
    }

    private static void absoluteDistances4(
            float[] q, int qo, Rows rows, int[] ordinals, int from, int last, float[] scores) {
        int stride = rows.stride();
        float[] a = rows.block(ordinals[from]);
        int ao = rows.offset(ordinals[from]);
        float[] b = rows.block(ordinals[Math.min(from + 1, last)]);
        int bo = rows.offset(ordinals[Math.min(from + 1, last)]);
        float[] c = rows.block(ordinals[Math.min(from + 2, last)]);
        int co = rows.offset(ordinals[Math.min(from + 2, last)]);
        float[] d = rows.block(ordinals[Math.min(from + 3, last)]);
        int dof = rows.offset(ordinals[Math.min(from + 3, last)]);
        FloatVector sa = FloatVector.zero(SPECIES);
        FloatVector sb = FloatVector.zero(SPECIES);
        FloatVector sc = FloatVector.zero(SPECIES);
        FloatVector sd = FloatVector.zero(SPECIES);
        for (int i = 0; i < stride; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, q, qo + i);
            FloatVector da = v.sub(FloatVector.fromArray(SPECIES, a, ao + i));
            FloatVector db = v.sub(FloatVector.fromArray(SPECIES, b, bo + i));
            FloatVector dc = v.sub(FloatVector.fromArray(SPECIES, c, co + i));
            FloatVector dd = v.sub(FloatVector.fromArray(SPECIES, d, dof + i));
            sa = sa.add(da.abs());
            sb = sb.add(db.abs());
            sc = sc.add(dc.abs());
            sd = sd.add(dd.abs());
        }
        FloatVector ab = sa.blend(sb, BIT_0).add(sb.blend(sa, BIT_0).rearrange(SWAP_1));
        FloatVector cd = sc.blend(sd, BIT_0).add(sd.blend(sc, BIT_0).rearrange(SWAP_1));
        FloatVector sum = ab.blend(cd, BIT_1).add(cd.blend(ab, BIT_1).rearrange(SWAP_2));
        if (LANES >= 8) {
            sum = sum.add(sum.rearrange(SWAP_4));
        }
        if (LANES >= 16) {
            sum = sum.add(sum.rearrange(SWAP_8));
        }
        sum.intoArray(scores, from);
    }
}
