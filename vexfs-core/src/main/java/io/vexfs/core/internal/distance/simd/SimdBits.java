package io.vexfs.core.internal.distance.simd;

import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.Rows;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Distances of rows of bits, four rows at once.
 *
 * <p>Implementation note. The Vector API counts bits since JDK 19; its name is looked up, as the classes are compiled for
 * JDK 17. Vectors have 128 bits, of which every row is a multiple, so that there is no tail; wider ones would gain little,
 * since rows are short and their way from memory is what takes time.
 */
final class SimdBits {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_128;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_128;
    private static final int LANES = FLOATS.length();
    /** Of vectors that are at most so wide not every processor counts bits. */
    private static final int NARROW_BITS = 128;

    private static final VectorOperators.@Nullable Unary COUNT = count();

    private SimdBits() {}

    private static VectorOperators.@Nullable Unary count() {
        boolean narrow = FloatVector.SPECIES_PREFERRED.vectorBitSize() <= NARROW_BITS;
        if (narrow && !System.getProperty("os.arch", "").equals("aarch64")) {
            return null;
        }
        try {
            return (VectorOperators.Unary)
                    VectorOperators.class.getField("BIT_COUNT").get(null);
        } catch (ReflectiveOperationException older) {
            return null;
        }
    }

    /** Whether bits are counted here; if not, nothing else in here works. */
    static boolean works() {
        return COUNT != null;
    }

    static void hammingDistances4(float[] q, int qo, Rows rows, int[] ordinals, int from, int last, float[] scores) {
        int stride = rows.stride();
        float[] a = rows.block(ordinals[from]);
        int ao = rows.offset(ordinals[from]);
        float[] b = rows.block(ordinals[Math.min(from + 1, last)]);
        int bo = rows.offset(ordinals[Math.min(from + 1, last)]);
        float[] c = rows.block(ordinals[Math.min(from + 2, last)]);
        int co = rows.offset(ordinals[Math.min(from + 2, last)]);
        float[] d = rows.block(ordinals[Math.min(from + 3, last)]);
        int dof = rows.offset(ordinals[Math.min(from + 3, last)]);
        IntVector sa = IntVector.zero(INTS);
        IntVector sb = IntVector.zero(INTS);
        IntVector sc = IntVector.zero(INTS);
        IntVector sd = IntVector.zero(INTS);
        for (int i = 0; i < stride; i += LANES) {
            IntVector v = FloatVector.fromArray(FLOATS, q, qo + i).reinterpretAsInts();
            IntVector va = FloatVector.fromArray(FLOATS, a, ao + i).reinterpretAsInts();
            sa = va.lanewise(VectorOperators.XOR, v).lanewise(COUNT).add(sa);
            IntVector vb = FloatVector.fromArray(FLOATS, b, bo + i).reinterpretAsInts();
            sb = vb.lanewise(VectorOperators.XOR, v).lanewise(COUNT).add(sb);
            IntVector vc = FloatVector.fromArray(FLOATS, c, co + i).reinterpretAsInts();
            sc = vc.lanewise(VectorOperators.XOR, v).lanewise(COUNT).add(sc);
            IntVector vd = FloatVector.fromArray(FLOATS, d, dof + i).reinterpretAsInts();
            sd = vd.lanewise(VectorOperators.XOR, v).lanewise(COUNT).add(sd);
        }
        scores[from] = sa.reduceLanes(VectorOperators.ADD);
        scores[from + 1] = sb.reduceLanes(VectorOperators.ADD);
        scores[from + 2] = sc.reduceLanes(VectorOperators.ADD);
        scores[from + 3] = sd.reduceLanes(VectorOperators.ADD);
    }

    /** Two rows, since each has two sums. */
    static void jaccardDistances2(float[] q, int qo, Rows rows, int[] ordinals, int from, int last, float[] scores) {
        int stride = rows.stride();
        float[] a = rows.block(ordinals[from]);
        int ao = rows.offset(ordinals[from]);
        float[] b = rows.block(ordinals[Math.min(from + 1, last)]);
        int bo = rows.offset(ordinals[Math.min(from + 1, last)]);
        IntVector commonA = IntVector.zero(INTS);
        IntVector commonB = IntVector.zero(INTS);
        IntVector allA = IntVector.zero(INTS);
        IntVector allB = IntVector.zero(INTS);
        for (int i = 0; i < stride; i += LANES) {
            IntVector v = FloatVector.fromArray(FLOATS, q, qo + i).reinterpretAsInts();
            IntVector va = FloatVector.fromArray(FLOATS, a, ao + i).reinterpretAsInts();
            commonA = va.lanewise(VectorOperators.AND, v).lanewise(COUNT).add(commonA);
            allA = va.lanewise(VectorOperators.OR, v).lanewise(COUNT).add(allA);
            IntVector vb = FloatVector.fromArray(FLOATS, b, bo + i).reinterpretAsInts();
            commonB = vb.lanewise(VectorOperators.AND, v).lanewise(COUNT).add(commonB);
            allB = vb.lanewise(VectorOperators.OR, v).lanewise(COUNT).add(allB);
        }
        scores[from] = Kernels.jaccardDistance(
                commonA.reduceLanes(VectorOperators.ADD), allA.reduceLanes(VectorOperators.ADD));
        scores[from + 1] = Kernels.jaccardDistance(
                commonB.reduceLanes(VectorOperators.ADD), allB.reduceLanes(VectorOperators.ADD));
    }
}
