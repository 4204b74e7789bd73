package io.vexfs.testkit.bench.dataset;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.data.FvecsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The data sets that {@code vexfs bench dataset} makes. */
public enum Dataset {
    /** Images of clothes, 784 components, L2. */
    FASHION_MNIST("fashion-mnist", FashionMnist::load),
    /** English words, 100 components, cosine. */
    GLOVE("glove", GloveWords::load);

    /** True neighbours of each query, as many as the data sets of others have. */
    private static final int NEIGHBORS = 100;

    private static final String DOWNLOADS = "downloads";

    private final String text;
    private final Loader loader;

    Dataset(String text, Loader loader) {
        this.text = text;
        this.loader = loader;
    }

    /** Reads a data set's package, which it gets if it is not in the cache. */
    @FunctionalInterface
    private interface Loader {
        RawData load(Path cache, Progress progress) throws IOException;
    }

    /** The name on the command line. */
    public String text() {
        return text;
    }

    /**
     * The data set of that name.
     *
     * @throws VexfsException {@code INVALID_ARGUMENT} for another name
     */
    public static Dataset parse(String text) {
        return Arrays.stream(values())
                .filter(dataset -> dataset.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "unknown data set: expected one of "
                                + Arrays.stream(values()).map(Dataset::text).collect(Collectors.joining(", "))
                                + ", was '" + text + "'"));
    }

    /**
     * Makes the files {@code base.fvecs}, {@code query.fvecs}, {@code truth.ivecs} and {@code dataset.properties}; the last
     * one written tells that all are there, and then nothing is done again.
     */
    public DatasetCard make(Path directory, Progress progress) throws IOException {
        Path card = directory.resolve(DatasetCard.FILE);
        if (Files.exists(card)) {
            DatasetCard made = DatasetCard.read(card);
            if (!made.name().equals(text)) {
                throw new VexfsException(
                        FuseVexfsError.ALREADY_EXISTS,
                        directory + ": expected an empty directory or one with " + text + ", was one with "
                                + made.name());
            }
            return made;
        }
        Files.createDirectories(directory);
        RawData raw = loader.load(directory.resolve(DOWNLOADS), progress);
        List<int[]> truth = new ExactTruth(raw.metric(), raw.base()).neighbors(raw.queries(), NEIGHBORS, progress);
        FvecsFile.writeVectors(directory.resolve("base.fvecs"), raw.base());
        FvecsFile.writeVectors(directory.resolve("query.fvecs"), raw.queries());
        FvecsFile.writeNumbers(directory.resolve("truth.ivecs"), truth);
        DatasetCard made = new DatasetCard(text, raw.metric(), raw.source());
        made.write(card);
        return made;
    }
}
