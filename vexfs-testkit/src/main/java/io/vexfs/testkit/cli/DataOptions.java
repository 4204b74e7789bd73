package io.vexfs.testkit.cli;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.AnnFiles;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --base}, {@code --query}, {@code --truth} and {@code --metric}. */
final class DataOptions {
    @Option(
            names = "--base",
            required = true,
            paramLabel = "F.fvecs",
            description = "The vectors to search: .fvecs, .bvecs, .fbin, .u8bin, .i8bin or .npy.")
    private Path base;

    @Option(names = "--query", required = true, paramLabel = "F.fvecs", description = "The questions.")
    private Path query;

    @Option(
            names = "--truth",
            required = true,
            paramLabel = "F.ivecs",
            description =
                    "For each question the rows of its true neighbours, best first; at least 10: .ivecs, .ibin or .npy.")
    private Path truth;

    @Option(
            names = "--metric",
            required = true,
            paramLabel = "METRIC",
            converter = MetricText.class,
            description = "How distance is measured: l2, cosine, dot, l1, hamming or jaccard.")
    private DistanceMetric metric;

    AnnFiles files() {
        return new AnnFiles(base, query, truth);
    }

    DistanceMetric metric() {
        return metric;
    }

    /** Turns {@code int8} into the value. */
    static final class QuantizationText implements ITypeConverter<Quantization> {
        @Override
        public Quantization convert(String text) {
            try {
                return Quantization.parse(text);
            } catch (VexfsException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Turns {@code mapped} into the value. */
    static final class StorageText implements ITypeConverter<VectorStorage> {
        @Override
        public VectorStorage convert(String text) {
            try {
                return VectorStorage.parse(text);
            } catch (VexfsException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Turns {@code l2} into the value. */
    static final class MetricText implements ITypeConverter<DistanceMetric> {
        @Override
        public DistanceMetric convert(String text) {
            try {
                return DistanceMetric.parse(text);
            } catch (VexfsException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
