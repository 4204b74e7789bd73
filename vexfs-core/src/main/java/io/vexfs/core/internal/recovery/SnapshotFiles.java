package io.vexfs.core.internal.recovery;

import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files below {@code graph/}: {@code catalog-SEQUENCE.names} and {@code COLLECTION-SEQUENCE.graph}. */
final class SnapshotFiles {
    private static final Pattern GRAPH = Pattern.compile("(\\d+)-(\\d{16})\\.graph");

    private final Path directory;

    SnapshotFiles(Path directory) {
        this.directory = directory;
    }

    Path catalog(long sequence) {
        return directory.resolve(String.format("catalog-%016d.names", sequence));
    }

    Path graph(int collection, long sequence) {
        return directory.resolve(String.format("%d-%016d.graph", collection, sequence));
    }

    /** The newest graph snapshot of a collection that stands for {@code first} or more, and no more than {@code last}. */
    OptionalLong newestGraph(int collection, long first, long last) throws IOException {
        OptionalLong newest = OptionalLong.empty();
        for (Path file : all()) {
            Matcher name = GRAPH.matcher(file.getFileName().toString());
            if (name.matches() && name.group(1).equals(String.valueOf(collection))) {
                long sequence = Long.parseLong(name.group(2));
                if (sequence >= first && sequence <= last && sequence > newest.orElse(-1)) {
                    newest = OptionalLong.of(sequence);
                }
            }
        }
        return newest;
    }

    /** Removes every file but these. */
    void keepOnly(Set<Path> kept) throws IOException {
        boolean removed = false;
        for (Path file : all()) {
            if (!kept.contains(file)) {
                Files.delete(file);
                removed = true;
            }
        }
        if (removed) {
            Disk.forceDirectory(directory);
        }
    }

    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
