package io.vexfs.fuse.cli;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Durability;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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

    /** Where a mount's metrics are told, and what begins an alert. */
    static final class Monitored {
        @Option(
                names = "--metrics-port",
                paramLabel = "PORT",
                description = "Serve metrics at http://localhost:PORT/metrics; 0 takes a free one (see status.json).")
        private Optional<Integer> port = Optional.empty();

        @Option(
                names = "--metrics-log",
                paramLabel = "FILE",
                description = "Add a line of JSON with all metrics to FILE every 10 seconds.")
        private Optional<Path> log = Optional.empty();

        @Option(
                names = "--threshold",
                paramLabel = "NAME=LIMIT",
                description = {
                    "Begin an alert above LIMIT, which is a time, a ratio or a size: store=100ms, search=50ms,",
                    "sync=200ms, operation=10ms, error-rate=0.01, memory=64m, stack=6k are the defaults."
                })
        private List<String> thresholds = new ArrayList<>();

        /** What was chosen; fails where it is nonsense, before anything is mounted. */
        MonitoringChoice choice() {
            MonitoringChoice choice = new MonitoringChoice(
                    port.map(OptionalInt::of).orElse(OptionalInt.empty()),
                    log.map(file -> file.toAbsolutePath().normalize()),
                    thresholds);
            try {
                choice.options();
            } catch (VexfsException nonsense) {
                throw new UsageException(String.valueOf(nonsense.getMessage()));
            }
            return choice;
        }
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
