package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.CorruptStoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A byte of a closed store that is not what was written is named by {@code verify} with its file, and is never served:
 * the store opens with every answer as it was, or refuses to. Some bytes of each file; {@code -Dvexfs.flips=N} says how
 * many, and a large number means all of them, but for the maps, of which a checksum covers the whole file.
 */
class FlippedBytesTest {
    private static final long FLIPS_OF_A_FILE = Long.getLong("vexfs.flips", 5);
    private static final int FLIPS_OF_A_MAP = 1;

    @TempDir
    private Path directory;

    private Path store;
    private Path links;
    private final Map<Path, byte[]> sound = new HashMap<>();
    private List<String> answers = List.of();

    @BeforeEach
    void makeStore() throws IOException {
        store = directory.resolve("store");
        links = Files.createDirectory(directory.resolve("links"));
        SmallStore.makeCompacted(store);
        answers = SmallStore.answers(store);
        for (Path file : SmallStore.files(store)) {
            if (isMap(file)) {
                Files.createLink(links.resolve(file.getFileName()), file);
            } else {
                sound.put(file, Files.readAllBytes(file));
            }
        }
    }

    @Test
    void verify_closedStore_isSound() {
        assertThat(StoreMaintenance.verify(store, bytes -> {}).problems()).isEmpty();
    }

    @Test
    void flip_anyByteOfAnyFile_isNamedAndNeverServed() throws IOException {
        List<Path> files = SmallStore.files(store);
        assertThat(files)
                .extracting(file -> store.relativize(file).toString())
                .contains(
                        "FORMAT",
                        "CLEAN",
                        "log/0000000000000002.base",
                        "log/0000000000000002.log",
                        "map/2-vectors.rows",
                        "files/plain/two.fvecs");
        for (Path file : files) {
            long size = Files.size(file);
            long flips = Math.min(size, isMap(file) ? FLIPS_OF_A_MAP : FLIPS_OF_A_FILE);
            for (long i = 0; i < flips; i++) {
                long offset = i * size / flips;
                flip(file, offset);
                requireNamed(file, offset);
                requireNotServed(file, offset);
                restore(file, offset);
            }
        }
        assertThat(StoreMaintenance.verify(store, bytes -> {}).problems()).isEmpty();
    }

    private static boolean isMap(Path file) {
        return file.toString().endsWith(".map") || file.toString().endsWith(".rows");
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(offset);
            int value = open.read();
            open.seek(offset);
            open.write(value ^ 0x10);
        }
    }

    private void requireNamed(Path file, long offset) {
        VerifyReport report = StoreMaintenance.verify(store, bytes -> {});
        assertThat(report.problems())
                .as("%s at %d", store.relativize(file), offset)
                .anySatisfy(problem -> assertThat(problem.file()).isEqualTo(file));
    }

    private void requireNotServed(Path file, long offset) {
        try {
            assertThat(SmallStore.answers(store))
                    .as("%s at %d", store.relativize(file), offset)
                    .isEqualTo(answers);
        } catch (CorruptStoreException refused) {
            assertThat(refused.file()).as("%s at %d", file, offset).isEqualTo(file);
        }
    }

    /** Puts the files back as they were, the maps under their inodes. */
    private void restore(Path file, long offset) throws IOException {
        for (Path each : SmallStore.files(store)) {
            if (!sound.containsKey(each)) {
                Files.delete(each);
            }
        }
        for (Map.Entry<Path, byte[]> each : sound.entrySet()) {
            Files.write(each.getKey(), each.getValue());
        }
        if (isMap(file)) {
            flip(links.resolve(file.getFileName()), offset);
        }
        try (var names = Files.list(links)) {
            for (Path link : (Iterable<Path>) names::iterator) {
                Files.createLink(store.resolve("map").resolve(link.getFileName()), link);
            }
        }
    }
}
