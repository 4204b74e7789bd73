package io.vexfs.core.internal.log;

import io.vexfs.api.Durability;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.Disk;
import io.vexfs.core.internal.log.LogSegments.Tail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log of a store: numbered segments of checksummed records, appended in order and read back at recovery.
 *
 * <p>An append is in the operating system when it returns; {@link #await} then waits until it is as safe as the
 * {@link Durability} says. Writers that wait at the same time share one fsync, for which they gather ({@link LogForcer}).
 *
 * <p>A full disk leaves the log as it was. After a failed fsync nobody knows which pages are on the disk, and asking
 * again may say that all are well, so the log then takes no more writes until the store is opened again.
 *
 * <p>Order of locks: {@code appendLock}, then {@code forceLock}. Safe from many threads.
 */
public final class WriteAheadLog implements AutoCloseable {
    private final LogFiles files;
    private final LogSettings settings;
    private final LogSegments segments;
    private final ReentrantLock appendLock = new ReentrantLock();
    private final ReentrantLock forceLock = new ReentrantLock();
    private final @Nullable LogSyncer syncer;

    private final LogForcer forcer = new LogForcer(System::nanoTime);

    /** Written under {@code appendLock}. */
    private volatile Tail tail;

    /** Guarded by {@code appendLock}. */
    private final PreparedRoom room;

    /** Written under {@code forceLock}. */
    private volatile long forcedSequence;

    /** Where the forced bytes of the last segment end; written under {@code forceLock}. */
    private volatile LogEnd forcedEnd;

    /** Bytes of base and segments before the last one. */
    private volatile long bytesBefore;

    private volatile long forcedBytes;
    private volatile @Nullable Instant lastForced;
    private final LogFailure failure;
    private final AtomicLong backgroundFailures = new AtomicLong();
    private volatile @Nullable String lastBackgroundFailure;
    private volatile boolean closed;

    private WriteAheadLog(LogFiles files, LogSettings settings, LogSegments segments, Tail tail) throws IOException {
        this.files = files;
        this.settings = settings;
        this.segments = segments;
        this.tail = tail;
        this.failure = new LogFailure(settings.clock());
        this.room = new PreparedRoom(settings.segmentBytes());
        this.forcedSequence = tail.sequence();
        this.forcedEnd = tail.end();
        this.bytesBefore = segments.bytesBefore(tail.segment());
        this.syncer = settings.durability() == Durability.BATCHED
                ? new LogSyncer(settings.syncInterval(), this::forceInBackground)
                : null;
    }

    /**
     * Opens the log in a directory, or begins one there.
     *
     * @param cleanEnd where the log ended at a clean close: the end is then checked, not searched; empty after any
     *     other end: an unfinished last record is cut off
     * @throws VexfsException {@link FuseVexfsError#CORRUPT} for damage at the end, a missing segment or one of
     *     another store; damage further back is found by {@link #replay}
     */
    public static WriteAheadLog open(LogFiles files, LogSettings settings, Optional<LogEnd> cleanEnd) {
        LogSegments segments = new LogSegments(files, settings);
        try {
            return new WriteAheadLog(files, settings, segments, segments.openLast(cleanEnd));
        } catch (IOException failed) {
            throw Disk.writeFailure(files.directory(), SegmentHeader.BYTES, failed);
        }
    }

    /**
     * Appends a record; it is in the operating system when this returns. On a full disk the reserved room is given up for
     * one that deletes and puts nothing.
     *
     * @return its sequence number, for {@link #await}
     * @throws VexfsException {@link FuseVexfsError#NO_SPACE} (the log is as before), {@link FuseVexfsError#READ_ONLY}
     *     after a failure, {@link FuseVexfsError#LIMIT_REACHED} for a record above 1 GiB
     */
    public long append(LogRecord record) {
        try {
            // What deletes were promised is not for others: as long as it cannot be set aside again, those are refused.
            if (segments.reserveMissing() && !record.deletesOnly()) {
                keepReserve(0);
            }
            return appendOnce(record);
        } catch (VexfsException full) {
            if (full.error() != FuseVexfsError.NO_SPACE || !record.deletesOnly() || !reserveGivenUp()) {
                throw full;
            }
            return appendOnce(record);
        }
    }

    private boolean reserveGivenUp() {
        try {
            return segments.giveUpReserve();
        } catch (IOException failed) {
            throw Disk.writeFailure(files.directory(), 0, failed);
        }
    }

    /**
     * Sets room on the disk aside for deletes, unless it is already.
     *
     * @param bytes what the deletes may take; no more than a segment is set aside, and no less than 256 KiB
     * @throws VexfsException {@link FuseVexfsError#NO_SPACE}
     */
    public void keepReserve(long bytes) {
        try {
            segments.keepReserve(Math.min(bytes, settings.segmentBytes()));
        } catch (IOException failed) {
            throw Disk.writeFailure(files.directory(), 0, failed);
        }
    }

    private long appendOnce(LogRecord record) {
        ByteBuffer frame = LogFrame.of(record);
        long sequence;
        appendLock.lock();
        try {
            requireWritable();
            Tail before = tail;
            if (before.bytes() > SegmentHeader.BYTES && before.bytes() + frame.limit() > settings.segmentBytes()) {
                before = roll(before);
            }
            sequence = before.sequence() + 1;
            LogFrame.seal(frame, sequence, forcedSequence);
            write(before, frame);
            tail = new Tail(
                    before.file(),
                    before.segment(),
                    before.bytes() + frame.limit(),
                    sequence,
                    before.appended() + frame.limit());
        } finally {
            appendLock.unlock();
        }
        if (syncer != null) {
            syncer.wake();
        }
        return sequence;
    }

    private void write(Tail before, ByteBuffer frame) {
        room.prepare(before, frame.limit());
        try {
            before.file().append(frame.array(), frame.arrayOffset(), frame.limit());
        } catch (IOException failed) {
            VexfsException thrown = Disk.writeFailure(segments.path(before.segment()), frame.limit(), failed);
            room.cut();
            try {
                before.file().truncate(before.bytes());
            } catch (IOException stuck) {
                thrown.addSuppressed(stuck);
                failure.begin(new VexfsException(
                        FuseVexfsError.READ_ONLY,
                        segments.path(before.segment()) + ": half a record could not be cut off again, so the store"
                                + " takes no writes until it is opened again: " + stuck.getMessage(),
                        thrown));
            }
            throw thrown;
        }
    }

    private Tail roll(Tail before) {
        forceLock.lock();
        try {
            before.file().truncate(before.bytes());
            room.cut();
            force(before);
            Tail next = segments.create(before.segment() + 1, before.sequence() + 1, before.appended());
            tail = next;
            forcedEnd = next.end();
            bytesBefore += before.bytes();
            before.file().close();
            return next;
        } catch (IOException failed) {
            VexfsException thrown = Disk.writeFailure(segments.path(before.segment() + 1), SegmentHeader.BYTES, failed);
            if (segments.stray()) {
                failure.begin(new VexfsException(
                        FuseVexfsError.READ_ONLY,
                        segments.path(before.segment() + 1)
                                + ": half a segment could not be removed again, so the store"
                                + " takes no writes until it is opened again: " + failed.getMessage(),
                        thrown));
            }
            throw thrown;
        } finally {
            forceLock.unlock();
        }
    }

    /**
     * Returns when the record is as safe as the {@link Durability} says: under {@link Durability#EVERY_WRITE} when it
     * is on the disk, otherwise at once.
     *
     * @throws VexfsException {@link FuseVexfsError#SYNC_ERROR} if it could not be brought to the disk
     */
    public void await(long sequence) {
        if (settings.durability() == Durability.EVERY_WRITE) {
            forceThrough(sequence);
        }
    }

    /**
     * Brings everything that was appended before this call to the disk. Whoever keeps a sequence number elsewhere (in
     * a snapshot, in the mark of a clean close) forces first: a number that is lost is given again.
     *
     * @throws VexfsException {@link FuseVexfsError#SYNC_ERROR} if that fails, and ever after a failure: files may then
     *     hold more than is known, so no mark may say where they end
     */
    public void force() {
        requireOpen();
        failure.require(FuseVexfsError.SYNC_ERROR);
        forceThrough(tail.sequence());
    }

    private void forceThrough(long sequence) {
        if (forcedSequence >= sequence) {
            return;
        }
        try {
            forcer.until(() -> forcedSequence >= sequence, () -> forceOnce(sequence));
        } catch (VexfsException failed) {
            if (settings.durability() == Durability.EVERY_WRITE) {
                dropUnforced(failed);
            }
            throw failed;
        }
    }

    /**
     * Cuts off what was never acknowledged and now never will be, so that it does not come back. Of batched records
     * nobody knows which ones were: those stay.
     */
    private void dropUnforced(VexfsException failed) {
        appendLock.lock();
        try {
            LogEnd end = forcedEnd;
            Tail last = tail;
            if (!closed && end.segment() == last.segment() && last.file().size() > end.bytes()) {
                room.cut();
                last.file().truncate(end.bytes());
                // Or a power cut may bring it back; the disk that failed may not take it.
                last.file().force();
            }
        } catch (IOException stuck) {
            failed.addSuppressed(stuck);
        } finally {
            appendLock.unlock();
        }
    }

    private void forceOnce(long sequence) {
        forceLock.lock();
        try {
            if (forcedSequence < sequence) {
                requireOpen();
                force(tail);
            }
        } finally {
            forceLock.unlock();
        }
    }

    /** Forces the file of a tail. Under {@code forceLock}, so that no other thread closes that file. */
    private void force(Tail upTo) {
        failure.require(FuseVexfsError.SYNC_ERROR);
        try {
            upTo.file().force();
        } catch (IOException failed) {
            throw failure.begin(new VexfsException(
                    FuseVexfsError.SYNC_ERROR,
                    segments.path(upTo.segment()) + ": fsync failed, so the store takes no writes until it is opened"
                            + " again: " + failed.getMessage(),
                    failed));
        }
        forcedEnd = upTo.end();
        forcedBytes = upTo.appended();
        lastForced = settings.clock().instant();
        // Last, as it lets waiting writers go, who may look at the others.
        forcedSequence = upTo.sequence();
    }

    private void forceInBackground() {
        try {
            if (!closed && failure.none()) {
                forceThrough(tail.sequence());
            }
        } catch (VexfsException failed) {
            backgroundFailures.incrementAndGet();
            lastBackgroundFailure = failed.getMessage();
            System.getLogger(WriteAheadLog.class.getName()).log(System.Logger.Level.ERROR, failed.getMessage());
        }
    }

    /**
     * Gives every record behind a sequence number, in order, to the consumer; how many there were.
     *
     * @throws VexfsException {@link FuseVexfsError#CORRUPT} at the first damaged byte or missing record
     */
    public long replay(long afterSequence, ReplayConsumer consumer) {
        return replay(afterSequence, false, consumer);
    }

    /** As {@link #replay} from the beginning, without records that change vectors alone; may run beside appends. */
    public long replayNames(ReplayConsumer consumer) {
        return replay(0, true, consumer);
    }

    private long replay(long afterSequence, boolean namesOnly, ReplayConsumer consumer) {
        requireOpen();
        try {
            return segments.replay(afterSequence, tail, namesOnly, consumer);
        } catch (IOException failed) {
            throw segments.readFailure(failed);
        }
    }

    /**
     * Ends the last segment, so that a base can stand for everything before, and says where. It forces what is not yet on
     * the disk; whoever keeps others waiting meanwhile calls {@link #force} before.
     */
    public LogEnd cut() {
        appendLock.lock();
        try {
            requireWritable();
            Tail last = tail;
            return (last.bytes() > SegmentHeader.BYTES ? roll(last) : last).end();
        } finally {
            appendLock.unlock();
        }
    }

    /** A base that is to stand for everything before a {@link #cut}. */
    public BaseWriter base(LogEnd cut) {
        try {
            return new BaseWriter(files, settings.storeId(), cut);
        } catch (IOException failed) {
            throw Disk.writeFailure(files.directory().resolve(LogBase.ASIDE), SegmentHeader.BYTES, failed);
        }
    }

    /**
     * Puts a base in place of the segments before it, on the disk when this returns.
     *
     * @param through the last record that it may hold effects of; the log is forced up to there first
     */
    public void install(BaseWriter base, long through) {
        forceThrough(through);
        try {
            segments.install(base, through);
        } catch (IOException failed) {
            throw Disk.writeFailure(files.directory().resolve(LogBase.ASIDE), base.bytes(), failed);
        }
        appendLock.lock();
        try {
            bytesBefore = segments.bytesBefore(tail.segment());
        } catch (IOException failed) {
            throw segments.readFailure(failed);
        } finally {
            appendLock.unlock();
        }
    }

    /** Notes for good that a record which was appended does not count: what failed never comes back. */
    public void abort(long sequence) {
        try {
            segments.abort(sequence);
        } catch (IOException failed) {
            throw Disk.writeFailure(files.directory(), 0, failed);
        }
    }

    /** Bytes of all files of the log. */
    public long bytes() {
        return bytesBefore + tail.bytes();
    }

    /** The directory of its files. */
    public Path directory() {
        return files.directory();
    }

    /** The sequence number of the last record; 0 if there is none. */
    public long lastSequence() {
        return tail.sequence();
    }

    /** Where the log ends now. */
    public LogEnd end() {
        return tail.end();
    }

    /** Bytes that were appended and not yet forced. */
    public long unsyncedBytes() {
        return Math.max(0, tail.appended() - forcedBytes);
    }

    /** When the log was last forced since it was opened. */
    public Optional<Instant> lastForced() {
        return Optional.ofNullable(lastForced);
    }

    /** How often forcing failed that nobody waited for. */
    public long backgroundFailures() {
        return backgroundFailures.get();
    }

    /** The message of the last of {@link #backgroundFailures}. */
    public Optional<String> lastBackgroundFailure() {
        return Optional.ofNullable(lastBackgroundFailure);
    }

    /** Since when and why writes are refused; empty while they are taken. */
    public Optional<LogRefusal> refusal() {
        return failure.refusal();
    }

    /** Bytes of an unfinished end that opening cut off. */
    public long tornBytes() {
        return segments.tornBytes();
    }

    private void requireOpen() {
        if (closed) {
            throw segments.closed();
        }
    }

    private void requireWritable() {
        requireOpen();
        failure.require(FuseVexfsError.READ_ONLY);
    }

    /** Forces and closes; idempotent. After a failure it only closes. */
    @Override
    public void close() {
        try {
            closeTail();
        } finally {
            if (syncer != null) {
                syncer.close();
            }
        }
    }

    private void closeTail() {
        appendLock.lock();
        forceLock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            Tail last = tail;
            try {
                if (failure.none() && (forcedSequence < last.sequence() || room.behind(last))) {
                    last.file().truncate(last.bytes());
                    force(last);
                }
            } finally {
                last.file().close();
            }
        } catch (IOException failed) {
            throw Disk.writeFailure(files.directory(), 0, failed);
        } finally {
            forceLock.unlock();
            appendLock.unlock();
        }
    }
}
