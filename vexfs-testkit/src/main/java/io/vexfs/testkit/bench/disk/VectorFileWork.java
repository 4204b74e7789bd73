package io.vexfs.testkit.bench.disk;

import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of vectors, written one by one: ordinary files to a pass-through, and found by every search in a store. */
final class VectorFileWork {
    /** To the pass-through, which indexes nothing. */
    private static final double LEAST = 0.5;
    /** Different texts; more would only take memory. */
    private static final int DIFFERENT = 512;

    private final int files;
    private final List<byte[]> texts = new ArrayList<>();

    VectorFileWork(DiskSettings settings) {
        files = settings.vectors();
        for (float[] vector : TestVectors.clustered(DIFFERENT, settings.dimensions(), 16, 5)) {
            StringBuilder text = new StringBuilder();
            for (float component : vector) {
                text.append(component).append(' ');
            }
            texts.add(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    List<DiskTask> tasks(int workers) {
        return List.of(new DiskTask("write .vec", "files/s", workers, LEAST, this::write));
    }

    private double write(DiskSide side, int workers, int round) throws IOException {
        Path directory = side.directory("vectors-" + workers + "-" + round);
        int each = files / workers;
        double seconds = Workers.seconds(workers, worker -> {
            for (int i = 0; i < each; i++) {
                Files.write(directory.resolve("v" + worker + "-" + i + ".vec"), texts.get(i % texts.size()));
            }
        });
        side.settle();
        return each * workers / seconds;
    }
}
