package io.vexfs.core.internal.distance.simd;

import io.vexfs.core.internal.distance.SketchRows;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Squared distances of sketches, two rows at once.
 *
 * <p>Implementation note. A row is one vector of shorts. Both differences of a short are squared and added up as shorts, and widened to
 * ints by a reinterpretation. With four rows at once some searches on JDK 17 made objects of vectors, see {@link SimdCodes}. The
 * whole is written out, so that it is longer than what HotSpot inlines.
 */
final class SimdSketches {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_256;
    private static final int LOW = 0xffff;

    private SimdSketches() {}

    /** Whether this processor has vectors of that length. */
    static boolean works() {
        return ShortVector.SPECIES_PREFERRED.length() >= SketchRows.SHORTS;
    }

    static void squaredDistances2(short[] query, SketchRows rows, int[] ordinals, int from, int last, int[] distances) {
        int next = Math.min(from + 1, last);
        short[] a = rows.block(ordinals[from]);
        int aAt = rows.offset(ordinals[from]);
        short[] b = rows.block(ordinals[next]);
        int bAt = rows.offset(ordinals[next]);
        ShortVector low = ShortVector.fromArray(SHORTS, query, 0);
        ShortVector high = ShortVector.fromArray(SHORTS, query, SketchRows.SHORTS);
        ShortVector codesA = ShortVector.fromArray(SHORTS, a, aAt);
        ShortVector lowA = codesA.lanewise(VectorOperators.AND, (short) SketchRows.CODE_MAX);
        ShortVector differenceLowA = lowA.lanewise(VectorOperators.SUB, low);
        ShortVector highA = codesA.lanewise(VectorOperators.LSHR, Byte.SIZE);
        ShortVector differenceHighA = highA.lanewise(VectorOperators.SUB, high);
        ShortVector squareLowA = differenceLowA.lanewise(VectorOperators.MUL, differenceLowA);
        ShortVector squareHighA = differenceHighA.lanewise(VectorOperators.MUL, differenceHighA);
        IntVector pairsA = squareLowA.lanewise(VectorOperators.ADD, squareHighA).reinterpretAsInts();
        IntVector evenA = pairsA.lanewise(VectorOperators.AND, LOW);
        IntVector oddA = pairsA.lanewise(VectorOperators.LSHR, Short.SIZE);
        IntVector sumsA = evenA.lanewise(VectorOperators.ADD, oddA);
        ShortVector codesB = ShortVector.fromArray(SHORTS, b, bAt);
        ShortVector lowB = codesB.lanewise(VectorOperators.AND, (short) SketchRows.CODE_MAX);
        ShortVector differenceLowB = lowB.lanewise(VectorOperators.SUB, low);
        ShortVector highB = codesB.lanewise(VectorOperators.LSHR, Byte.SIZE);
        ShortVector differenceHighB = highB.lanewise(VectorOperators.SUB, high);
        ShortVector squareLowB = differenceLowB.lanewise(VectorOperators.MUL, differenceLowB);
        ShortVector squareHighB = differenceHighB.lanewise(VectorOperators.MUL, differenceHighB);
        IntVector pairsB = squareLowB.lanewise(VectorOperators.ADD, squareHighB).reinterpretAsInts();
        IntVector evenB = pairsB.lanewise(VectorOperators.AND, LOW);
        IntVector oddB = pairsB.lanewise(VectorOperators.LSHR, Short.SIZE);
        IntVector sumsB = evenB.lanewise(VectorOperators.ADD, oddB);
        int sumA = sumsA.reduceLanes(VectorOperators.ADD);
        int sumB = sumsB.reduceLanes(VectorOperators.ADD);
        distances[from] = sumA;
        distances[from + 1] = sumB;
    }
}
