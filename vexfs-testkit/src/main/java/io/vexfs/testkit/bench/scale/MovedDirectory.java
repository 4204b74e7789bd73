package io.vexfs.testkit.bench.scale;

import io.vexfs.api.CollectionInfo;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.bench.mount.MountedBench;
import io.vexfs.testkit.bench.result.Figure;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory with many files of vectors is renamed: how long that takes, and what is found afterwards. */
final class MovedDirectory {
    private static final String COLLECTION = "/moved-vectors";
    private static final int DIMENSIONS = 16;
    private static final long SEED = 11;
    private static final int LOOKED_FOR = 100;
    private static final int STEP = 100;

    private final MountedBench bench;
    private final int files;

    MovedDirectory(MountedBench bench, int files) {
        this.bench = bench;
        this.files = files;
    }

    List<Figure> run(Progress progress) throws IOException {
        Path root = Files.createDirectory(bench.point().resolve(COLLECTION.substring(1)));
        bench.bridge().createCollection(COLLECTION, new CollectionSettings(DistanceMetric.L2, DIMENSIONS));
        Path from = Files.createDirectory(root.resolve("from"));
        List<float[]> vectors = TestVectors.uniform(files, DIMENSIONS, SEED);
        progress.begin("save vectors", files);
        for (int i = 0; i < files; i++) {
            Files.writeString(from.resolve("v" + i + ".vec"), Answers.words(vectors.get(i)) + "\n");
            if (i % STEP == STEP - 1) {
                progress.step(STEP);
            }
        }
        progress.end();
        bench.bridge().forceSync();
        Path to = root.resolve("to");
        double took;
        Onlooker onlooker = new Onlooker(bench.point().resolve("other"));
        try (onlooker) {
            long begin = System.nanoTime();
            Files.move(from, to);
            took = (System.nanoTime() - begin) / 1e6;
        }
        long pending = bench.bridge()
                .collection(COLLECTION)
                .map(CollectionInfo::pending)
                .orElse(-1L);
        return List.of(
                Figure.of("moved.renameMillis", took),
                Figure.of("moved.onlookerLongestMillis", onlooker.longestMillis()),
                Figure.of("moved.pendingAfterwards", pending),
                Figure.of("moved.errors", wrong(to, vectors)));
    }

    /** Of some vectors: those that are not the nearest to themselves, under the new name. */
    private long wrong(Path to, List<float[]> vectors) throws IOException {
        long wrong = 0;
        try (Answers answers = new Answers(bench.point(), COLLECTION, 0)) {
            for (int i = 0; i < Math.min(LOOKED_FOR, files); i++) {
                int row = (int) ((long) i * files / LOOKED_FOR);
                List<Answers.Hit> hits = answers.nearest(Answers.Way.JSON, vectors.get(row), 1);
                boolean found = hits.size() == 1
                        && hits.get(0).name().equals("v" + row)
                        && Files.exists(to.resolve("v" + row + ".vec"));
                wrong += found ? 0 : 1;
            }
        }
        return wrong;
    }
}
