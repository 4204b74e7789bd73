package io.vexfs.testkit.bench;

import io.vexfs.api.BridgeProvider;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a graph is built.
 *
 * @param m links of a node on each upper level, twice as many on the lowest
 * @param efConstruction candidates kept while a node's neighbours are sought
 * @param threads that build
 * @param quantization what searches walk by
 * @param storage where full vectors are kept
 * @param engine further options of the engine, by name
 */
public record GraphSettings(
        int m,
        int efConstruction,
        int threads,
        Quantization quantization,
        VectorStorage storage,
        Map<String, String> engine) {
    /** M = 16, efConstruction = 200, two threads, full precision. */
    public static final GraphSettings DEFAULT = new GraphSettings(16, 200, 2, Quantization.NONE, Map.of());

    private static final int THREADS_MAX = 1_024;

    private static final String LINK_THREADS = "link-threads";

    /** Settings of a graph whose vectors are on the heap. */
    public GraphSettings(
            int m, int efConstruction, int threads, Quantization quantization, Map<String, String> engine) {
        this(m, efConstruction, threads, quantization, VectorStorage.HEAP, engine);
    }

    /** Checks the ranges that no engine checks for us. */
    public GraphSettings {
        engine = Map.copyOf(engine);
        Ranges.require("m", m, 2, 128);
        Ranges.require("ef-construction", efConstruction, m, 4_096);
        Ranges.require("build-threads", threads, 1, THREADS_MAX);
    }

    /** The same with codes of another width. */
    public GraphSettings with(Quantization other) {
        return new GraphSettings(m, efConstruction, threads, other, storage, engine);
    }

    /** All of it that the engine wants to know, by the engine's names. */
    Map<String, String> engineOptions(BridgeProvider provider) {
        Map<String, String> options = new TreeMap<>(engine);
        if (provider.options().contains(LINK_THREADS)) {
            options.putIfAbsent(LINK_THREADS, Integer.toString(Math.max(1, threads - 1)));
        }
        options.put("m", Integer.toString(m));
        options.put("ef-construction", Integer.toString(efConstruction));
        return options;
    }
}
