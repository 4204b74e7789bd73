package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Map files that cannot be deleted fail a change before it is logged, or not at all. */
class MapFileFaultTest {
    private static final int COLLECTIONS = 10;
    private static final CollectionSettings SETTINGS = new CollectionSettings(DistanceMetric.L2, 2);

    @TempDir
    private Path directory;

    private Path store() {
        return directory.resolve("store");
    }

    /** Under every number a directory that is not empty, in the place of a volume. */
    private void makeUndeletable() throws IOException {
        for (int number = 0; number < COLLECTIONS; number++) {
            Files.createDirectories(store().resolve("map/" + number + "-99.map/inner"));
        }
    }

    private static void put(Vexfs vexfs, String id) {
        vexfs.collection("/a").put(id, new float[] {1, 2}, Metadata.empty());
    }

    @Test
    void createAndChange_leftoversCannotBeDeleted_failAndLeaveTheStoreWritable() throws IOException {
        try (Vexfs vexfs = Vexfs.open(store())) {
            vexfs.bridge().createCollection("/a", SETTINGS);
            vexfs.bridge().createCollection("/empty", SETTINGS);
            makeUndeletable();

            assertThatThrownBy(() -> vexfs.bridge().createCollection("/b", SETTINGS))
                    .hasMessageContaining("-99.map");
            assertThatThrownBy(() ->
                            vexfs.bridge().changeCollection("/empty", new CollectionSettings(DistanceMetric.L2, 3)))
                    .hasMessageContaining("-99.map");
            put(vexfs, "one");
        }
        try (Vexfs vexfs = Vexfs.open(store())) {
            assertThat(vexfs.collection("/a").get("one")).isPresent();
        }
    }

    @Test
    void drop_filesCannotBeDeleted_isDroppedAndLeavesTheStoreWritable() throws IOException {
        try (Vexfs vexfs = Vexfs.open(store())) {
            vexfs.bridge().createCollection("/a", SETTINGS);
            vexfs.bridge().createCollection("/b", SETTINGS);
            makeUndeletable();

            vexfs.bridge().dropCollection("/b");
            put(vexfs, "one");
            assertThat(vexfs.bridge().collections())
                    .noneMatch(info -> info.name().equals("/b"));
        }
    }
}
