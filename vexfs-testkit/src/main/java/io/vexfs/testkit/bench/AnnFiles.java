package io.vexfs.testkit.bench;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The three files of a data set for nearest neighbours.
 *
 * @param base {@code .fvecs}: the vectors to search
 * @param query {@code .fvecs}: the questions
 * @param truth {@code .ivecs}: for each question the rows of its true neighbours, best first
 */
public record AnnFiles(Path base, Path query, Path truth) {
    /** Checks that nothing is missing. */
    public AnnFiles {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(truth, "truth");
    }

    /**
     * The files of a directory by the names that data sets use: {@code base.fvecs}, {@code query.fvecs} and
     * {@code truth.ivecs} or {@code groundtruth.ivecs}, with anything before.
     *
     * @throws VexfsException {@code INVALID_ARGUMENT} if one is missing or there are several
     */
    public static AnnFiles in(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    directory + ": expected a directory with a data set; 'vexfs bench dataset' makes one");
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.sorted().toList();
        }
        return new AnnFiles(
                named(directory, files, "base.fvecs"),
                named(directory, files, "query.fvecs"),
                named(directory, files, "truth.ivecs"));
    }

    private static Path named(Path directory, List<Path> files, String ending) {
        List<Path> fitting = files.stream()
                .filter(file -> file.getFileName().toString().endsWith(ending))
                .toList();
        if (fitting.size() != 1) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    directory + ": expected one file named *" + ending + ", was "
                            + fitting.stream().map(Path::getFileName).toList());
        }
        return fitting.get(0);
    }
}
