package io.vexfs.testkit.bench.mixed;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.mount.MountedBench;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;

/** A store that is mounted: vectors are saved as files, searches asked through {@code .vexfs/search}. */
public final class MountDoor implements Door {
    private static final String COLLECTION = "/bench";
    private static final int K = 10;
    private static final int ANSWER_BYTES_MAX = 1 << 16;

    private final MountedBench bench;
    private final Path directory;
    /** A handle takes one question at a time. */
    private final ConcurrentLinkedDeque<RandomAccessFile> searches = new ConcurrentLinkedDeque<>();

    /** An empty store below {@code work}, mounted. */
    public MountDoor(Path work, int dimensions, Map<String, String> options) throws IOException {
        bench = MountedBench.open(work, options, Map.of());
        boolean made = false;
        try {
            directory = Files.createDirectory(bench.point().resolve(COLLECTION.substring(1)));
            bench.bridge().createCollection(COLLECTION, new CollectionSettings(DistanceMetric.L2, dimensions));
            made = true;
        } finally {
            if (!made) {
                bench.close();
            }
        }
    }

    private Path file(int row) {
        return directory.resolve(row + ".vec");
    }

    private static String text(float[] vector) {
        StringBuilder text = new StringBuilder();
        for (float component : vector) {
            text.append(component).append(' ');
        }
        return text.append('\n').toString();
    }

    @Override
    public void put(int row, float[] vector) throws IOException {
        Files.writeString(file(row), text(vector));
    }

    @Override
    public void delete(int row) throws IOException {
        Files.deleteIfExists(file(row));
    }

    @Override
    public int search(float[] query) throws IOException {
        String question =
                "{\"collection\":\"" + COLLECTION + "\",\"vector\":" + Arrays.toString(query) + ",\"k\":" + K + "}";
        RandomAccessFile free = searches.poll();
        RandomAccessFile handle = free == null
                ? new RandomAccessFile(bench.point().resolve(".vexfs/search").toFile(), "rw")
                : free;
        byte[] answer = new byte[ANSWER_BYTES_MAX];
        handle.write(question.getBytes(StandardCharsets.UTF_8));
        int length = handle.read(answer);
        searches.push(handle);
        String said = new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
        if (!said.startsWith("{\"hits\"")) {
            throw new VexfsException(FuseVexfsError.SEARCH_FAILED, "search through the mount: " + said);
        }
        return said.split("\"id\":", -1).length - 1;
    }

    @Override
    public boolean holds(int row, float[] vector) throws IOException {
        return Files.exists(file(row))
                && Files.readString(file(row)).equals(text(vector))
                && bench.bridge()
                        .get(COLLECTION, COLLECTION + "/" + row + ".vec")
                        .filter(found -> Arrays.equals(found.vector(), vector))
                        .isPresent();
    }

    @Override
    public boolean lacks(int row) {
        return !Files.exists(file(row))
                && bench.bridge()
                        .get(COLLECTION, COLLECTION + "/" + row + ".vec")
                        .isEmpty();
    }

    @Override
    public void reopen() throws IOException {
        closeSearches();
        bench.remount(Map.of());
    }

    @Override
    public long bytes() throws IOException {
        return BridgeDoor.bytes(bench.point().resolveSibling("store"));
    }

    private void closeSearches() throws IOException {
        for (RandomAccessFile each = searches.poll(); each != null; each = searches.poll()) {
            each.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeSearches();
        bench.close();
    }
}
