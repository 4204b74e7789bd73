package io.vexfs.core;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStamp;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.Quantization;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VectorStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** A store with a little of everything, and all that it answers. */
final class SmallStore {
    private static final int VECTORS = 12;

    private SmallStore() {}

    /** Makes it and closes it: two collections, replaced and deleted vectors, a file of two rows. */
    static void make(Path directory) throws IOException {
        try (Vexfs vexfs = Vexfs.open(directory)) {
            fill(vexfs);
        }
    }

    /** The same, with a base for most of it and a segment for the rest. */
    static void makeCompacted(Path directory) throws IOException {
        try (Vexfs vexfs = Vexfs.open(directory)) {
            fill(vexfs);
            vexfs.compact();
            vexfs.collection("/plain").put("behind", new float[] {1, 2, 3}, Metadata.of("n", 1));
            vexfs.collection("/round").delete("é1");
        }
    }

    static void fill(Vexfs vexfs) throws IOException {
        Random random = new Random(7);
        VectorCollection plain = vexfs.collection("/plain", 3, DistanceMetric.L2);
        CollectionSettings mapped =
                new CollectionSettings(DistanceMetric.COSINE, 4, Quantization.INT8, VectorStorage.MAPPED);
        vexfs.bridge().createCollection("/round", mapped);
        VectorCollection round = vexfs.collection("/round", 4, DistanceMetric.COSINE);
        for (int i = 0; i < VECTORS; i++) {
            plain.put("id " + i, vector(random, 3), Metadata.of("n", i));
            round.put("é" + i, vector(random, 4), Metadata.empty());
        }
        plain.put("id 3", vector(random, 3), Metadata.of("n", "again"));
        plain.delete("id 4");
        Path file = vexfs.directory().resolve("files/plain/two.fvecs");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        vexfs.bridge()
                .files()
                .index(
                        "/plain/two.fvecs",
                        stamp(file),
                        List.of(VectorRow.of(1, 2, 3), VectorRow.of(4, 5, 6)),
                        false,
                        OperationContext.none());
        vexfs.bridge().forceSync();
    }

    private static float[] vector(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = 1 + random.nextFloat();
        }
        return vector;
    }

    static FileStamp stamp(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(Files.readAllBytes(file));
        return new FileStamp(
                (long) Files.getAttribute(file, "unix:ino"),
                Files.size(file),
                Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS),
                ((FileTime) Files.getAttribute(file, "unix:ctime")).to(TimeUnit.NANOSECONDS),
                (int) crc.getValue());
    }

    /** Everything that an open store answers, a line each. */
    static List<String> answers(Bridge bridge) {
        List<String> lines = new ArrayList<>();
        for (CollectionInfo info : bridge.collections()) {
            lines.add(info.name() + " " + info.metric() + " " + info.dimensions() + " " + info.size());
            bridge.forEach(info.name(), vector -> {
                lines.add(info.name() + " " + vector.id() + " " + Arrays.toString(vector.vector()) + " "
                        + vector.metadata());
                lines.add(info.name() + " got " + vector.id() + " "
                        + bridge.get(info.name(), vector.id()).isPresent());
            });
            if (info.dimensions() > 0) {
                float[] query = new float[info.dimensions()];
                Arrays.fill(query, 1);
                query[0] = 2;
                SearchRequest request = SearchRequest.nearest(query)
                        .collection(info.name())
                        .k(20)
                        .build();
                bridge.search(request, OperationContext.none())
                        .hits()
                        .forEach(hit -> lines.add(info.name() + " hit " + hit));
            }
        }
        bridge.files().forEachBelow("/", file -> lines.add(file.toString()));
        lines.sort(null);
        return lines;
    }

    static List<String> answers(Path store) {
        try (Vexfs vexfs = Vexfs.open(store)) {
            return answers(vexfs.bridge());
        }
    }

    /** Every file of a store but those that hold nothing of it: the lock, the room kept for deletes, the log of a mount. */
    static List<Path> files(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            !file.endsWith("LOCK") && !file.endsWith("log/reserve") && !file.endsWith("vexfs.log"))
                    .sorted()
                    .toList();
        }
    }
}
