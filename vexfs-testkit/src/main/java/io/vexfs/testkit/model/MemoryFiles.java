package io.vexfs.testkit.model;

import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FileVectors;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.OperationContext;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files of a {@link MemoryBridge}. A file of several names belongs to the collection above its oldest. */
final class MemoryFiles implements FileVectors {
    private final Access access;
    private final NameTree tree;
    private final Map<Long, MemoryFile> byId;

    MemoryFiles(Access access) {
        this.access = access;
        tree = access.contents.tree;
        byId = access.contents.files;
    }

    @Override
    public VectorFile index(
            String path, FileStamp stamp, List<VectorRow> rows, boolean fixesDimensions, OperationContext context) {
        List<VectorRow> copy = List.copyOf(rows);
        return access.write(context, () -> {
            MemoryFile known = byId.get(stamp.fileId());
            MemoryFile replaced = replacedBy(known, path);
            Set<MemoryFile> leftOut = new LinkedHashSet<>();
            if (known != null) {
                leftOut.add(known);
            }
            if (replaced != null) {
                leftOut.add(replaced);
            }
            requireRows(path, copy, fixesDimensions, collectionFor(known, path), leftOut);
            MemoryFile file = name(path, stamp, FileStatus.INDEXED);
            file.rows = copy;
            return file.view();
        });
    }

    @Override
    public VectorFile refuse(String path, FileStamp stamp, FileStatus status, OperationContext context) {
        if (status.kind() == FileStatus.Kind.INDEXED) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "status of a refused file: expected a reason, was indexed (" + path + ")");
        }
        return access.write(context, () -> {
            MemoryFile known = byId.get(stamp.fileId());
            if (status.kind() == FileStatus.Kind.CONFLICT && known != null) {
                MemoryCollection kept = known.collection;
                belong(name(path, stamp, status), kept);
                return known.view();
            }
            MemoryFile file = name(path, stamp, status);
            file.rows = List.of();
            return file.view();
        });
    }

    private static void requireRows(
            String path,
            List<VectorRow> rows,
            boolean fixesDimensions,
            MemoryCollection collection,
            Set<MemoryFile> leftOut) {
        if (rows.isEmpty()) {
            return;
        }
        int dimensions = collection.dimensionsWithout(leftOut);
        if (dimensions == 0 && !fixesDimensions) {
            throw new VexfsException(
                    FuseVexfsError.DIMENSION_MISMATCH,
                    "dimension mismatch: collection " + collection.name() + " has none yet, was "
                            + rows.get(0).dimensions() + " (" + path + " row 0)");
        }
        for (int row = 0; row < rows.size(); row++) {
            VectorChecks.requireVector(rows.get(row).vector(), dimensions, collection.metric(), path + " row " + row);
            dimensions = rows.get(row).dimensions();
        }
    }

    private @Nullable MemoryFile replacedBy(@Nullable MemoryFile known, String path) {
        tree.requireUsable(path);
        NameNode node = tree.find(path);
        if (node != null && (node.parent() == null || node.hasChildren() || node.collection != null)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "expected the name of a file, was a directory: " + path);
        }
        MemoryFile there = node == null ? null : node.file;
        return there == known || there == null || there.names.size() > 1 ? null : there;
    }

    private MemoryCollection collectionFor(@Nullable MemoryFile known, String path) {
        return known == null
                ? tree.nearest(path).nearestCollection()
                : known.oldestName().nearestCollection();
    }

    /** The file of that stamp with {@code path} among its names, in the collection above its oldest. */
    private MemoryFile name(String path, FileStamp stamp, FileStatus status) {
        replacedBy(byId.get(stamp.fileId()), path);
        NameNode node = tree.make(path);
        MemoryFile there = node.file;
        if (there != null && there.stamp.fileId() != stamp.fileId()) {
            unname(there, node);
        }
        MemoryFile file =
                byId.computeIfAbsent(stamp.fileId(), id -> new MemoryFile(stamp, status, node.nearestCollection()));
        file.stamp = stamp;
        file.status = status;
        file.names.add(node);
        node.file = file;
        belongAgain(file);
        return file;
    }

    private static void belong(MemoryFile file, MemoryCollection collection) {
        file.collection.files.remove(file);
        file.collection = collection;
        collection.files.add(file);
    }

    /** Puts a file into the collection above its oldest name. */
    static void belongAgain(MemoryFile file) {
        belong(file, file.oldestName().nearestCollection());
    }

    private void unname(MemoryFile file, NameNode node) {
        node.file = null;
        file.names.remove(node);
        if (file.names.isEmpty()) {
            byId.remove(file.stamp.fileId());
            file.collection.files.remove(file);
        }
    }

    @Override
    public void link(String existing, String added, OperationContext context) {
        access.write(context, () -> {
            NameNode node = tree.find(existing);
            MemoryFile file = node == null ? null : node.file;
            if (file == null) {
                return;
            }
            replacedBy(file, added);
            NameNode target = tree.make(added);
            if (target.file != null && target.file != file) {
                unname(target.file, target);
            }
            target.file = file;
            file.names.add(target);
        });
    }

    @Override
    public boolean remove(String path, OperationContext context) {
        return access.write(context, () -> {
            NameNode node = tree.find(path);
            if (node == null) {
                return false;
            }
            List<NameNode> named = new ArrayList<>();
            node.walk(each -> {
                if (each.file != null) {
                    named.add(each);
                }
            });
            for (NameNode each : named) {
                unname(Objects.requireNonNull(each.file), each);
                each.prune();
            }
            return !named.isEmpty();
        });
    }

    @Override
    public void move(String from, String to, OperationContext context) {
        access.write(context, () -> {
            tree.requireUsable(to);
            NameNode source = tree.find(from);
            NameNode target = tree.find(to);
            requireMovable(from, to, source, target);
            if (source == null && target == null
                    || source == target
                    || source != null && target != null && source.file != null && source.file == target.file) {
                return;
            }
            if (target != null) {
                replace(target, to);
            }
            if (source != null) {
                NameNode place = tree.make(to);
                source.moveTo(Objects.requireNonNull(place.parent()), place.name());
            }
        });
    }

    private void requireMovable(String from, String to, @Nullable NameNode source, @Nullable NameNode target) {
        boolean root = tree.root() == source || tree.root() == target;
        boolean intoItself =
                source != null && source != target && tree.nearest(to).isAtOrBelow(source);
        if (root || intoItself) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "move: expected a place outside of " + from + " and below the root, was " + to);
        }
    }

    private void replace(NameNode target, String path) {
        Set<NameNode> named = new LinkedHashSet<>();
        target.walk(named::add);
        Set<MemoryFile> outside = new LinkedHashSet<>();
        for (NameNode node : named) {
            if (node.collection != null) {
                requireGoing(node.collection, named, path);
                outside.addAll(node.collection.files);
            }
        }
        for (NameNode node : named) {
            if (node.file != null) {
                unname(node.file, node);
            }
        }
        NameNode above = target.parent();
        target.detach();
        if (above != null) {
            above.prune();
        }
        outside.removeIf(file -> file.names.isEmpty());
        outside.forEach(MemoryFiles::belongAgain);
    }

    private static void requireGoing(MemoryCollection collection, Set<NameNode> going, String path) {
        boolean stays = !collection.byId.isEmpty()
                || collection.files.stream().anyMatch(file -> !file.rows.isEmpty() && !going.containsAll(file.names));
        if (stays) {
            throw new VexfsException(
                    FuseVexfsError.NOT_EMPTY,
                    "move: collection " + collection.name() + " holds vectors (" + path + ")");
        }
    }

    @Override
    public Optional<VectorFile> file(String path) {
        return access.read(() -> {
            NameNode node = tree.find(path);
            return Optional.ofNullable(node == null ? null : node.file).map(MemoryFile::view);
        });
    }

    @Override
    public Optional<VectorFile> file(long fileId) {
        return access.read(() -> Optional.ofNullable(byId.get(fileId)).map(MemoryFile::view));
    }

    @Override
    public String collectionOf(String path) {
        return access.read(() -> tree.nearest(path).nearestCollection().name());
    }

    @Override
    public void forEachBelow(String directory, Consumer<VectorFile> action) {
        List<VectorFile> found = access.read(() -> {
            Set<MemoryFile> files = new LinkedHashSet<>();
            NameNode top = tree.find(directory);
            if (top != null) {
                top.walk(node -> {
                    if (node.file != null) {
                        files.add(node.file);
                    }
                });
            }
            return files.stream().map(MemoryFile::view).toList();
        });
        found.forEach(action);
    }
}
