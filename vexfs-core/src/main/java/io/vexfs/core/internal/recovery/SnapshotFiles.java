package io.vexfs.core.internal.recovery;

import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files below {@code graph/}: {@code catalog-SEQUENCE.names} and {@code COLLECTION-SEQUENCE.graph}. */
public final class SnapshotFiles {
    private static final Pattern GRAPH = Pattern.compile("(\\d+)-(\\d{16})\\.graph");

    private static final Pattern CATALOG = Pattern.compile("catalog-(\\d{16})\\.names");

    private final Path directory;

    /** Those in this directory. */
    public SnapshotFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * What the name of a graph's file says.
     *
     * @param collection the collection's number
     * @param sequence the log sequence that it stands for
     */
    public record GraphName(int collection, long sequence) {}

    /** What a file's name says, if it is a graph's. */
    public static Optional<GraphName> graphName(Path file) {
        Matcher name = GRAPH.matcher(String.valueOf(file.getFileName()));
        return name.matches() && name.group(1).length() < 10
                ? Optional.of(new GraphName(Integer.parseInt(name.group(1)), Long.parseLong(name.group(2))))
                : Optional.empty();
    }

    /** The log sequence in a file's name, if it is a catalog's. */
    public static OptionalLong catalogSequence(Path file) {
        Matcher name = CATALOG.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    }

    /** The file of the catalog at a log sequence. */
    public Path catalog(long sequence) {
        return directory.resolve(String.format("catalog-%016d.names", sequence));
    }

    /** The file of a graph at a log sequence. */
    public Path graph(int collection, long sequence) {
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

    /** Every file, whatever it is. */
    public List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
