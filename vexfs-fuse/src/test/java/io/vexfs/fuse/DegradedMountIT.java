package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.core.Vexfs;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A mount over a store whose graph was taken away: everything works, and the status says what is missing. */
@RequiresFuse
@Timeout(400)
class DegradedMountIT {
    private static final int VECTORS = 3_000;
    private static final int DIMENSIONS = 32;

    /** Between two looks: a mount on one processor needs it. */
    private static final long POLL_NANOS = 10_000_000;

    @TempDir
    private Path directory;

    private Path store() {
        return directory.resolve("store");
    }

    private void fill() {
        try (Vexfs vexfs = Vexfs.open(store())) {
            vexfs.bridge().changeCollection("/", new CollectionSettings(DistanceMetric.L2, DIMENSIONS));
            List<StoredVector> all = new ArrayList<>();
            for (float[] vector : TestVectors.uniform(VECTORS, DIMENSIONS, 1)) {
                all.add(new StoredVector("v" + all.size(), vector, Metadata.empty()));
            }
            vexfs.bridge().putAll("/", all, OperationContext.none());
        }
    }

    private void removeGraphs() throws IOException {
        try (Stream<Path> files = Files.list(store().resolve("graph"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
    }

    @Test
    void mount_withoutItsGraph_servesFilesAndSearchesAndSaysWhy() throws IOException {
        fill();
        removeGraphs();
        Path point = Files.createDirectory(directory.resolve("mnt"));
        try (Vexfs vexfs = Vexfs.open(store());
                VexfsMount mount =
                        VexfsMount.start(vexfs.bridge(), store().resolve("files"), point, MountOptions.DEFAULT)) {
            Path status = point.resolve(".vexfs/status.json");
            assertThat(Files.readString(status)).contains("\"reason\" : \"there was no graph to begin from\"");

            Files.writeString(point.resolve("plain"), "as ever");
            assertThat(point.resolve("plain")).hasContent("as ever");
            Files.writeString(point.resolve("new.vec"), "9 ".repeat(DIMENSIONS) + "\n");
            try (Stream<Path> hits = Files.list(point.resolve(".search/like=new.vec,k=2"))) {
                assertThat(hits).hasSize(2);
            }
            Files.writeString(point.resolve("q.search"), "vector: " + "9 ".repeat(DIMENSIONS) + "\nk: 1\n");
            assertThat(Files.readString(point.resolve("q.search.results"))).startsWith("1\t0.000000\t/new.vec");

            while (!Files.readString(status).startsWith("{\n  \"state\" : \"ready\"")) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            assertThat(Files.readString(status))
                    .contains("\"reason\" : \"there was no graph to begin from\"")
                    .contains("\"unlinked\" : 0");
            assertThat(mount.mounted()).isTrue();
            assertThat(Files.readString(point.resolve("q.search.results"))).startsWith("1\t0.000000\t/new.vec");
        }
    }
}
