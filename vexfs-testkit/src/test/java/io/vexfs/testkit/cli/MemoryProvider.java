package io.vexfs.testkit.cli;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.testkit.model.MemoryBridge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The model as an engine: it compares with every vector, so its recall is 1. */
public final class MemoryProvider implements BridgeProvider {
    private static final Map<Path, MemoryBridge> STORES = new ConcurrentHashMap<>();

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
        // A store is gone when its directory is.
        if (!Files.exists(directory)) {
            STORES.remove(directory);
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return STORES.merge(directory, new MemoryBridge(), (closed, unused) -> closed.reopened(false));
    }

    @Override
    public List<Path> damagedFiles(Path directory) {
        return List.of();
    }
}
