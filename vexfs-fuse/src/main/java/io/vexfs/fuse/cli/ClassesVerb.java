package io.vexfs.fuse.cli;

import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import io.vexfs.core.Vexfs;
import io.vexfs.fuse.MountOptions;
import io.vexfs.fuse.VexfsMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code vexfs classes}, which only the launcher calls: it uses a store and a mount once, so that the JVM can write down
 * the classes that this loads, and the next processes need not read and check them again.
 */
@Command(
        name = "classes",
        hidden = true,
        description = "Use a store and a mount once in an empty directory, for the launcher's archive of classes.",
        footer = {"", "Example:", "  vexfs classes \"$(mktemp -d)\""})
final class ClassesVerb extends Verb {
    @Parameters(index = "0", paramLabel = "DIRECTORY", description = "An empty directory.")
    private Path directory;

    @Override
    void run() throws IOException {
        Path store = directory.resolve("store");
        Path point = Files.createDirectory(directory.resolve("mnt"));
        try (Vexfs vexfs = Vexfs.open(store)) {
            List<StoredVector> vectors = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                vectors.add(new StoredVector("v" + i, new float[] {i, 1, i * i}, Metadata.of("n", i)));
            }
            vexfs.bridge().putAll("/", vectors, OperationContext.none());
            vexfs.bridge()
                    .search(SearchRequest.nearest(new float[] {1, 1, 1}).k(3).build(), OperationContext.none());
            try (VexfsMount mount =
                    VexfsMount.start(vexfs.bridge(), store.resolve("files"), point, MountOptions.DEFAULT)) {
                look(mount.mountPoint());
            } catch (VexfsException refused) {
                // This machine cannot mount, so that nobody needs those classes on it.
                note(String.valueOf(refused.getMessage()));
            }
        }
    }

    private void look(Path point) throws IOException {
        Path file = Files.writeString(point.resolve("a.vec"), "1 2 3\n");
        Files.readString(file);
        try (Stream<Path> hits = Files.list(point.resolve(".search/like=a.vec,k=2"))) {
            hits.forEach(hit -> note(hit.toString()));
        }
        MountDoor door = new MountDoor(point);
        door.search(SearchRequest.nearest(new float[] {1, 1, 1}).k(3).build());
        door.collections();
        MountLook.at(door).screen(point.toString(), Optional.empty()).forEach(this::note);
        Files.delete(file);
    }
}
