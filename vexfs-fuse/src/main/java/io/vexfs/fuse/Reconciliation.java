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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jnr.ffi.Pointer;

/**
 * Brings host files and bridge together before a mount answers: whatever was changed while nobody watched.
 *
 * <p>A file that looks other than its record says is read again, one that is emptier keeps its vectors and is called a
 * conflict, one that is gone from a directory that is there is forgotten.
 */
final class Reconciliation {
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
        Set<MountPath> found = new LinkedHashSet<>();
        HostTree.walk(host, path -> {
            if (path.nameStartsWith(VectorFormats.HIDDEN_PREFIX)) {
                hidden.add(path);
            } else if (vectors.holdsVectors(path)) {
                found.add(path);
            }
        });
        hidden.forEach(host::unlink);
        forgetTheGone(found);
        found.forEach(this::compare);
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

    private void forgetTheGone(Set<MountPath> found) {
        List<VectorFile> gone = new ArrayList<>();
        Pointer stat = Scratch.current().stat;
        files.forEachBelow("/", file -> {
            MountPath path = MountPath.of(file.path());
            // Of those that were found nothing need be asked: with many files that is most of the time.
            if (!found.contains(path)
                    && host.stat(path, stat) == -Linux.ENOENT
                    && host.stat(path.parent(), stat) == 0) {
                gone.add(file);
            }
        });
        for (VectorFile file : gone) {
            files.remove(file.path(), OperationContext.none());
        }
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
        if (known.isEmpty()) {
            known = files.file(now.fileId());
            known.filter(file -> FileContent.sameLooks(file.stamp(), now))
                    .ifPresent(file -> files.link(file.path(), path.text(), OperationContext.none()));
        }
        if (known.isPresent() && FileContent.sameLooks(known.get().stamp(), now)) {
            return;
        }
        if (known.isPresent() && conflictGoesOn(known.get(), now)) {
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
