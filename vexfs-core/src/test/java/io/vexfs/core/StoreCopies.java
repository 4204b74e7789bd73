package io.vexfs.core;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies of stores: that of an open store is what a killed process leaves behind. */
final class StoreCopies {
    private static final int ATTEMPTS = 100;

    private StoreCopies() {}

    /** Copies a store; again from the start if a file went away meanwhile, as the background work of an open one may. */
    static void copy(Path from, Path to) throws IOException {
        for (int attempt = 1; !copied(from, to); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IOException(from + ": expected files that stay while they are copied");
            }
            MoreFiles.deleteRecursively(to, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    private static boolean copied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        } catch (UncheckedIOException walk) {
            if (walk.getCause() instanceof NoSuchFileException) {
                return false;
            }
            throw walk;
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
