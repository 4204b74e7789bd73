package io.vexfs.testkit.bench.mount;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A mounted collection of some size, and what its clients do. */
final class Workload {
    private static final String COLLECTION = "/bench";
    private static final int BATCH = 1_000;
    private static final int DIFFERENT = 64;
    private static final int FILES = 200;
    private static final long SEED = 7;
    private static final int K = 10;

    private final Path mount;
    private final Path directory;
    private final List<byte[]> files = new ArrayList<>();
    private final List<byte[]> requests = new ArrayList<>();

    /** Stores the vectors and brings everything to the disk. */
    Workload(MountedBench bench, int vectors, int dimensions) throws IOException {
        mount = bench.point();
        directory = Files.createDirectory(mount.resolve(COLLECTION.substring(1)));
        bench.bridge().createCollection(COLLECTION, new CollectionSettings(DistanceMetric.L2, dimensions));
        // Drawn in parts, since all of them at once would be most of a small heap.
        for (int from = 0; from < vectors; from += BATCH) {
            List<StoredVector> batch = new ArrayList<>();
            for (float[] vector : TestVectors.clustered(BATCH, dimensions, DIFFERENT, SEED + from)) {
                batch.add(new StoredVector(Integer.toString(from + batch.size()), vector, Metadata.empty()));
            }
            bench.bridge().putAll(COLLECTION, batch, OperationContext.none());
        }
        bench.bridge().forceSync();
        for (float[] vector : TestVectors.clustered(DIFFERENT, dimensions, DIFFERENT, SEED)) {
            StringBuilder text = new StringBuilder();
            for (float component : vector) {
                text.append(component).append(' ');
            }
            files.add(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            requests.add(SearchDoor.request(COLLECTION, vector, K));
        }
    }

    /** Saves vectors as files, each name again and again. */
    Rates.Client storing(int number) {
        return round -> Files.write(
                directory.resolve("s" + number + "-" + round % FILES + ".vec"), files.get(round % DIFFERENT));
    }

    /** Asks by JSON, through one handle. */
    Rates.Client searching(int number) throws IOException {
        SearchDoor door = new SearchDoor(mount);
        return new Rates.Client() {
            @Override
            public void call(int round) throws IOException {
                door.ask(requests.get((round + number) % DIFFERENT));
            }

            @Override
            public void close() throws IOException {
                door.close();
            }
        };
    }

    /** Brings everything to the disk each time after so many files were stored; storing is not measured. */
    Rates.Client syncing(int stored) {
        Path sync = mount.resolve(".vexfs/sync");
        byte[] word = {'x'};
        Rates.Client storing = storing(FILES);
        return new Rates.Client() {
            @Override
            public void prepare(int round) throws IOException {
                for (int i = 0; i < stored; i++) {
                    storing.call(round * stored + i);
                }
            }

            @Override
            public void call(int round) throws IOException {
                Files.write(sync, word, StandardOpenOption.WRITE);
            }
        };
    }

    /** One call on an ordinary file each time: made, looked at twice, removed. */
    Rates.Client ordinary(int number) throws IOException {
        Path file = mount.resolve("plain" + number);
        // The last client of that number may have ended in the middle.
        Files.deleteIfExists(file);
        return round -> {
            switch (round % 4) {
                case 0 -> Files.createFile(file);
                case 1 -> Files.size(file);
                case 2 -> Files.getLastModifiedTime(file);
                default -> Files.delete(file);
            }
        };
    }
}
