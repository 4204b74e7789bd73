package io.vexfs.core.internal.bridge;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.api.Durability;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.HnswParameters;
import io.vexfs.core.LogPolicy;
import io.vexfs.core.StoreMaintenance;
import io.vexfs.core.StoreProblem;
import io.vexfs.core.VexfsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** This engine, for those who know only the API: its configuration by the names that the command line uses. */
public final class StoreProvider implements BridgeProvider {
    private static final String M = "m";
    private static final String EF_CONSTRUCTION = "ef-construction";
    private static final String SEED = "seed";
    private static final String DURABILITY = "durability";
    private static final String BATCH_SIZE = "batch-size";
    private static final String LINK_THREADS = "link-threads";
    private static final String METRICS = "metrics";
    private static final String SEGMENT_BYTES = "segment-bytes";
    private static final String CHECKPOINT_AFTER = "checkpoint-after";
    private static final List<String> OPTIONS = List.of(
            M, EF_CONSTRUCTION, SEED, DURABILITY, BATCH_SIZE, LINK_THREADS, METRICS, SEGMENT_BYTES, CHECKPOINT_AFTER);

    /** What {@link java.util.ServiceLoader} calls. */
    public StoreProvider() {}

    @Override
    public String name() {
        return "vexfs";
    }

    @Override
    public List<String> options() {
        return OPTIONS;
    }

    @Override
    public Bridge open(Path directory, Map<String, String> options) {
        return OpenStore.open(directory, config(options)).bridge();
    }

    @Override
    public List<Path> damagedFiles(Path directory) {
        return StoreMaintenance.verify(directory, bytes -> {}).problems().stream()
                .map(StoreProblem::file)
                .distinct()
                .toList();
    }

    private static VexfsConfig config(Map<String, String> options) {
        for (String name : options.keySet()) {
            if (!OPTIONS.contains(name)) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "unknown engine option: expected one of " + String.join(", ", OPTIONS) + ", was '" + name
                                + "'");
            }
        }
        VexfsConfig config = VexfsConfig.DEFAULT;
        HnswParameters hnsw = new HnswParameters(
                Math.toIntExact(number(options, M, config.hnsw().m(), Integer.MAX_VALUE)),
                Math.toIntExact(number(options, EF_CONSTRUCTION, config.hnsw().efConstruction(), Integer.MAX_VALUE)),
                number(options, SEED, config.hnsw().seed(), Long.MAX_VALUE));
        int batchSize =
                Math.toIntExact(number(options, BATCH_SIZE, config.bridge().batchSize(), Integer.MAX_VALUE));
        int linkThreads =
                Math.toIntExact(number(options, LINK_THREADS, config.bridge().linkThreads(), Integer.MAX_VALUE));
        LogPolicy log = new LogPolicy(
                number(options, SEGMENT_BYTES, config.log().segmentBytes(), Long.MAX_VALUE),
                number(options, CHECKPOINT_AFTER, config.log().checkpointAfter(), Long.MAX_VALUE));
        String durability = options.get(DURABILITY);
        return config.toBuilder()
                .metrics(measured(options.getOrDefault(METRICS, "on")))
                .hnsw(hnsw)
                .log(log)
                .bridge(config.bridge().toBuilder()
                        .batchSize(batchSize)
                        .linkThreads(linkThreads)
                        .build())
                .durability(durability == null ? config.durability() : Durability.parse(durability))
                .build();
    }

    private static boolean measured(String text) {
        if (text.equals("on") || text.equals("off")) {
            return text.equals("on");
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT, METRICS + ": expected 'on' or 'off', was '" + text + "'");
    }

    private static long number(Map<String, String> options, String name, long otherwise, long max) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // The message below says it.
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT,
                name + ": expected a whole number from 0 to " + max + ", was '" + text + "'");
    }
}
