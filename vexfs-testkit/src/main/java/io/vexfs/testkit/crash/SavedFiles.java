package io.vexfs.testkit.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a store as they were: small ones with their bytes, and all under their inodes. */
final class SavedFiles {
    private static final long BYTES_KEPT_MAX = 1L << 20;

    private final Path store;
    private final FlipScope scope;
    private final Map<Path, Path> links = new TreeMap<>();
    private final Map<Path, byte[]> contents = new TreeMap<>();

    SavedFiles(Path store, Path aside, FlipScope scope) throws IOException {
        this.store = store;
        this.scope = scope;
        Files.createDirectories(aside);
        for (Path file : now()) {
            Path link = aside.resolve("link-" + links.size());
            links.put(file, Files.createLink(link, file));
            if (Files.size(file) <= BYTES_KEPT_MAX) {
                contents.put(file, Files.readAllBytes(file));
            }
        }
    }

    /** The files that count, sorted. */
    List<Path> files() {
        return List.copyOf(links.keySet());
    }

    private List<Path> now() throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(file -> Files.isRegularFile(file) && scope.covers(store.relativize(file)))
                    .toList();
        }
    }

    /** Under its inode a file is found even if the store has deleted it. */
    Path link(Path file) {
        return links.getOrDefault(file, file);
    }

    /** Puts all back. What is larger than is kept here must be put right by the caller, through {@link #link}. */
    void restore() throws IOException {
        for (Path file : now()) {
            if (!links.containsKey(file) || !Files.isSameFile(file, link(file))) {
                Files.delete(file);
            }
        }
        for (Map.Entry<Path, Path> saved : links.entrySet()) {
            byte[] content = contents.get(saved.getKey());
            if (content != null) {
                Files.write(saved.getValue(), content);
            }
            if (!Files.exists(saved.getKey())) {
                Files.createDirectories(saved.getKey().getParent());
                Files.createLink(saved.getKey(), saved.getValue());
            }
        }
    }

    boolean keepsBytes(Path file) {
        return contents.containsKey(file);
    }
}
