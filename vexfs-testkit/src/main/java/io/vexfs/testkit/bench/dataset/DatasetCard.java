package io.vexfs.testkit.bench.dataset;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * What stands in {@code dataset.properties} beside the files of a data set.
 *
 * @param name of the data set
 * @param metric how distance is measured on it
 * @param source where it comes from
 */
public record DatasetCard(String name, DistanceMetric metric, String source) {
    static final String FILE = "dataset.properties";

    /** Checks that nothing is missing. */
    public DatasetCard {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(source, "source");
    }

    /** The card of a directory; empty if it has none. */
    public static Optional<DatasetCard> of(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    static DatasetCard read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return new DatasetCard(
                value(properties, "name", file),
                DistanceMetric.parse(value(properties, "metric", file)),
                value(properties, "source", file));
    }

    private static String value(Properties properties, String name, Path file) {
        String value = properties.getProperty(name);
        if (value == null) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, file + ": expected a line " + name + "=..., was none");
        }
        return value;
    }

    void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("name=" + name + "\nmetric=" + metric.text() + "\nsource=" + source + "\n");
        }
    }
}
