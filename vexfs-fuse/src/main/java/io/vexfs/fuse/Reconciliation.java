package io.vexfs.fuse;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FileVectors;
import io.vexfs.api.OperationContext;
import io.vexfs.api.VectorFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jnr.ffi.Pointer;

/**
 * Brings host files and bridge together before a mount answers: whatever was changed while nobody watched.
 *
 * <p>A file that looks other than its record says is read again, one that is emptier keeps its vectors and is called a
 * conflict, one that is gone from a directory that is there is forgotten.
 */
final class Reconciliation {
    private static final System.Logger LOGGER = System.getLogger("io.vexfs.fuse");
    private static final int DIRECTORY_MODE = 0755;

    private final Bridge bridge;
    private final FileVectors files;
    private final HostFiles host;
    private final VectorFiles vectors;

    Reconciliation(Bridge bridge, HostFiles host, VectorFiles vectors) {
        this.bridge = bridge;
        this.files = bridge.files();
        this.host = host;
        this.vectors = vectors;
    }

    void run() {
        makeDirectories();
        List<MountPath> hidden = new ArrayList<>();
        List<MountPath> differing = new ArrayList<>();
        long start = System.nanoTime();
        // What is as the store knows it, which is nearly all, is asked of one copy of what that knows.
        Map<MountPath, VectorFile> known = known();
        int before = known.size();
        HostTree.walk(host, (path, entry) -> {
            if (path.nameStartsWith(VectorFormats.HIDDEN_PREFIX)) {
                hidden.add(path);
            } else if (vectors.holdsVectors(path)) {
                VectorFile file = known.remove(path);
                if (file == null || !unchanged(file, entry)) {
                    differing.add(path);
                }
            }
        });
        hidden.forEach(host::unlink);
        forgetTheGone(known);
        differing.forEach(this::compare);
        LOGGER.log(
                System.Logger.Level.INFO,
                "checked the files of vectors, of which {0} were known, in {1} ms: {2} differ or are new, {3} were not found",
                before,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                differing.size(),
                known.size());
    }

    private Map<MountPath, VectorFile> known() {
        Map<MountPath, VectorFile> known = new HashMap<>();
        files.forEachBelow("/", file -> known.put(MountPath.of(file.path()), file));
        return known;
    }

    private static boolean unchanged(VectorFile file, HostTree.Entry entry) {
        Pointer stat = Scratch.current().stat;
        return entry.stat(stat) == 0 && FileContent.sameLooks(file.stamp(), FileContent.stamp(stat, 0));
    }

    /** Collections that were made through the API get the directory that they are named by. */
    private void makeDirectories() {
        Caller owner = Caller.ownerOfProcess();
        for (CollectionInfo collection : bridge.collections()) {
            makeDirectory(MountPath.of(collection.name()), owner);
        }
    }

    private void makeDirectory(MountPath path, Caller owner) {
        Deque<MountPath> missing = new ArrayDeque<>();
        for (MountPath each = path;
                !each.root() && host.stat(each, Scratch.current().stat) != 0;
                each = each.parent()) {
            missing.push(each);
        }
        missing.forEach(each -> host.makeDirectory(each, DIRECTORY_MODE, owner));
    }

    /** Those of the files that the walk did not come to, whose directory is there. */
    private void forgetTheGone(Map<MountPath, VectorFile> missing) {
        Pointer stat = Scratch.current().stat;
        missing.forEach((path, file) -> {
            if (host.stat(path, stat) == -Linux.ENOENT && host.stat(path.parent(), stat) == 0) {
                files.remove(file.path(), OperationContext.none());
            }
        });
    }

    /** Renamed or with another mode, the file is as it was when its vectors were kept. */
    private static boolean conflictGoesOn(VectorFile known, FileStamp now) {
        return known.status().kind() == FileStatus.Kind.CONFLICT
                && known.stamp().fileId() == now.fileId()
                && known.stamp().sizeBytes() == now.sizeBytes()
                && known.stamp().modifiedNanos() == now.modifiedNanos();
    }

    private void compare(MountPath path) {
        Pointer stat = Scratch.current().stat;
        if (host.stat(path, stat) < 0) {
            return;
        }
        FileStamp now = FileContent.stamp(stat, 0);
        Optional<VectorFile> known = files.file(path.text());
        boolean named = known.isPresent();
        if (!named) {
            known = files.file(now.fileId());
        }
        if (known.isPresent()
                && (FileContent.sameLooks(known.get().stamp(), now) || conflictGoesOn(known.get(), now))) {
            if (!named) {
                files.link(known.get().path(), path.text(), OperationContext.none());
            }
            return;
        }
        boolean emptier = known.isPresent()
                && known.get().rows() > 0
                && known.get().stamp().fileId() == now.fileId()
                && now.sizeBytes() < known.get().stamp().sizeBytes();
        if (emptier) {
            String why = "expected " + known.get().stamp().sizeBytes() + " bytes, was " + now.sizeBytes()
                    + "; the vectors are kept as they were, writing the file anew replaces them";
            vectors.conflict(path, now, why);
        } else {
            vectors.read(path);
        }
    }
}
