package io.vexfs.testkit.crash;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.api.Durability;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The engine on the class path, with limits so small that its background work never rests. */
public final class InstalledEngine implements CrashEngine {
    private static final Map<String, String> SMALL =
            Map.of("batch-size", "8", "segment-bytes", "4096", "checkpoint-after", "40");

    /** What the harnesses call. */
    public InstalledEngine() {}

    @Override
    public Bridge open(Path store, Durability durability) {
        BridgeProvider provider = BridgeProvider.installed();
        Map<String, String> options = new HashMap<>(SMALL);
        options.put("durability", durability.text());
        options.keySet().retainAll(provider.options());
        return provider.open(store, options);
    }

    @Override
    public List<Path> damagedFiles(Path store) {
        return BridgeProvider.installed().damagedFiles(store);
    }
}
