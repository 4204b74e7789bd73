package io.vexfs.testkit.model;

import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The vectors of one collection. Unless the settings fix them, its dimensions are those of the vectors that are in it,
 * and none once everything is gone.
 */
final class MemoryCollection {
    final TreeMap<String, StoredVector> byId = new TreeMap<>();

    /** The files whose rows are in this collection, and those that were refused here. */
    final Set<MemoryFile> files = new LinkedHashSet<>();

    private final NameNode node;
    private CollectionSettings settings;

    MemoryCollection(NameNode node, CollectionSettings settings) {
        this.node = node;
        this.settings = settings;
    }

    String name() {
        return node.path();
    }

    DistanceMetric metric() {
        return settings.metric();
    }

    int dimensions() {
        return dimensionsWithout(Set.of());
    }

    /** The dimensions that would be left if those files had no rows. */
    int dimensionsWithout(Set<MemoryFile> leftOut) {
        if (settings.dimensions() > 0) {
            return settings.dimensions();
        }
        if (!byId.isEmpty()) {
            return byId.firstEntry().getValue().dimensions();
        }
        return files.stream()
                .filter(file -> !leftOut.contains(file) && !file.rows.isEmpty())
                .findFirst()
                .map(file -> file.rows.get(0).dimensions())
                .orElse(0);
    }

    long size() {
        return byId.size() + files.stream().mapToLong(file -> file.rows.size()).sum();
    }

    boolean holdsFileVectors() {
        return files.stream().anyMatch(file -> !file.rows.isEmpty());
    }

    List<StoredVector> vectors() {
        List<StoredVector> all = new ArrayList<>(byId.values());
        for (MemoryFile file : files) {
            for (int row = 0; row < file.rows.size(); row++) {
                all.add(file.row(row));
            }
        }
        return all;
    }

    void change(CollectionSettings changed) {
        for (StoredVector vector : vectors()) {
            if (changed.dimensions() > 0 && vector.dimensions() != changed.dimensions()) {
                throw notEmpty(changed.dimensions() + " dimensions", vector.dimensions() + " (" + vector.id() + ")");
            }
            if (changed.metric().bits() && !VectorChecks.allBits(vector.vector())) {
                throw notEmpty("vectors of 0 and 1", "others (" + vector.id() + ")");
            }
            if (changed.metric() == DistanceMetric.COSINE && VectorChecks.allZero(vector.vector())) {
                throw notEmpty("vectors with a direction", "all zero (" + vector.id() + ")");
            }
        }
        settings = changed;
    }

    private VexfsException notEmpty(String expected, String found) {
        return new VexfsException(
                FuseVexfsError.NOT_EMPTY,
                "collection " + name() + " holds vectors that do not fit: expected " + expected + ", was " + found);
    }

    /** The vector of a caller's id, or of a file's path with {@code #row} where it has more than one. */
    Optional<StoredVector> find(String id, NameTree tree) {
        StoredVector own = byId.get(id);
        if (own != null) {
            return Optional.of(own);
        }
        int hash = id.lastIndexOf('#');
        String path = hash < 0 ? id : id.substring(0, hash);
        NameNode named = path.startsWith("/") ? tree.find(path) : null;
        MemoryFile file = named == null ? null : named.file;
        if (file == null || file.collection != this) {
            return Optional.empty();
        }
        return file.rowNumber(hash < 0 ? "" : id.substring(hash + 1)).map(file::row);
    }

    CollectionInfo info() {
        return new CollectionInfo(
                name(),
                metric(),
                dimensions(),
                settings.dimensions() > 0,
                size(),
                0,
                settings.quantization(),
                0,
                settings.storage());
    }
}
