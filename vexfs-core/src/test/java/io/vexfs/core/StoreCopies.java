package io.vexfs.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies of stores: that of an open store is what a killed process leaves behind. */
final class StoreCopies {
    private StoreCopies() {}

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    /** As {@link #copy}, but that the map is the store's own files: one that was copied would be made anew. */
    static void copyWithMap(Path from, Path to) throws IOException {
        copy(from, to);
        try (Stream<Path> volumes = Files.list(from.resolve("map"))) {
            for (Path volume : (Iterable<Path>) volumes::iterator) {
                Path copy = to.resolve("map").resolve(volume.getFileName());
                Files.delete(copy);
                Files.createLink(copy, volume);
            }
        }
    }
}
