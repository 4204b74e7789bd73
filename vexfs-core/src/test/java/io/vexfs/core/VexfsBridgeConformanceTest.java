package io.vexfs.core;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeConfig;
import io.vexfs.api.Durability;
import io.vexfs.testkit.conformance.BridgeConformance;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class VexfsBridgeConformanceTest implements BridgeConformance {
    private final Map<Bridge, Path> directories = new IdentityHashMap<>();

    @TempDir
    private Path directory;

    @Override
    public Bridge open() {
        Path store = directory.resolve("store-" + directories.size());
        return open(store, VexfsConfig.DEFAULT);
    }

    @Override
    public Optional<Bridge> open(BridgeConfig config, Durability durability) {
        Path store = directory.resolve("store-" + directories.size());
        return Optional.of(open(
                store,
                VexfsConfig.DEFAULT.toBuilder()
                        .bridge(config)
                        .durability(durability)
                        .build()));
    }

    @Override
    public Bridge reopen(Bridge closed, boolean readOnly) {
        return open(
                directories.get(closed),
                VexfsConfig.DEFAULT.toBuilder().readOnly(readOnly).build());
    }

    private Bridge open(Path store, VexfsConfig config) {
        Bridge bridge = Vexfs.open(store, config).bridge();
        directories.put(bridge, store);
        return bridge;
    }

    @Override
    public double recallMin() {
        return 0.98;
    }
}
