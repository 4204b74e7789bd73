package io.vexfs.core.internal.graph;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.Quantization;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.vectors.MappedRows;
import io.vexfs.core.internal.vectors.VectorBlocks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of a collection by ordinal, with the graph over them and the ordinals that wait to be linked.
 *
 * <p>A vector is reserved, put (from then on every search sees it, by an exact scan) and linked (from then on by the
 * graph). Every method may be called from any thread. Searches take no lock. Links run beside each other; a remove and
 * the capture of a snapshot wait for running links and hold new ones up.
 *
 * <p>Order of locks: the structure lock, then the monitor of the ordinals, then the leaves. A link holds the structure
 * lock shared, and the monitors of one node and one leaf at a time.
 */
public final class VectorIndex {
    /** Rows that the rest of the index waits for while {@link #settle} repairs them. */
    private static final int SETTLE_ROWS = 8_192;

    private static final int ANY = -1;

    private final MetricKernel metric;
    private final GraphShape shape;
    private final Epochs epochs = new Epochs();
    private final Replacements replacements = new Replacements();
    private final GraphCare care;
    private final ScratchPool scratches;
    private final HnswRemover remover;
    private final LeavingSweep sweep;
    private final IndexSearcher searcher;
    private final VectorHome home;

    final ReentrantReadWriteLock structure = new ReentrantReadWriteLock();
    final Ordinals ordinals = new Ordinals(epochs);
    final VectorBlocks vectors;
    final HnswGraph graph;
    final HnswInserter inserter;
    final NodeCodes codes;

    /** An empty index of vectors with that many components, which are kept on the heap. */
    public VectorIndex(int dimensions, DistanceMetric metric, GraphShape shape) {
        this(dimensions, metric, shape, Optional.empty());
    }

    /** An empty index of vectors with that many components, which are kept in a file that is made for them. */
    public VectorIndex(int dimensions, DistanceMetric metric, GraphShape shape, Path file) {
        this(dimensions, metric, shape, Optional.of(new RowFile(file, RowFile.Use.MAKE)));
    }

    /** An empty index, whose vectors are in this file if there is one. */
    VectorIndex(int dimensions, DistanceMetric metric, GraphShape shape, Optional<RowFile> file) {
        if (dimensions < 1 || dimensions > Limits.DIMENSIONS_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "dimensions: expected 1 to " + Limits.DIMENSIONS_MAX + ", was " + dimensions);
        }
        this.metric = new MetricKernel(metric, Kernels.active());
        this.shape = shape;
        this.vectors = new VectorBlocks(
                dimensions,
                metric,
                file.map(each -> mapped(each, dimensions, metric)).orElse(null));
        this.graph = new HnswGraph(shape.m());
        NeighborSelector selector = new NeighborSelector(vectors, this.metric);
        LinkEditor editor = new LinkEditor(graph, selector);
        HnswSearcher walk = new HnswSearcher(graph);
        this.inserter = new HnswInserter(graph, vectors, walk, selector, editor, shape);
        this.codes = new NodeCodes(graph, vectors, this.metric, inserter::inserts);
        this.home = new VectorHome(vectors, ordinals, structure, epochs, codes.sketches);
        this.scratches = new ScratchPool(() -> new SearchScratch(shape, vectors, this.metric, codes));
        this.remover = new HnswRemover(graph, selector, editor);
        this.sweep = new LeavingSweep(graph, editor, epochs::retire);
        this.searcher = new IndexSearcher(walk, ordinals, this.metric);
        this.care = new GraphCare(graph, ordinals, sweep, structure, replacements);
    }

    private static MappedRows mapped(RowFile file, int dimensions, DistanceMetric metric) {
        return file.use() == RowFile.Use.MAKE
                ? MappedRows.make(file.path(), dimensions, metric)
                : MappedRows.open(file.path(), dimensions, metric, file.use() == RowFile.Use.KEEP);
    }

    /** Components of a vector. */
    public int dimensions() {
        return vectors.dimensions();
    }

    /** What distances mean here. */
    public DistanceMetric metric() {
        return metric.metric();
    }

    /** What the graph is built with. */
    public GraphShape shape() {
        return shape;
    }

    /** Visible vectors. */
    public int size() {
        return ordinals.visible.size();
    }

    /** Visible vectors that are not linked yet. */
    public int pending() {
        return ordinals.pending.size();
    }

    /** Whether the ordinal is visible. */
    public boolean contains(int ordinal) {
        return ordinal >= 0 && ordinals.visible.contains(ordinal);
    }

    /**
     * An ordinal of one's own, not visible yet, to be put or released.
     *
     * @throws VexfsException {@link FuseVexfsError#NO_SPACE} where vectors are mapped and the disk is full
     */
    public int reserve() {
        synchronized (ordinals) {
            int ordinal = ordinals.reserve();
            try {
                ensure(ordinal + 1);
            } catch (VexfsException | OutOfMemoryError e) {
                ordinals.release(ordinal);
                throw e;
            }
            return ordinal;
        }
    }

    /** Gives a reserved ordinal back. */
    public void release(int ordinal) {
        ordinals.release(ordinal);
    }

    /**
     * Stores a vector under a reserved ordinal and makes it visible.
     *
     * @throws VexfsException {@link FuseVexfsError#DIMENSION_MISMATCH}, {@link FuseVexfsError#INVALID_VECTOR}; the ordinal
     *     is then reserved as before
     */
    public void put(int ordinal, float[] vector) {
        requireDimensions(vector);
        ordinals.requireReserved(ordinal);
        vectors.write(ordinal, vector, metric);
        ordinals.publish(ordinal);
    }

    /**
     * Stores a vector under an ordinal chosen by the caller, which is free or never used yet, and makes it visible. This is
     * for recovery; ordinals that are skipped become free.
     */
    public void putAt(int ordinal, float[] vector) {
        requireDimensions(vector);
        synchronized (ordinals) {
            ordinals.reserve(ordinal);
            try {
                ensure(ordinal + 1);
                put(ordinal, vector);
            } catch (VexfsException | OutOfMemoryError e) {
                ordinals.release(ordinal);
                throw e;
            }
        }
    }

    /** Makes room for the vectors of an index that was restored without, which {@link #fill} stores. */
    public void beginFill() {
        vectors.ensure(ordinals.end());
    }

    /** Stores the vector of an ordinal that was restored without. */
    public void fill(int ordinal, float[] vector) {
        requireDimensions(vector);
        vectors.write(ordinal, vector, metric);
    }

    /**
     * Chooses what the walk of a search measures nodes by; the graph stays as it is. Unless it is chosen already, reads every
     * vector, and holds up links and removes meanwhile.
     */
    public void quantize(Quantization quantization) {
        structure.writeLock().lock();
        int generation = care.generation();
        try {
            codes.choose(quantization);
        } catch (RuntimeException | AssertionError failure) {
            care.failed(failure, generation);
        } finally {
            structure.writeLock().unlock();
        }
    }

    /** What is in use; none under a metric that codes cannot serve, whatever was chosen. */
    public Quantization quantization() {
        return codes.quantization();
    }

    /** Bytes on the heap of the codes that searches walk by; 0 while there are none. */
    public long codeBytes() {
        return codes.codeBytes();
    }

    /** Links one pending ordinal; false if it is not pending any more, or another thread is linking it. */
    public boolean link(int ordinal) {
        int generation = care.generation();
        try {
            learnIfDue();
            return linkOne(ordinal);
        } catch (RuntimeException | AssertionError failure) {
            care.failed(failure, generation);
            return false;
        }
    }

    /** Links up to {@code limit} pending ordinals that no other thread is linking; returns how many. */
    public int linkPending(int limit) {
        int linked = 0;
        while (linked < limit) {
            int generation = care.generation();
            try {
                learnIfDue();
                if (!linkOne(ANY)) {
                    break;
                }
                linked++;
            } catch (RuntimeException | AssertionError failure) {
                care.failed(failure, generation);
            }
        }
        return linked;
    }

    private boolean linkOne(int wanted) {
        structure.readLock().lock();
        try {
            int ordinal =
                    home.closed() || care.broken() ? -1 : wanted == ANY ? ordinals.claim() : ordinals.claimed(wanted);
            if (ordinal >= 0) {
                linkClaimed(ordinal);
            }
            return ordinal >= 0;
        } finally {
            structure.readLock().unlock();
        }
    }

    /**
     * Returns when everything is linked that was pending at the call; what is put meanwhile is not waited for. Returns at once
     * where the graph is broken.
     */
    public void linkPresent() {
        BitSet left = BitSet.valueOf(ordinals.pending.words(ordinals.end()));
        while (!left.isEmpty() && !home.closed() && !care.broken()) {
            for (int ordinal = left.nextSetBit(0); ordinal >= 0; ordinal = left.nextSetBit(ordinal + 1)) {
                if (link(ordinal) || !ordinals.pending.contains(ordinal)) {
                    left.clear(ordinal);
                }
            }
            if (!left.isEmpty()) {
                // Others are linking these; one that fails leaves it to the next round.
                awaitLinks();
            }
        }
    }

    /** Returns when every link that other threads had begun before this call is made. */
    public void awaitLinks() {
        structure.writeLock().lock();
        structure.writeLock().unlock();
    }

    /** Hides a visible ordinal from searches and takes it out of the graph. */
    public void remove(int ordinal) {
        structure.writeLock().lock();
        try {
            codes.forget(ordinal);
            if (ordinals.withdraw(ordinal)) {
                epochs.retire(ordinal);
            } else {
                unlink(ordinal);
            }
        } finally {
            structure.writeLock().unlock();
        }
    }

    private void unlink(int ordinal) {
        int generation = care.generation();
        boolean noted = false;
        try {
            SearchScratch s = scratches.take();
            remover.remove(ordinal, s);
            sweep.add(ordinal);
            noted = true;
            sweep.step(s);
            scratches.give(s);
        } catch (RuntimeException | AssertionError | VirtualMachineError failure) {
            // What is deleted is deleted: it is the graph that is given up.
            if (!noted) {
                sweep.add(ordinal);
            }
            care.failed(failure, generation);
        }
    }

    /** Whether the graph is of use, and what is done about it. */
    public GraphCare care() {
        return care;
    }

    /** Takes out the links that are left to ordinals removed before this call, so that these can be handed out again. */
    public void settle() {
        // The round that the walk is in, and one more.
        int steps = 2 * (graph.capacity() / SETTLE_ROWS + 1);
        boolean leaving = true;
        while (leaving && steps-- > 0) {
            structure.writeLock().lock();
            try {
                SearchScratch s = scratches.take();
                leaving = !home.closed() && sweep.advance(SETTLE_ROWS, s);
                scratches.give(s);
            } catch (RuntimeException | AssertionError failure) {
                care.failed(failure, care.generation());
                leaving = false;
            } finally {
                structure.writeLock().unlock();
            }
        }
    }

    /**
     * The nearest visible vectors, by the graph and a scan of the pending ones; by a scan of all where that is no slower.
     *
     * @param selection which ordinals may be returned, or null for all; made under a {@link Reader}
     */
    public Neighbors search(float[] query, Reach reach, @Nullable Selection selection) {
        return find(query, reach, selection, false);
    }

    /** The nearest visible vectors, by a scan of all that are selected. */
    public Neighbors exact(float[] query, Reach reach, @Nullable Selection selection) {
        return find(query, reach, selection, true);
    }

    /** As {@link #remove}, where another ordinal has been put for the same thing. */
    public void removeReplaced(int ordinal, int successor) {
        replacements.add(successor);
        remove(ordinal);
    }

    /** How many were removed because others were put in their place; a selection made meanwhile may have come too early for those. */
    public long replacements() {
        return replacements.count();
    }

    /** A hold that keeps ordinals freed from now on from being handed out again. */
    public Reader reader() {
        return new Reader(epochs);
    }

    /** A copy of a visible vector as it is stored: normalised under cosine. */
    public float[] vector(int ordinal) {
        if (!contains(ordinal)) {
            throw new VexfsException(
                    FuseVexfsError.VECTOR_NOT_FOUND, "no vector: expected a visible ordinal, was " + ordinal);
        }
        return vectors.vector(ordinal, metric);
    }

    /** Whether a visible ordinal has this vector. */
    public boolean holds(int ordinal, float[] vector) {
        requireDimensions(vector);
        float[] row = new float[vectors.stride()];
        metric.prepare(vector, row, 0, row.length);
        return Arrays.equals(metric.components(row, vector.length), vector(ordinal));
    }

    /** Gives every visible ordinal, in ascending order; what changes meanwhile may be given or not. */
    public void forEach(IntConsumer consumer) {
        OrdinalSet visible = ordinals.visible;
        for (int ordinal = visible.next(0); ordinal >= 0; ordinal = visible.next(ordinal + 1)) {
            consumer.accept(ordinal);
        }
    }

    /** Bytes on the heap, roughly; looks at every node. */
    public long heapBytes() {
        return vectors.heapBytes() + graph.heapBytes() + codes.heapBytes() + 2 * ordinals.visible.heapBytes();
    }

    /** Where the vectors are, and how they get elsewhere. */
    public VectorHome home() {
        return home;
    }

    /** What a supplier gives while no link, remove, put or reservation runs. */
    <T> T frozen(Supplier<T> supplier) {
        structure.writeLock().lock();
        try {
            synchronized (ordinals) {
                return supplier.get();
            }
        } finally {
            structure.writeLock().unlock();
        }
    }

    /** Makes room for ordinals below {@code count}. */
    void ensure(int count) {
        vectors.ensure(count);
        graph.ensure(count);
    }

    private Neighbors find(float[] query, Reach reach, @Nullable Selection selection, boolean exact) {
        requireDimensions(query);
        AtomicLong slot = epochs.enter();
        try {
            int generation = care.generation();
            try {
                return found(query, reach, selection, exact);
            } catch (RuntimeException | AssertionError failure) {
                if (exact) {
                    throw failure;
                }
                care.failed(failure, generation);
                return found(query, reach, selection, true);
            }
        } finally {
            epochs.exit(slot);
        }
    }

    private Neighbors found(float[] query, Reach reach, @Nullable Selection selection, boolean exact) {
        SearchScratch s = scratches.take();
        metric.prepare(query, s.query, 0, s.query.length);
        s.scored = 0;
        long replaced = replacements.count();
        Neighbors found = exact ? searcher.exact(reach, selection, s) : searcher.search(reach, selection, s);
        if (replacements.count() != replaced && (selection == null || !selection.narrow())) {
            found = searcher.caughtUp(found, replacements, replaced, reach, selection, s);
        }
        s.release();
        scratches.give(s);
        return found;
    }

    private void learnIfDue() {
        if (codes.due()) {
            structure.writeLock().lock();
            try {
                if (!home.closed()) {
                    codes.learnIfDue();
                }
            } finally {
                structure.writeLock().unlock();
            }
        }
    }

    private void linkClaimed(int ordinal) {
        boolean linked = false;
        try {
            SearchScratch s = scratches.take();
            codes.write(ordinal, s);
            inserter.insert(ordinal, s);
            s.release();
            scratches.give(s);
            linked = true;
        } finally {
            ordinals.unclaim(ordinal, linked || graph.nodes.contains(ordinal));
        }
    }

    private void requireDimensions(float[] vector) {
        if (vector.length != dimensions()) {
            throw new VexfsException(
                    FuseVexfsError.DIMENSION_MISMATCH,
                    "dimension mismatch: expected " + dimensions() + ", was " + vector.length);
        }
    }
}
