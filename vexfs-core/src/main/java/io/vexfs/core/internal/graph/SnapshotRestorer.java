package io.vexfs.core.internal.graph;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.core.internal.distance.Rows;
import io.vexfs.core.internal.vectors.MappedRows;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/** An index being made from a file whose header is read. Nothing in the file is believed before it is checked. */
final class SnapshotRestorer {
    private final SnapshotLayout layout;
    private final SnapshotInput in;
    private final VectorIndex index;
    private final HnswGraph graph;
    private final boolean hasVectors;
    private long[] linked = {};

    /** @param rows the file that the vectors are to be in; empty for the heap */
    SnapshotRestorer(SnapshotLayout layout, SnapshotInput in, Optional<RowFile> rows) {
        this.layout = layout;
        this.in = in;
        boolean filled = rows.filter(file -> file.use() != RowFile.Use.MAKE).isPresent();
        if (filled && layout.vectors()) {
            throw in.impossible("vectors in a file of their own", "vectors in the snapshot");
        }
        this.hasVectors = filled || layout.vectors();
        this.index = new VectorIndex(layout.dimensions(), layout.metric(), layout.shape(), rows);
        this.graph = index.graph;
    }

    GraphSnapshot.Restored restored() throws IOException {
        graph.ensure(layout.ordinals());
        if (layout.vectors()) {
            index.vectors.ensure(layout.ordinals());
        }
        states();
        lowest();
        upper();
        links();
        if (layout.vectors()) {
            vectors();
        }
        index.codes.restore(layout.quantization(), layout.codes() ? SnapshotCodes.read(in, layout, index.codes) : null);
        index.codes.sketches.read(in, layout);
        index.inserter.inserts(layout.inserts());
        return new GraphSnapshot.Restored(index, layout.logPosition(), hasVectors);
    }

    private void states() throws IOException {
        long[] visible = in.longs(layout.words());
        in.endSection("visible");
        long[] pending = in.longs(layout.words());
        in.endSection("pending");
        for (int i = 0; i < visible.length; i++) {
            if ((pending[i] & ~visible[i]) != 0) {
                throw in.impossible("pending ordinals to be visible", "others in word " + i);
            }
        }
        int last = visible.length - 1;
        if ((layout.ordinals() & 63) != 0 && (visible[last] & -1L << layout.ordinals()) != 0) {
            throw in.impossible("ordinals below " + layout.ordinals(), "others in word " + last);
        }
        index.ordinals.restore(layout.ordinals(), visible, pending);
        requireRows(visible);
        linked = new long[visible.length];
        Arrays.setAll(linked, i -> visible[i] & ~pending[i]);
    }

    private void requireRows(long[] visible) {
        MappedRows rows = index.vectors.mapped();
        int end = BitSet.valueOf(visible).length();
        if (rows != null && hasVectors && rows.capacity() < end) {
            throw new CorruptStoreException(
                    rows.file(), MappedRows.HEADER_BYTES, end + " rows", String.valueOf(rows.capacity()));
        }
    }

    private void lowest() throws IOException {
        int stride = layout.lowestInts();
        long left = (long) layout.ordinals() * stride;
        for (int[] block : graph.lowest()) {
            int part = (int) Math.min(left, block.length);
            in.ints(block, 0, part);
            left -= part;
        }
        in.endSection("lowest");
    }

    private void upper() throws IOException {
        int levelsLeft = layout.upperLevels();
        for (int i = 0; i < layout.upperNodes(); i++) {
            int node = in.integer();
            int level = in.integer();
            if (level < 1 || level > HnswGraph.LEVEL_MAX || level > levelsLeft || !linked(node)) {
                throw in.impossible(
                        "a linked node with 1 to " + HnswGraph.LEVEL_MAX + " upper levels", node + ", " + level);
            }
            levelsLeft -= level;
            int[] levels = new int[level * (layout.shape().m() + 1)];
            in.ints(levels, 0, levels.length);
            graph.upperLevels(node, levels);
            graph.upperNodes.add(node);
        }
        in.endSection("upper");
    }

    /** Checks every link and counts the nodes in. */
    private void links() {
        for (int node = 0; node < layout.ordinals(); node++) {
            if (linked(node)) {
                check(node);
            } else {
                // What an unlinked node's row holds means nothing, and its header must not say that somebody writes it.
                graph.row(node, 0)[graph.at(node, 0)] = 0;
            }
        }
        graph.nodes.restore(linked);
        int entry = layout.entry();
        if (graph.nodes.size() == 0 ? entry != HnswGraph.NONE : !linked(entry)) {
            throw in.impossible("a linked node as entry", "" + entry);
        }
        graph.entry(entry);
    }

    private void check(int node) {
        for (int level = graph.level(node); level >= 0; level--) {
            int[] row = graph.row(node, level);
            int at = graph.at(node, level);
            int count = row[at];
            if (count < 0 || count > graph.linksMax(level)) {
                throw in.impossible("at most " + graph.linksMax(level) + " links of node " + node, "" + count);
            }
            for (int i = at + 1; i <= at + count; i++) {
                if (!linked(row[i]) || level > 0 && graph.level(row[i]) < level) {
                    throw in.impossible("links of node " + node + " to linked nodes", "" + row[i]);
                }
            }
        }
        int parent = graph.parent(node);
        if (parent != HnswGraph.NONE && !linked(parent)) {
            throw in.impossible("a linked parent of node " + node, "" + parent);
        }
    }

    private void vectors() throws IOException {
        if (index.vectors.mapped() != null) {
            float[] row = new float[index.vectors.stride()];
            for (int ordinal = 0; ordinal < layout.ordinals(); ordinal++) {
                in.floats(row, 0, row.length);
                index.vectors.writeRow(ordinal, row);
            }
            in.endSection("vectors");
            return;
        }
        Rows rows = index.vectors.rows();
        long left = (long) layout.ordinals() * rows.stride();
        for (int i = 0; i < rows.blockCount(); i++) {
            float[] block = rows.blockAt(i);
            int part = (int) Math.min(left, block.length);
            in.floats(block, 0, part);
            left -= part;
        }
        in.endSection("vectors");
    }

    private boolean linked(int ordinal) {
        return ordinal >= 0 && ordinal < layout.ordinals() && (linked[ordinal >>> 6] & 1L << ordinal) != 0;
    }
}
