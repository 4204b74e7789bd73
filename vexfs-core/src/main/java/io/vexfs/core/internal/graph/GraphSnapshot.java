package io.vexfs.core.internal.graph;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.DistanceMetric;
import io.vexfs.core.internal.distance.Rows;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An index as it was at one moment, and its file; {@link SnapshotLayout} draws the bytes.
 *
 * <p>Taking it copies links and states while every change waits, at the speed of memory; searches go on.
 * Writing it holds nobody up: the vectors are read from the live index, where none that was visible at that moment is
 * overwritten while the snapshot is open.
 */
public final class GraphSnapshot implements AutoCloseable {
    private final HnswGraph graph;
    private final SnapshotLayout layout;
    private final long[] visible;
    private final long[] pending;
    private final BitSet leaving;
    private final int[][] lowest;
    private final int[] upper;
    private final @Nullable Rows rows;
    private final @Nullable SnapshotCodes codes;
    private final SnapshotSketches sketches;
    private final Reader reader;

    private GraphSnapshot(VectorIndex index, long logPosition, boolean withVectors, int[][] room) {
        graph = index.graph;
        int end = index.ordinals.end();
        visible = index.ordinals.visible.words(end);
        pending = index.ordinals.pending.words(end);
        leaving = BitSet.valueOf(graph.leaving.words(end));
        lowest = graph.lowestCopy(end, room);
        upper = graph.upperCopy();
        rows = withVectors && index.vectors.mapped() == null ? index.vectors.rows() : null;
        NodeCodes.Learnt learnt = index.codes.current();
        codes = learnt == null ? null : new SnapshotCodes(learnt, end);
        sketches = new SnapshotSketches(index.codes.sketches);
        int upperNodes = graph.upperNodes.size();
        int upperLevels = (upper.length - 2 * upperNodes) / (graph.m() + 1);
        layout = new SnapshotLayout(
                index.dimensions(),
                index.metric(),
                index.shape(),
                logPosition,
                index.inserter.inserts(),
                end,
                graph.entry(),
                upperNodes,
                upperLevels,
                index.quantization(),
                codes != null,
                rows != null,
                sketches.learnt(),
                sketches.givenUp());
        // Last, so that none stays held where there is no memory for the rest; nothing is freed meanwhile.
        reader = index.reader();
    }

    /**
     * An index read from a file.
     *
     * @param logPosition the log position that it was written with
     * @param hasVectors whether the vectors are there; else they are to be filled in before anything is done with the index
     */
    public record Restored(VectorIndex index, long logPosition, boolean hasVectors) {}

    /** Takes a snapshot with the vectors, unless they are mapped: what a clean open needs. */
    public static GraphSnapshot capture(VectorIndex index, long logPosition) {
        return capture(index, logPosition, true);
    }

    /**
     * Takes a snapshot. What the log holds up to that position must be in the index, and may be more.
     *
     * @param withVectors whether they are in it too; a recovery has them from the log
     */
    public static GraphSnapshot capture(VectorIndex index, long logPosition, boolean withVectors) {
        index.settle();
        int[][] room = index.graph.lowestRoom();
        GraphSnapshot snapshot = index.frozen(() -> new GraphSnapshot(index, logPosition, withVectors, room));
        boolean settled = false;
        try {
            snapshot.graph.settleLowest(snapshot.lowest, snapshot.layout.ordinals(), snapshot.leaving);
            settled = true;
            return snapshot;
        } finally {
            if (!settled) {
                snapshot.close();
            }
        }
    }

    /** Takes a snapshot and writes it. */
    public static void write(VectorIndex index, Path file, long logPosition) throws IOException {
        try (GraphSnapshot snapshot = capture(index, logPosition)) {
            snapshot.write(file);
        }
    }

    /** Writes the file aside, brings it to disk and renames it over whatever was there. */
    public void write(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (SnapshotOutput out = new SnapshotOutput(aside)) {
                sections(out);
                out.force();
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Lets the index hand out ordinals freed since; closing again does nothing. */
    @Override
    public void close() {
        reader.close();
    }

    /**
     * Reads an index of whatever vectors.
     *
     * @throws CorruptStoreException if a byte of the file is not what was written
     */
    public static Restored read(Path file) throws IOException {
        return read(file, Optional.empty());
    }

    /** As {@link #read(Path)}, with the vectors in this file, if there is one. */
    public static Restored read(Path file, Optional<RowFile> rows) throws IOException {
        try (SnapshotInput in = new SnapshotInput(file)) {
            return new SnapshotRestorer(in.header(), in, rows).restored();
        }
    }

    /** Reads an index of vectors with that many components under that metric, to be kept on the heap. */
    public static Restored read(Path file, int dimensions, DistanceMetric metric) throws IOException {
        return read(file, dimensions, metric, Optional.empty());
    }

    /**
     * Reads an index of vectors with that many components under that metric.
     *
     * @param rows the file that the vectors are to be in; empty for the heap
     * @throws CorruptStoreException if a byte of the file is not what was written, or it is of another kind of vectors
     */
    public static Restored read(Path file, int dimensions, DistanceMetric metric, Optional<RowFile> rows)
            throws IOException {
        try (SnapshotInput in = new SnapshotInput(file)) {
            SnapshotLayout layout = in.header();
            if (layout.dimensions() != dimensions || layout.metric() != metric) {
                throw in.impossible(
                        dimensions + " dimensions, " + metric.text(),
                        layout.dimensions() + " dimensions, " + layout.metric().text());
            }
            return new SnapshotRestorer(layout, in, rows).restored();
        }
    }

    private void sections(SnapshotOutput out) throws IOException {
        out.header(layout);
        out.longs(visible);
        out.endSection();
        out.longs(pending);
        out.endSection();
        long left = (long) layout.ordinals() * layout.lowestInts();
        for (int[] block : lowest) {
            int part = (int) Math.min(left, block.length);
            out.ints(block, 0, part);
            left -= part;
        }
        out.endSection();
        out.ints(upper, 0, upper.length);
        out.endSection();
        if (rows != null) {
            vectors(rows, out);
        }
        long[] linked = new long[visible.length];
        Arrays.setAll(linked, word -> visible[word] & ~pending[word]);
        if (codes != null) {
            codes.write(out, linked, layout.ordinals());
        }
        sketches.write(out, linked, layout.ordinals());
    }

    private void vectors(Rows from, SnapshotOutput out) throws IOException {
        float[] zeros = new float[from.stride()];
        for (int ordinal = 0; ordinal < layout.ordinals(); ordinal++) {
            if ((visible[ordinal >>> 6] & 1L << ordinal) != 0) {
                out.floats(from.block(ordinal), from.offset(ordinal), from.stride());
            } else {
                out.floats(zeros, 0, zeros.length);
            }
        }
        out.endSection();
    }
}
