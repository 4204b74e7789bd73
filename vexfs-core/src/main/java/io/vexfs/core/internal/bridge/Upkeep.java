package io.vexfs.core.internal.bridge;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.CompactionReport;
import io.vexfs.core.LogPolicy;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.log.LogEnd;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.WriteAheadLog;
import io.vexfs.core.internal.metrics.EngineMetrics;
import io.vexfs.core.internal.recovery.Checkpointer;
import io.vexfs.core.internal.recovery.Compactor;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The thread that keeps the log short: it writes graphs when much has changed since the last time, and compacts the log
 * before that takes twice the bytes of what is live and one segment more. Writers go on meanwhile; what keeps them out
 * takes milliseconds.
 */
final class Upkeep implements Runnable {
    private static final System.Logger LOGGER = System.getLogger("io.vexfs.store");
    /** Part of the allowed length at which compaction begins, so that it ends before that is reached. */
    private static final double BEGIN_AT = 0.75;
    /** As many times what a compaction left, if the allowed length has that, before it is worth another. */
    private static final double GROWTH_MIN = 1.5;
    /** A segment counts for at least one part in so many of itself, however little is live. */
    private static final int SEGMENT_PARTS_MIN = 8;
    /** A segment may grow by this part of it before the log's length is looked at again. */
    private static final int LOOKS = 32;
    /** What a name with its file takes in a base, about. */
    private static final long NAME_BYTES = 160;
    /** How soon it is tried again after a failure. */
    private static final long RETRY_NANOS = 5_000_000_000L;
    /** Part of the allowed length from which on writers are slowed down while the log is compacted. */
    private static final double SLOW_AT = 0.9;
    /** How long a writer is held up by a log that is too long, at most: no write is to take longer than 50 ms for it. */
    private static final long HOLD_NANOS = 30_000_000;
    /** How long a writer is held up at a time. */
    private static final long PACE_NANOS = 10_000_000;
    /** What the delete of a vector takes in the log, about. */
    private static final long DELETED_BYTES = 64;
    /** Links that a node has at most, all levels together, by M. */
    private static final long LINKS_OF_A_NODE = 3;
    /** What an entry takes in a base besides what the table counts. */
    private static final long ENTRY_BYTES = 8;

    private final StoreState state;
    private final Journal journal;
    private final WriteAheadLog log;
    private final Checkpointer checkpointer;
    private final Compactor compactor;
    private final LogPolicy policy;
    private final SyncFailures failures;
    private final EngineMetrics metrics;
    /** Held while something is written; before the locks of {@link StoreState}. */
    private final ReentrantLock running = new ReentrantLock();
    /** Vectors that were put and deleted. */
    private final AtomicLong changes;
    /** Where the length of the log was looked at last. */
    private final AtomicLong seenBytes = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    /** The log may have become shorter. */
    private final Condition shortened = lock.newCondition();

    private final Thread thread = new Thread(this, "vexfs-upkeep");
    private boolean work;
    private volatile boolean stopping;
    /** How many of the changes the last checkpoint has that was begun. */
    private volatile long checkpointed;

    private boolean failed;
    /** What the log took after the last compaction: more than was thought to be live, where names are long. */
    private volatile long compactedBytes;

    private volatile long bytesMax = Long.MAX_VALUE;

    /** @param behind vectors that no snapshot has in its graph */
    Upkeep(
            StoreState state,
            Journal journal,
            Checkpointer checkpointer,
            LogPolicy policy,
            SyncFailures failures,
            EngineMetrics metrics,
            long behind) {
        this.state = state;
        this.journal = journal;
        this.log = journal.log();
        this.checkpointer = checkpointer;
        this.compactor = new Compactor(log, state.collections(), checkpointer);
        this.policy = policy;
        this.failures = failures;
        this.metrics = metrics;
        this.changes = new AtomicLong(behind);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
        wake();
    }

    /** Takes note of a record that was logged and applied. */
    void committed(LogRecord record) {
        long changed = changes.addAndGet(weight(record));
        boolean grown = log.bytes() - seenBytes.get() >= policy.segmentBytes() / LOOKS;
        if (grown || changed - checkpointed >= policy.checkpointAfter()) {
            seenBytes.set(log.bytes());
            wake();
        }
    }

    /**
     * Holds a writer up a little while the log gets too long, or too much is behind the last checkpoint, and that is being
     * mended; for longer, though not for long, once the log is as long as it may be. Outside of every lock.
     */
    void pace() {
        if (log.bytes() > bytesMax) {
            awaitShorter();
        } else if (log.bytes() > SLOW_AT * bytesMax || changes.get() - checkpointed > policy.checkpointAfter()) {
            if (running.isLocked()) {
                LockSupport.parkNanos(PACE_NANOS);
            }
        }
    }

    private void awaitShorter() {
        lock.lock();
        try {
            long left = HOLD_NANOS;
            while (left > 0 && running.isLocked() && log.bytes() > bytesMax && !stopping) {
                left = shortened.awaitNanos(left);
            }
        } catch (InterruptedException interrupted) {
            // What is written is written; who interrupted learns of it when the operation has returned.
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private static long weight(LogRecord record) {
        if (record instanceof LogRecord.VectorsPut put) {
            return put.entries().size();
        } else if (record instanceof LogRecord.VectorsDeleted deleted) {
            return deleted.keys().size();
        } else if (record instanceof LogRecord.FilePut put) {
            return put.rows().size();
        } else if (record instanceof LogRecord.Batch batch) {
            return batch.records().stream().mapToLong(Upkeep::weight).sum();
        }
        return 1;
    }

    private void wake() {
        lock.lock();
        try {
            work = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        while (awaitWork()) {
            long before = checkpointed;
            try {
                look();
                failed = false;
            } catch (IOException | RuntimeException | Error failure) {
                checkpointed = before;
                if (!failed && !stopping) {
                    failures.failed(failure);
                    LOGGER.log(
                            System.Logger.Level.WARNING,
                            "the log is not shortened for now, which delays the next recovery: {0}",
                            failure.getMessage());
                }
                failed = true;
            }
        }
    }

    /** Waits until there may be work; if the last time failed, for a while whatever happens, so as not to fail all the time. */
    private boolean awaitWork() {
        lock.lock();
        try {
            long left = RETRY_NANOS;
            while (!stopping && (failed ? left > 0 : !work)) {
                if (failed) {
                    left = woken.awaitNanos(left);
                } else {
                    woken.awaitUninterruptibly();
                }
            }
            work = false;
            return !stopping;
        } catch (InterruptedException never) {
            // Nobody knows this thread.
            return !stopping;
        } finally {
            lock.unlock();
        }
    }

    private void look() throws IOException {
        if (journal.torn()) {
            return;
        }
        running.lock();
        try {
            bytesMax = allowed();
            if (log.bytes() > beginAt()) {
                requireRoom();
                compacted();
            } else {
                checkpointIfDue();
            }
            keepReserve();
        } finally {
            // A log that is shorter now has grown again long before it is as long as it was.
            seenBytes.set(log.bytes());
            running.unlock();
            wakeWriters();
        }
    }

    private void wakeWriters() {
        lock.lock();
        try {
            shortened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Where there is no room for a compaction, there may be some for what makes the next recovery short. */
    private void requireRoom() throws IOException {
        try {
            Disk.requireRoom(log.directory(), (bytesMax - policy.segmentBytes()) / 2 + graphBytes());
        } catch (VexfsException full) {
            checkpointIfDue();
            throw full;
        }
    }

    private void checkpointIfDue() throws IOException {
        if (changes.get() - checkpointed >= policy.checkpointAfter()) {
            long begin = metrics.checkpoint().begin();
            checkpointer.write(state.collections(), applied(), false, () -> stopping);
            metrics.checkpoint().since(begin);
        }
    }

    private OptionalLong compacted() throws IOException {
        long begin = metrics.compaction().begin();
        OptionalLong vectors = compactor.run(this::cut, this::applied, () -> stopping);
        metrics.compaction().since(begin);
        compactedBytes = log.bytes();
        return vectors;
    }

    private void keepReserve() {
        try {
            log.keepReserve(state.vectors() * DELETED_BYTES);
        } catch (VexfsException full) {
            if (full.error() != FuseVexfsError.NO_SPACE) {
                throw full;
            }
        }
    }

    /** What the log may take: twice what is live, and a segment. */
    private long allowed() {
        long live = 0;
        state.reading().lock();
        try {
            for (LiveCollection collection : state.collections().all()) {
                if (!collection.dimensionless()) {
                    live += collection.table().liveBytes() + ENTRY_BYTES * collection.size();
                }
            }
            live += NAME_BYTES * state.catalog().files().size();
        } finally {
            state.reading().unlock();
        }
        return 2 * live + policy.segmentBytes();
    }

    /**
     * At what length the log is compacted. A segment that is large beside what is live would let the log take so much of the
     * disk that there would be, by its lengths, six times the vectors while it is compacted; a small store is not compacted all the time.
     */
    private double beginAt() {
        long segment = policy.segmentBytes();
        long live = (bytesMax - segment) / 2;
        double begin = BEGIN_AT * (2 * live + Math.min(segment, Math.max(segment / SEGMENT_PARTS_MIN, live / 2)));
        return Math.max(begin, Math.min(GROWTH_MIN * compactedBytes, BEGIN_AT * bytesMax));
    }

    /** What the graphs take that a compaction writes, about. */
    private long graphBytes() {
        long bytes = 0;
        for (LiveCollection collection : state.collections().all()) {
            if (!collection.dimensionless()) {
                bytes += collection.size()
                        * Float.BYTES
                        * LINKS_OF_A_NODE
                        * collection.state().m();
                bytes += collection.index().codeBytes();
            }
        }
        return bytes;
    }

    private LogEnd cut() {
        state.changing().lock();
        try {
            journal.requireWritable();
            return log.cut();
        } finally {
            state.changing().unlock();
        }
    }

    /** The last record, when nobody is in the middle of applying one; what fails later is not in what was read before. */
    private long applied() {
        state.changing().lock();
        try {
            journal.requireWritable();
            checkpointed = changes.get();
            return log.lastSequence();
        } finally {
            state.changing().unlock();
        }
    }

    private static VexfsException closed() {
        return new VexfsException(FuseVexfsError.CLOSED, "the store was closed while its log was compacted");
    }

    /** Compacts the log now. */
    CompactionReport compact() {
        journal.requireWritable();
        long start = System.nanoTime();
        running.lock();
        try {
            if (stopping) {
                // The end of the log may be in the mark of the close already.
                throw closed();
            }
            long before = log.bytes();
            // Or writers would wait for a bound of when there was less.
            bytesMax = allowed();
            OptionalLong vectors = compacted();
            if (vectors.isEmpty()) {
                throw closed();
            }
            return new CompactionReport(
                    before, log.bytes(), vectors.getAsLong(), Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException failure) {
            throw Disk.writeFailure(log.directory(), 0, failure);
        } finally {
            running.unlock();
            wakeWriters();
        }
    }

    /** Gives up what is being written and ends the thread; idempotent. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
            woken.signal();
            shortened.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        // A compaction that was asked for gives up too.
        running.lock();
        running.unlock();
    }
}
