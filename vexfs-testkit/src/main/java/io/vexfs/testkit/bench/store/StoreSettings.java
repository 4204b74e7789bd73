package io.vexfs.testkit.bench.store;

import io.vexfs.testkit.bench.Ranges;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is measured, on how much.
 *
 * @param vectors in the store
 * @param dimensions of each
 * @param rounds alternations of what is compared; medians are taken over them
 * @param seconds for each side of a round of forced writes
 * @param parts what is measured, of {@link #PARTS}
 * @param engine options of the engine, by name
 */
public record StoreSettings(
        int vectors, int dimensions, int rounds, int seconds, Set<String> parts, Map<String, String> engine) {
    /** Everything that can be measured, in its order. */
    public static final List<String> PARTS = List.of("forced", "batched", "sync", "compaction", "recovery");

    /** Checks the ranges. */
    public StoreSettings {
        parts = Set.copyOf(parts);
        engine = Map.copyOf(engine);
        Ranges.require("vectors", vectors, 100, 100_000_000);
        Ranges.require("dimensions", dimensions, 1, 4_096);
        Ranges.require("rounds", rounds, 1, 1_000);
        Ranges.require("seconds", seconds, 1, 3_600);
    }

    /** Bytes of the vectors' components alone. */
    long vectorBytes() {
        return (long) Float.BYTES * vectors * dimensions;
    }
}
