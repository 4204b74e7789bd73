package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.StoredVector;
import io.vexfs.testkit.RequiresFuse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many hands on few names: afterwards the bridge must say what the files say. */
@RequiresFuse
class VectorFilesConcurrencyIT {
    private static final long SEED = 20_261_122L;
    private static final int THREADS = 4;
    private static final int STEPS = 400;
    private static final int NAMES = 12;

    @TempDir
    Path directory;

    private MountedStore store;

    @BeforeEach
    void mount() throws IOException {
        store = new MountedStore(directory);
        for (int i = 0; i < 3; i++) {
            Files.createDirectory(store.path("d" + i));
        }
    }

    @AfterEach
    void unmount() {
        store.close();
    }

    @Test
    void vectors_afterManyHands_areThoseOfTheFiles() throws Exception {
        ExecutorService hands = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(SEED + i);
                tasks.add(() -> {
                    for (int step = 0; step < STEPS; step++) {
                        step(random);
                    }
                    return null;
                });
            }
            for (Future<Void> done : hands.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            hands.shutdownNow();
        }
        // Closing reads whatever is still to be read; the host's files are what counts from here on.
        store.mount().close();
        assertSame();
    }

    private void step(Random random) throws IOException {
        Path one = name(random);
        Path other = name(random);
        String vector = "1 " + random.nextInt(1_000_000);
        try {
            switch (random.nextInt(6)) {
                case 0, 1 -> Files.writeString(one, vector);
                case 2 -> {
                    Path aside =
                            one.resolveSibling(".tmp" + Thread.currentThread().getId());
                    Files.writeString(aside, vector);
                    Files.move(aside, one, StandardCopyOption.ATOMIC_MOVE);
                }
                case 3 -> Files.move(one, other, StandardCopyOption.ATOMIC_MOVE);
                case 4 -> Files.delete(one);
                default -> Files.createLink(other, one);
            }
        } catch (NoSuchFileException | FileAlreadyExistsException missed) {
            // Another hand was there first.
            return;
        } catch (IOException torn) {
            // Two hands wrote into one file at once, so that its content was no vector for a moment.
            assertThat(torn).hasMessageContaining("Invalid argument");
        }
    }

    private Path name(Random random) {
        return store.path("d" + random.nextInt(3)).resolve("f" + random.nextInt(NAMES) + ".vec");
    }

    private void assertSame() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(store.files())) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".vec"))
                    .toList();
        }
        Set<Object> valid = new HashSet<>();
        for (Path file : files) {
            String path = "/" + store.files().relativize(file);
            String[] words = Files.readString(file).trim().split("\\s+");
            boolean vector = words.length == 2;
            List<float[]> found = store.bridge().get("/", path).map(StoredVector::vector).stream()
                    .toList();
            if (vector) {
                valid.add(inode(file));
                assertThat(found).as("%s, seed %d", path, SEED).hasSize(1);
                assertThat(found.get(0))
                        .as("%s, seed %d", path, SEED)
                        .containsExactly(Float.parseFloat(words[0]), Float.parseFloat(words[1]));
            } else {
                assertThat(found).as("%s, seed %d", path, SEED).isEmpty();
            }
        }
        assertThat(store.bridge().collection("/").orElseThrow().size())
                .as("seed %d", SEED)
                .isEqualTo(valid.size());
    }

    private static Object inode(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
