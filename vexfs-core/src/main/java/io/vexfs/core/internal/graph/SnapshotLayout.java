package io.vexfs.core.internal.graph;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.core.internal.distance.Rows;
import io.vexfs.core.internal.distance.SketchRows;
import io.vexfs.core.internal.vectors.Quantizer;
import io.vexfs.core.internal.vectors.SketchBlocks;
import java.util.Arrays;

/**
 * The first bytes of a snapshot file, from which the place of everything behind them follows.
 *
 * <p>All numbers are little-endian. W is {@code (ordinals + 63) / 64}, S the dimensions rounded up to a multiple of 16, or,
 * under the metrics of bits, where a float has the bits of 32 components, a 32nd of them rounded up to a multiple of 4.
 * Each checksum is the CRC-32C of its section's other bytes.
 *
 * <pre>
 *  header, 92 bytes
 *   0  magic            8   "VEXFSGRF"
 *   8  format version   4   3 (2 had no sketches; 1 had a float for each component under the metrics of bits too)
 *  12  dimensions       4
 *  16  metric           8   its name in ASCII, zeros behind it
 *  24  m                4
 *  28  efConstruction   4
 *  32  seed             8
 *  40  log position     8   what the log held up to here is in the snapshot
 *  48  inserts          8   from which the next level is drawn
 *  56  ordinals         4   those from here on were never used
 *  60  entry            4   -1 for none
 *  64  upper nodes      4
 *  68  upper levels     4   of all upper nodes together
 *  72  quantization     4   0 none, 1 int8, 2 int4
 *  76  parts            4   1 if codes were learnt, and 2 if vectors are elsewhere: in a file of their own, or in the log;
 *                           4 if sketches were learnt, 8 if they were given up
 *  80  file size        8
 *  88  checksum         4
 *  visible   W x 8      one bit for each ordinal; a vector whose bit is zero is free          + checksum 4
 *  pending   W x 8      one bit for each ordinal; visible but not linked                      + checksum 4
 *  lowest    for each ordinal: parent 4 (-1 for the root), count 4, 2m links of 4             + checksum 4
 *  upper     for each upper node: ordinal 4, levels 4, for each level: count 4, m links of 4  + checksum 4
 *  vectors   unless elsewhere: for each ordinal: S floats of 4, zeros where it is
 *            not visible                                                                      + checksum 4
 *  rule      if codes were learnt: at how many nodes to learn again 4, at how many outliers
 *            4, how far outside a vector may lie 4, for each dimension its centre 4, for each
 *            its step 4                                                                       + checksum 4
 *  outliers  if codes were learnt: W x 8, one bit for each ordinal                            + checksum 4
 *  codes     if codes were learnt: for each ordinal, zeros where it is not linked: C shorts
 *            of 2 with the codes, zeros behind them, and what the row adds to scores 4        + checksum 4
 *  given up  if sketches were: at how many inserts to try them again 8                        + checksum 4
 *  axes      if sketches were learnt: at how many nodes their axes were 4, at how many inserts
 *            8, at how many to learn again 8, the parts of a squared distance for narrow and for wide walks 8, the
 *            usual one 4, the step 4, the middle of the rests 4, the centre and 31 axes of
 *            S floats of 4                                                                    + checksum 4
 *  sketches  if sketches were learnt: for each ordinal, zeros where it is not linked: 16 shorts
 *            of 2, each with two numbers of the sketch                                         + checksum 4
 * </pre>
 *
 * C + 2 is two more than a quarter of the dimensions for int4 and half of them for int8, rounded up to a multiple of 4.
 */
record SnapshotLayout(
        int dimensions,
        DistanceMetric metric,
        GraphShape shape,
        long logPosition,
        long inserts,
        int ordinals,
        int entry,
        int upperNodes,
        int upperLevels,
        Quantization quantization,
        boolean codes,
        boolean vectors,
        boolean sketches,
        boolean sketchesGivenUp) {
    static final String MAGIC = "VEXFSGRF";
    static final int VERSION = 3;
    /** The same, without sketches. */
    static final int VERSION_WITHOUT_SKETCHES = 2;
    /** And but for vectors of bits. */
    static final int VERSION_OF_WHOLE_FLOATS = 1;

    static final int HEADER_BYTES = 92;
    static final int CHECKSUM_BYTES = 4;
    static final int METRIC_BYTES = 8;
    /** Parts: the bit of codes. */
    static final int CODES = 1;
    /** Parts: the bit of vectors that are elsewhere. */
    static final int MAPPED = 2;
    /** Parts: the bit of sketches. */
    static final int SKETCHES = 4;
    /** Parts: the bit of sketches that turned too little away; not beside the bit of sketches. */
    static final int GIVEN_UP = 8;
    /** Bytes of when to try sketches again. */
    static final int GIVEN_UP_BYTES = Long.BYTES;
    /** Bytes of when axes were learnt, and when to learn again. */
    static final int AXES_NUMBERS_BYTES = Integer.BYTES + 2 * Long.BYTES;
    /** Floats about how sketches are used. */
    static final int LEARNT_FLOATS = 3;

    /** Whether a metric of that name, which may be none, is one of bits. */
    static boolean ofBits(String metric) {
        return Arrays.stream(DistanceMetric.values())
                .anyMatch(each -> each.bits() && each.text().equals(metric));
    }

    /** Words in each of the bit sections. */
    int words() {
        return (ordinals + 63) >>> 6;
    }

    /** Ints of a row of the lowest level. */
    int lowestInts() {
        return 2 * shape.m() + 2;
    }

    /** Floats that describe how codes were made. */
    int ruleFloats() {
        return Quantizer.parametersLength(dimensions);
    }

    /** Floats of a vector. */
    int vectorFloats() {
        return Rows.stride(dimensions, metric);
    }

    /** Floats that describe how sketches were made. */
    int kindFloats() {
        return SketchBlocks.parametersLength(vectorFloats());
    }

    private long sketchesBytes() {
        if (sketchesGivenUp) {
            return GIVEN_UP_BYTES + CHECKSUM_BYTES;
        }
        if (!sketches) {
            return 0;
        }
        return AXES_NUMBERS_BYTES
                + 4L * LEARNT_FLOATS
                + 4L * kindFloats()
                + CHECKSUM_BYTES
                + (long) ordinals * SketchRows.SHORTS * Short.BYTES
                + CHECKSUM_BYTES;
    }

    private long codesBytes() {
        if (!codes) {
            return 0;
        }
        long row = Short.BYTES * NodeCodes.width(quantization).stride(dimensions);
        return 2L * Integer.BYTES
                + 4L * ruleFloats()
                + CHECKSUM_BYTES
                + 8L * words()
                + CHECKSUM_BYTES
                + ordinals * row
                + CHECKSUM_BYTES;
    }

    /** Bytes of the whole file. */
    long fileBytes() {
        return HEADER_BYTES
                + 2 * (8L * words() + CHECKSUM_BYTES)
                + 4L * ordinals * lowestInts()
                + CHECKSUM_BYTES
                + 8L * upperNodes
                + 4L * upperLevels * (shape.m() + 1)
                + CHECKSUM_BYTES
                + (vectors ? 4L * ordinals * vectorFloats() + CHECKSUM_BYTES : 0)
                + codesBytes()
                + sketchesBytes();
    }
}
