package io.vexfs.core.internal.graph;

import io.vexfs.core.internal.distance.CodeRows;
import io.vexfs.core.internal.vectors.CodeBlocks;
import io.vexfs.core.internal.vectors.Quantizer;
import java.io.IOException;

/** The codes of an index as they were at one moment, and the last sections of its file. */
final class SnapshotCodes {
    private final NodeCodes.Learnt learnt;
    private final long[] outliers;
    private final CodeRows rows;

    /** What was learnt, with a copy of the outliers; rows of linked nodes stay as they are while the snapshot is open. */
    SnapshotCodes(NodeCodes.Learnt learnt, int end) {
        this.learnt = learnt;
        this.outliers = learnt.outliers().words(end);
        this.rows = learnt.blocks().rows();
    }

    /** Writes the sections; {@code linked} has a bit for each ordinal that has codes. */
    void write(SnapshotOutput out, long[] linked, int ordinals) throws IOException {
        out.integer(learnt.learnSize());
        out.integer(learnt.learnOutside());
        float[] rule = learnt.blocks().quantizer().parameters();
        out.floats(rule, 0, rule.length);
        out.endSection();
        for (int word = 0; word < linked.length; word++) {
            out.longs(outliers[word] & linked[word]);
        }
        out.endSection();
        short[] zeros = new short[rows.stride()];
        for (int ordinal = 0; ordinal < ordinals; ordinal++) {
            boolean coded = (linked[ordinal >>> 6] & 1L << ordinal) != 0;
            out.shorts(coded ? rows.block(ordinal) : zeros, coded ? rows.offset(ordinal) : 0, rows.stride());
        }
        out.endSection();
    }

    /** Reads the sections; the codes have room for every ordinal of the index. */
    static NodeCodes.Learnt read(SnapshotInput in, SnapshotLayout layout, NodeCodes codes) throws IOException {
        int learnSize = in.integer();
        int learnOutside = in.integer();
        float[] rule = new float[layout.ruleFloats()];
        in.floats(rule, 0, rule.length);
        in.endSection("rule");
        OrdinalSet outliers = new OrdinalSet();
        long[] words = in.longs(layout.words());
        in.endSection("outliers");
        for (int ordinal = 0; ordinal < layout.ordinals(); ordinal++) {
            if ((words[ordinal >>> 6] & 1L << ordinal) != 0) {
                outliers.add(ordinal);
            }
        }
        CodeBlocks blocks = codes.blocks(Quantizer.of(NodeCodes.width(layout.quantization()), layout.metric(), rule));
        CodeRows rows = blocks.rows();
        for (int ordinal = 0; ordinal < layout.ordinals(); ordinal++) {
            in.shorts(rows.block(ordinal), rows.offset(ordinal), rows.stride());
        }
        in.endSection("codes");
        return new NodeCodes.Learnt(blocks, outliers, learnSize, learnOutside);
    }
}
