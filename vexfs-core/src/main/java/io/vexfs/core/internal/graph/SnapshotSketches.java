package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.distance.SketchRows;
import io.vexfs.core.internal.vectors.SketchBlocks;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The sketches of an index as they were at one moment, or that they were given up, and the last sections of its file. */
final class SnapshotSketches {
    private final NodeSketches.@Nullable Learnt learnt;
    private final SketchRows rows;
    private final long nextInserts;

    /** What was learnt; rows of linked nodes stay as they are while the snapshot is open. */
    SnapshotSketches(NodeSketches sketches) {
        this.learnt = sketches.current();
        this.rows = learnt == null ? new SketchRows() : learnt.blocks().rows();
        this.nextInserts = sketches.nextInserts();
    }

    /** Whether there are sketches. */
    boolean learnt() {
        return learnt != null;
    }

    /** Whether there are none because they were tried. */
    boolean givenUp() {
        return learnt == null && nextInserts > 0;
    }

    /** Writes the sections, if there are any; {@code linked} has a bit for each ordinal that has a sketch. */
    void write(SnapshotOutput out, long[] linked, int ordinals) throws IOException {
        if (learnt != null) {
            write(learnt, out, linked, ordinals);
        } else if (givenUp()) {
            out.longs(nextInserts);
            out.endSection();
        }
    }

    private void write(NodeSketches.Learnt of, SnapshotOutput out, long[] linked, int ordinals) throws IOException {
        out.integer(of.axesSize());
        out.longs(of.axesInserts(), of.nextInserts());
        out.floats(new float[] {of.narrow(), of.wide(), of.usual()}, 0, SnapshotLayout.LEARNT_FLOATS);
        float[] kind = of.blocks().parameters();
        out.floats(kind, 0, kind.length);
        out.endSection();
        short[] zeros = new short[SketchRows.SHORTS];
        for (int ordinal = 0; ordinal < ordinals; ordinal++) {
            boolean sketched = (linked[ordinal >>> 6] & 1L << ordinal) != 0;
            out.shorts(sketched ? rows.block(ordinal) : zeros, sketched ? rows.offset(ordinal) : 0, zeros.length);
        }
        out.endSection();
    }

    /** Reads after how many inserts sketches are to be tried again. */
    static long readGivenUp(SnapshotInput in, SnapshotLayout layout) throws IOException {
        requireServed(in, layout);
        long nextInserts = in.longs(1)[0];
        in.endSection("given up");
        if (nextInserts < 0) {
            throw in.impossible("a number of inserts", String.valueOf(nextInserts));
        }
        return nextInserts;
    }

    private static void requireServed(SnapshotInput in, SnapshotLayout layout) {
        if (!NodeSketches.serve(layout.dimensions(), layout.metric(), layout.quantization())) {
            throw in.impossible(
                    "no sketches of " + layout.dimensions() + " dimensions, "
                            + layout.metric().text() + ", "
                            + layout.quantization().text(),
                    "some");
        }
    }

    /** Reads the sections; the sketches have room for every ordinal of the index. */
    static NodeSketches.Learnt read(SnapshotInput in, SnapshotLayout layout, MetricKernel metric, int capacity)
            throws IOException {
        requireServed(in, layout);
        int axesSize = in.integer();
        long[] inserts = in.longs(2);
        float[] parts = new float[SnapshotLayout.LEARNT_FLOATS];
        in.floats(parts, 0, parts.length);
        float[] kind = new float[layout.kindFloats()];
        in.floats(kind, 0, kind.length);
        in.endSection("axes");
        if (axesSize < 0 || inserts[0] < 0 || inserts[1] < 0) {
            throw in.impossible("numbers of nodes and inserts", axesSize + ", " + inserts[0] + ", " + inserts[1]);
        }
        requireUsable(in, parts, kind);
        SketchBlocks blocks = SketchBlocks.of(metric.kernels(), kind, layout.vectorFloats());
        blocks.ensure(capacity);
        SketchRows rows = blocks.rows();
        for (int ordinal = 0; ordinal < layout.ordinals(); ordinal++) {
            in.shorts(rows.block(ordinal), rows.offset(ordinal), SketchRows.SHORTS);
        }
        in.endSection("sketches");
        return new NodeSketches.Learnt(blocks, parts[0], parts[1], parts[2], axesSize, inserts[0], inserts[1]);
    }

    private static void requireUsable(SnapshotInput in, float[] parts, float[] kind) {
        boolean shares = parts[0] >= 0 && parts[0] <= 1 && parts[1] >= 0 && parts[1] <= 1;
        if (!shares || !(parts[2] >= 0 && parts[2] <= Float.MAX_VALUE)) {
            throw in.impossible("parts of 0 to 1, a usual distance", Arrays.toString(parts));
        }
        boolean finite = true;
        for (float number : kind) {
            finite &= Float.isFinite(number);
        }
        if (!finite || kind[0] < Float.MIN_NORMAL || kind[1] < 0 || !Float.isFinite(kind[1] / kind[0])) {
            throw in.impossible(
                    "finite axes, a step above 0, rests of some steps",
                    finite ? "step " + kind[0] + ", rests of " + kind[1] : "others");
        }
    }
}
