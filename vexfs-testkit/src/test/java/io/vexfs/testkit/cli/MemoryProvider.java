package io.vexfs.testkit.cli;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.testkit.model.MemoryBridge;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The model as an engine: it compares with every vector, so its recall is 1. */
public final class MemoryProvider implements BridgeProvider {
    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<String> options() {
        return List.of();
    }

    @Override
    public Bridge open(Path directory, Map<String, String> options) {
        return new MemoryBridge();
    }

    @Override
    public List<Path> damagedFiles(Path directory) {
        return List.of();
    }
}
