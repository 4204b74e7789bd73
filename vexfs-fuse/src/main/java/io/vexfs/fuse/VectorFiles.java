package io.vexfs.fuse;

import static io.vexfs.fuse.NativeLibraries.result;

import io.vexfs.api.Bridge;
import io.vexfs.api.Durability;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FileVectors;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import jnr.ffi.Pointer;

/**
 * Keeps the bridge's vectors in step with the host's files: reads a file when it was written, follows its names.
 *
 * <p>A file is parsed without a lock and stored under {@link NameLocks}, if its bytes and its name are then still those
 * that were read; otherwise it is read again.
 */
final class VectorFiles {
    private static final int ATTEMPTS = 4;
    /** Bytes of a file of a shared format that is read at each fsync. */
    private static final long SHARED_SYNC_BYTES_MAX = 1L << 20;

    /** What the kernel puts behind an open file's path whose name is gone. */
    private static final String DELETED = " (deleted)";
    /** Bytes of a directory's path from which on those below it may be too long to be known. */
    private static final int LONG_PATH_BYTES = 1_024;

    private static final String OTHER_DIMENSIONS =
            "; a directory can be a collection of its own: setfattr -n user.vexfs.metric -v cosine DIR";

    private final Bridge bridge;
    private final FileVectors files;
    private final HostFiles host;
    private final VectorFormats formats;
    private final ErrorLog errors;
    private final Supplier<OperationContext> callers;
    private final NameLocks locks = new NameLocks();
    private final PendingFiles pending = new PendingFiles();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong nameChanges = new AtomicLong();

    VectorFiles(
            Bridge bridge, HostFiles host, VectorFormats formats, ErrorLog errors, Supplier<OperationContext> callers) {
        this.bridge = bridge;
        this.files = bridge.files();
        this.host = host;
        this.formats = formats;
        this.errors = errors;
        this.callers = callers;
    }

    NameLocks locks() {
        return locks;
    }

    PendingFiles pending() {
        return pending;
    }

    /** How often anything changed that a search could find. */
    long changes() {
        return changes.get();
    }

    void changed() {
        changes.incrementAndGet();
    }

    /** How often a name of something went or became another one. */
    long namesChanged() {
        return nameChanges.get();
    }

    /** Says so, when the host knows of it and before anybody reads by the new name. */
    void nameChanged() {
        nameChanges.incrementAndGet();
    }

    boolean holdsVectors(MountPath path) {
        return formats.of(path).isPresent();
    }

    /** Whether both names stand for the same way to read a file. */
    boolean sameFormat(MountPath one, MountPath other) {
        return formats.of(one).equals(formats.of(other));
    }

    /** What the bridge knows of the file of that name. */
    Optional<VectorFile> known(MountPath path) {
        return holdsVectors(path) ? files.file(path.text()) : Optional.empty();
    }

    /** The answer to a close of a handle that wrote: an error only where a dedicated file's vectors were not stored. */
    int flush(HostFile file) {
        MountPath path = host.path(file.descriptor());
        Optional<VectorFormat> format = formats.of(path);
        if (format.isEmpty() && !nameGone(path)) {
            file.reading();
            return 0;
        }
        if (format.isEmpty() || !format.get().dedicated()) {
            settle(file);
            return 0;
        }
        file.reading();
        try {
            Optional<FileStatus> status = read(file, path, callers.get());
            boolean found = status.isEmpty() || status.get().kind() == FileStatus.Kind.INDEXED;
            return found || FileContent.stamp(file.descriptor(), 0).sizeBytes() == 0 ? 0 : -Linux.EINVAL;
        } catch (RuntimeException failure) {
            file.notRead();
            throw failure;
        }
    }

    /**
     * Reads what was written, whatever comes of it, and forces the log to the disk. A long file that may be a log of
     * something else, forced line by line, is left to a later moment.
     */
    void sync(HostFile file) {
        if (file.unread() && worthReading(file.descriptor())) {
            settle(file);
        }
        bridge.flush();
    }

    private boolean worthReading(int descriptor) {
        boolean dedicated =
                formats.of(host.path(descriptor)).map(VectorFormat::dedicated).orElse(false);
        return dedicated || FileContent.stamp(descriptor, 0).sizeBytes() <= SHARED_SYNC_BYTES_MAX;
    }

    /** Reads what was written while nobody waits for an answer. */
    void settle(HostFile file) {
        file.reading();
        try {
            read(file, host.path(file.descriptor()), callers.get());
        } catch (VexfsException | ErrnoException failure) {
            note(host.path(file.descriptor()), failure);
        }
    }

    /** Reads the file of that name, whatever comes of it; nothing if it is gone. */
    void read(MountPath path) {
        try {
            readNow(path);
        } catch (VexfsException | ErrnoException failure) {
            note(path, failure);
        }
    }

    /** The same for a caller who waits for it: a failure is thrown, and the file read again later. */
    void readForCaller(MountPath path) {
        try {
            readNow(path);
        } catch (VexfsException | ErrnoException failure) {
            pending.addAfterFailure(path);
            throw failure;
        }
    }

    private void readNow(MountPath path) {
        int descriptor = opened(path);
        if (descriptor < 0) {
            if (descriptor != -Linux.ENOENT && descriptor != -Linux.ELOOP) {
                errors.add(path, "cannot be read for vectors", -descriptor);
            }
            return;
        }
        try {
            readOpened(descriptor, host.path(descriptor), callers.get());
        } finally {
            NativeLibraries.c().close(descriptor);
        }
    }

    /** Opened and no longer pending in one step: a rename in between would leave the file unread under its new name. */
    private int opened(MountPath path) {
        NameLocks.Held held = locks.namesShared();
        try (held) {
            pending.remove(path);
            return holdsVectors(path) ? host.open(path, Linux.O_NONBLOCK) : -Linux.ENOENT;
        }
    }

    /** The failure that a caller gets as a number, with its reason kept. */
    ErrnoException refused(MountPath path, String reason, int errno) {
        errors.add(path, reason, errno);
        return new ErrnoException(errno);
    }

    /** Keeps why a request failed whose caller gets no more than a number. */
    void refused(MountPath path, RuntimeException failure) {
        int errno = failure instanceof ErrnoException known
                ? known.errno()
                : FuseVexfsError.of(failure).errno().number();
        errors.add(path, String.valueOf(failure.getMessage()), errno);
    }

    private void note(MountPath path, RuntimeException failure) {
        refused(path, failure);
        if (!path.root()) {
            pending.addAfterFailure(path);
        }
    }

    /** Reads through a descriptor of its own where the handle's is for writing alone. */
    private Optional<FileStatus> read(HostFile handle, MountPath path, OperationContext context) {
        if (!holdsVectors(path)) {
            readByOtherName(handle.descriptor(), path);
            return Optional.empty();
        }
        if (handle.readable()) {
            return readOpened(handle.descriptor(), path, context);
        }
        int descriptor = ErrnoException.require(host.reopen(handle.descriptor()));
        try {
            return readOpened(descriptor, path, context);
        } finally {
            NativeLibraries.c().close(descriptor);
        }
    }

    /** Reads an open file that was just found at the path. */
    private Optional<FileStatus> readOpened(int descriptor, MountPath found, OperationContext context) {
        MountPath path = found;
        for (int attempt = 1; ; attempt++) {
            Optional<VectorFormat> format = formats.of(path);
            Pointer stat = Scratch.current().stat;
            ErrnoException.require(result(NativeLibraries.c().fstat(descriptor, stat)));
            if (path.root() || format.isEmpty() || !Stat.regular(stat)) {
                readByOtherName(descriptor, path);
                return Optional.empty();
            }
            FileContent content = content(descriptor, FileContent.stamp(stat, 0), format.get(), path);
            makeSafe(descriptor, path);
            Optional<FileStatus> stored = storeIfCurrent(descriptor, format.get(), content, attempt, context);
            if (stored.isPresent()) {
                return stored;
            }
            path = host.path(descriptor);
        }
    }

    private static boolean nameGone(MountPath path) {
        return path.root() || path.nameStartsWith(VectorFormats.HIDDEN_PREFIX) || path.nameEndsWith(DELETED);
    }

    /** A file that lost the name it was opened by is read soon by the one that the bridge knows, if there is one. */
    private void readByOtherName(int descriptor, MountPath path) {
        if (!nameGone(path)) {
            return;
        }
        NameLocks.Held held = locks.namesShared();
        try (held) {
            files.file(FileContent.stamp(descriptor, 0).fileId())
                    .ifPresent(file -> pending.addNow(MountPath.of(file.path())));
        }
    }

    /** Empty if the file was written or renamed since it was read; what is written all the time is stored as it was read. */
    private Optional<FileStatus> storeIfCurrent(
            int descriptor, VectorFormat format, FileContent content, int attempt, OperationContext context) {
        NameLocks.Held held = locks.file(content.stamp().fileId());
        try (held) {
            MountPath path = host.path(descriptor);
            boolean sameFormat = formats.of(path).filter(format::equals).isPresent();
            boolean current = attempt >= ATTEMPTS || content.current(FileContent.stamp(descriptor, 0));
            if (!sameFormat || !current || path.root()) {
                return Optional.empty();
            }
            return Optional.of(store(path, format, withAttributes(descriptor, path, content), context));
        }
    }

    /** Under the file's lock, so that of two readings the later one has what attributes were before it. */
    private FileContent withAttributes(int descriptor, MountPath path, FileContent content) {
        if (content.failure().isPresent()) {
            return content;
        }
        UserAttributes attributes = UserAttributes.of(descriptor);
        List<VectorRow> rows = attributes.added(content.rows());
        if (!attributes.leftOut().isEmpty()) {
            errors.add(
                    path,
                    "metadata: expected at most " + Limits.METADATA_FIELDS_MAX + " fields and "
                            + Limits.METADATA_CHARS_MAX + " characters, was more; left out the attributes "
                            + attributes.leftOut(),
                    Linux.E2BIG);
        }
        return new FileContent(content.stamp(), rows, content.failure());
    }

    private static FileContent content(int descriptor, FileStamp before, VectorFormat format, MountPath path) {
        try {
            return FileContent.read(descriptor, before, format, path);
        } catch (IOException failure) {
            throw new VexfsException(
                    FuseVexfsError.BRIDGE_ERROR, "cannot read " + path + ": " + failure.getMessage(), failure);
        }
    }

    /** The host's bytes and name come before the log record that speaks of them. */
    private void makeSafe(int descriptor, MountPath path) {
        if (bridge.durability() != Durability.EVERY_WRITE) {
            return;
        }
        ErrnoException.require(host.sync(descriptor, false));
        int directory = host.openDirectory(path.parent());
        if (directory >= 0) {
            host.sync(directory, false);
            NativeLibraries.c().close(directory);
        }
    }

    private FileStatus store(MountPath path, VectorFormat format, FileContent content, OperationContext context) {
        pending.remove(path);
        String text = path.text();
        Optional<VectorFile> known = files.file(text);
        if (content.failure().isPresent()) {
            VexfsException failure = content.failure().get();
            FileStatus.Kind kind = format.dedicated() ? FileStatus.Kind.INVALID : FileStatus.Kind.NOT_VECTORS;
            boolean never = content.stamp().sizeBytes() == 0 && known.isEmpty();
            FileStatus status = new FileStatus(kind, String.valueOf(failure.getMessage()));
            return never ? status : refuse(path, content.stamp(), status, context);
        }
        String collection = files.collectionOf(text);
        if (known.isPresent()
                && unchanged(known.get(), content.stamp(), text, collection)
                && sameMetadata(known.get(), content.rows())) {
            return FileStatus.INDEXED;
        }
        try {
            int before = dimensions(collection);
            files.index(text, content.stamp(), content.rows(), format.dedicated(), context);
            changed(collection, before);
            return FileStatus.INDEXED;
        } catch (VexfsException refused) {
            return refuse(path, content.stamp(), status(refused, format), context);
        }
    }

    private static boolean unchanged(VectorFile known, FileStamp now, String path, String collection) {
        return known.status().kind() == FileStatus.Kind.INDEXED
                && known.path().equals(path)
                && known.collection().equals(collection)
                && known.stamp().fileId() == now.fileId()
                && known.stamp().sizeBytes() == now.sizeBytes()
                && known.stamp().checksum() == now.checksum();
    }

    /** Of rows that have the same vectors; attributes may have changed them, which the content does not tell. */
    private boolean sameMetadata(VectorFile known, List<VectorRow> rows) {
        for (int row = 0; row < rows.size(); row++) {
            String id = rows.size() == 1 ? known.path() : known.path() + "#" + row;
            Optional<StoredVector> stored = bridge.get(known.collection(), id);
            if (stored.isEmpty()
                    || !stored.get().metadata().equals(rows.get(row).metadata())) {
                return false;
            }
        }
        return true;
    }

    /** Files that were refused may fit, and others not any more, where a change gave a collection other dimensions. */
    private void changed(String collection, int dimensionsBefore) {
        changed();
        if (dimensions(collection) != dimensionsBefore) {
            judgeAnew(MountPath.of(collection));
        }
    }

    /** Takes all names below a directory from the bridge, which moved to where it cannot know them. */
    void forgetBelow(MountPath from, MountPath to) {
        pending.removeBelow(to);
        String collection = files.collectionOf(from.parent().text());
        int before = dimensions(collection);
        if (files.remove(from.text(), callers.get())) {
            changed(collection, before);
        }
    }

    /**
     * Takes the names below a directory from the bridge that its move is about to make longer than that can know. Looks
     * at none where the directory's own path is short: one that becomes too long nevertheless is found and forgotten by
     * its path all the same.
     */
    void forgetTooLong(MountPath from, MountPath to) {
        if (to.length() < LONG_PATH_BYTES || to.length() <= from.length()) {
            return;
        }
        List<MountPath> gone = new ArrayList<>();
        files.forEachBelow(from.text(), file -> {
            MountPath path = MountPath.of(file.path());
            // A file is shown by its oldest name, which may lie elsewhere.
            if (path.within(from) && !path.renamed(from, to).known()) {
                gone.add(path);
            }
        });
        gone.forEach(this::forget);
    }

    /** Takes a name from the bridge; nothing if that does not know it. */
    void forget(MountPath path) {
        pending.remove(path);
        if (!path.known()) {
            return;
        }
        String collection = files.collectionOf(path.text());
        int before = dimensions(collection);
        if (files.remove(path.text(), callers.get())) {
            changed(collection, before);
        }
    }

    private int dimensions(String collection) {
        return bridge.collection(collection).map(info -> info.dimensions()).orElse(0);
    }

    /** What the content's own fault is called; anything else is thrown on. */
    private static FileStatus status(VexfsException refused, VectorFormat format) {
        String why = String.valueOf(refused.getMessage());
        FileStatus.Kind kind = format.dedicated() ? FileStatus.Kind.INVALID : FileStatus.Kind.NOT_VECTORS;
        return switch (refused.error()) {
            case DIMENSION_MISMATCH -> new FileStatus(FileStatus.Kind.WRONG_DIMENSIONS, why + OTHER_DIMENSIONS);
            case INVALID_VECTOR, LIMIT_REACHED, INVALID_ARGUMENT -> new FileStatus(kind, why);
            default -> throw refused;
        };
    }

    private FileStatus refuse(MountPath path, FileStamp stamp, FileStatus status, OperationContext context) {
        files.refuse(path.text(), stamp, status, context);
        changed();
        if (status.kind() != FileStatus.Kind.NOT_VECTORS) {
            // An ordinary log or array is no failure, and would push the failures out.
            errors.add(path, status.text(), Linux.EINVAL);
        }
        return status;
    }

    /** Notes that the host's file is emptier than the store's record; its vectors stay. */
    void conflict(MountPath path, FileStamp stamp, String why) {
        refuse(path, stamp, new FileStatus(FileStatus.Kind.CONFLICT, why), callers.get());
    }

    /** Reads files below a directory again, soon, whose collection or dimensions may now be others. */
    void judgeAnew(MountPath directory) {
        files.forEachBelow(directory.text(), file -> {
            boolean moved = !file.collection().equals(files.collectionOf(file.path()));
            boolean refused = file.status().kind() == FileStatus.Kind.WRONG_DIMENSIONS
                    || file.status().kind() == FileStatus.Kind.NOT_VECTORS
                    || file.status().kind() == FileStatus.Kind.INVALID;
            if (moved || refused) {
                pending.addNow(MountPath.of(file.path()));
            }
        });
    }
}
