package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.distance.SketchRows;
import io.vexfs.core.internal.vectors.SketchBlocks;
import java.io.IOException;

/** The sketches of an index as they were at one moment, and the last sections of its file. */
final class SnapshotSketches {
    private final NodeSketches.Learnt learnt;
    private final SketchRows rows;

    /** What was learnt; rows of linked nodes stay as they are while the snapshot is open. */
    SnapshotSketches(NodeSketches.Learnt learnt) {
        this.learnt = learnt;
        this.rows = learnt.blocks().rows();
    }

    /** Writes the sections; {@code linked} has a bit for each ordinal that has a sketch. */
    void write(SnapshotOutput out, long[] linked, int ordinals) throws IOException {
        out.integer(learnt.axesSize());
        out.integer(learnt.nextSize());
        out.floats(new float[] {learnt.narrow(), learnt.wide(), learnt.usual()}, 0, SnapshotLayout.LEARNT_FLOATS);
        float[] kind = learnt.blocks().parameters();
        out.floats(kind, 0, kind.length);
        out.endSection();
        short[] zeros = new short[SketchRows.SHORTS];
        for (int ordinal = 0; ordinal < ordinals; ordinal++) {
            boolean sketched = (linked[ordinal >>> 6] & 1L << ordinal) != 0;
            out.shorts(sketched ? rows.block(ordinal) : zeros, sketched ? rows.offset(ordinal) : 0, zeros.length);
        }
        out.endSection();
    }

    /** Reads the sections; the sketches have room for every ordinal of the index. */
    static NodeSketches.Learnt read(SnapshotInput in, SnapshotLayout layout, MetricKernel metric, int capacity)
            throws IOException {
        if (!NodeSketches.serve(layout.dimensions(), layout.metric(), layout.quantization())) {
            throw in.impossible(
                    "no sketches of " + layout.dimensions() + " dimensions, "
                            + layout.metric().text() + ", "
                            + layout.quantization().text(),
                    "some");
        }
        int axesSize = in.integer();
        int nextSize = in.integer();
        float[] parts = new float[SnapshotLayout.LEARNT_FLOATS];
        in.floats(parts, 0, parts.length);
        float[] kind = new float[layout.kindFloats()];
        in.floats(kind, 0, kind.length);
        in.endSection("axes");
        SketchBlocks blocks = SketchBlocks.of(metric.kernels(), kind, layout.vectorFloats());
        blocks.ensure(capacity);
        SketchRows rows = blocks.rows();
        for (int ordinal = 0; ordinal < layout.ordinals(); ordinal++) {
            in.shorts(rows.block(ordinal), rows.offset(ordinal), SketchRows.SHORTS);
        }
        in.endSection("sketches");
        return new NodeSketches.Learnt(blocks, parts[0], parts[1], parts[2], axesSize, nextSize);
    }
}
