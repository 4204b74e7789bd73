package io.vexfs.fuse.cli;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Durability;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options and arguments that several verbs share. */
final class Options {
    private Options() {}

    /** {@code --durability}. */
    static final class WriteSafety {
        @Option(
                names = "--durability",
                paramLabel = "WHEN",
                defaultValue = "batched",
                converter = DurabilityText.class,
                description = "When a write counts as safe: every-write, batched or none. Default: ${DEFAULT-VALUE}.")
        Durability durability;
    }

    /** Turns {@code every-write} into the value. */
    static final class DurabilityText implements ITypeConverter<Durability> {
        @Override
        public Durability convert(String text) {
            return parsed(text, Durability::parse);
        }
    }

    /** Turns {@code l2} into the value. */
    static final class MetricText implements ITypeConverter<DistanceMetric> {
        @Override
        public DistanceMetric convert(String text) {
            return parsed(text, DistanceMetric::parse);
        }
    }

    /** Turns {@code int8} into the value. */
    static final class QuantizationText implements ITypeConverter<Quantization> {
        @Override
        public Quantization convert(String text) {
            return parsed(text, Quantization::parse);
        }
    }

    /** Turns {@code mapped} into the value. */
    static final class StorageText implements ITypeConverter<VectorStorage> {
        @Override
        public VectorStorage convert(String text) {
            return parsed(text, VectorStorage::parse);
        }
    }

    /** A collection's name as an absolute path: {@code words} and {@code words/} mean {@code /words}. */
    static final class CollectionName implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            String path = text.replaceAll("/+", "/").replaceAll("/$", "");
            return path.startsWith("/") ? path : "/" + path;
        }
    }

    private static <T> T parsed(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (VexfsException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
