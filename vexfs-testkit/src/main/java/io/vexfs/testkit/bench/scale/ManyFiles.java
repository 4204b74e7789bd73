package io.vexfs.testkit.bench.scale;

import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.bench.Threads;
import io.vexfs.testkit.bench.result.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One directory with very many small files: listed, and files in it and itself renamed, while somebody else reads. */
final class ManyFiles {
    private static final int WRITERS = 4;
    private static final int RENAMES = 200;
    private static final int STEP = 1_000;

    private final Path point;
    private final int files;

    ManyFiles(Path point, int files) {
        this.point = point;
        this.files = files;
    }

    List<Figure> run(Progress progress) throws IOException {
        Path many = Files.createDirectory(point.resolve("many"));
        make(many, progress);
        Onlooker onlooker = new Onlooker(point.resolve("onlooker"));
        double first;
        double second;
        double renamed;
        double directory;
        try (onlooker) {
            first = list(many);
            renamed = renames(many);
            Path moved = point.resolve("moved");
            long begin = System.nanoTime();
            Files.move(many, moved);
            directory = (System.nanoTime() - begin) / 1e6;
            second = list(moved);
        }
        return List.of(
                new Figure("files.listSeconds", List.of(first, second)),
                Figure.of("files.renameOfFileLongestMillis", renamed),
                Figure.of("files.renameOfDirectoryMillis", directory),
                Figure.of("files.onlookerLongestMillis", onlooker.longestMillis()));
    }

    private void make(Path many, Progress progress) {
        progress.begin("make files", files);
        Threads.run("vexfs-scale-files", WRITERS, number -> {
            try {
                for (int i = number; i < files; i += WRITERS) {
                    Files.writeString(name(many, i), "small\n");
                    if (i / WRITERS % STEP == STEP - 1) {
                        progress.step(STEP);
                    }
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        progress.end();
    }

    private static Path name(Path directory, int number) {
        return directory.resolve("f" + number + ".txt");
    }

    /** Seconds, after which every file was listed once. */
    private double list(Path directory) throws IOException {
        long begin = System.nanoTime();
        long listed = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path ignored : all) {
                listed++;
            }
        }
        if (listed != files) {
            throw new IOException(directory + ": expected " + files + " names, was " + listed);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Milliseconds of the longest, there and back again. */
    private double renames(Path many) throws IOException {
        long longest = 0;
        for (int i = 0; i < RENAMES; i++) {
            Path from = name(many, i % files);
            Path to = many.resolve("renamed");
            long begin = System.nanoTime();
            Files.move(from, to);
            Files.move(to, from);
            longest = Math.max(longest, System.nanoTime() - begin);
        }
        return longest / 1e6;
    }
}
