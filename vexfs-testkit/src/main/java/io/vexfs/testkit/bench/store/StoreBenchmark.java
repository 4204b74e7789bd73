package io.vexfs.testkit.bench.store;

import io.vexfs.api.BridgeProvider;
import io.vexfs.testkit.bench.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What durability costs and what the store keeps of it: each part in a store of its own, in one directory, one after the other. */
public final class StoreBenchmark {
    private final BridgeProvider provider;
    private final StoreSettings settings;

    /** A benchmark of one engine. */
    public StoreBenchmark(BridgeProvider provider, StoreSettings settings) {
        this.provider = provider;
        this.settings = settings;
    }

    /** Measures, below {@code directory}, and reports. */
    public StoreReport run(Path directory, Progress progress) throws IOException {
        List<StoreFigure> figures = new ArrayList<>();
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("engine", provider.name());
        conditions.put("vectors", Integer.toString(settings.vectors()));
        conditions.put("dimensions", Integer.toString(settings.dimensions()));
        conditions.put("rounds", Integer.toString(settings.rounds()));
        conditions.put("seconds", Integer.toString(settings.seconds()));
        settings.engine().forEach(conditions::put);
        conditions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("java", Runtime.version().toString());
        try (StoreWork work = new StoreWork(provider, directory, settings, progress)) {
            if (settings.parts().contains("forced")) {
                ForcedWrites forced = new ForcedWrites(work);
                conditions.put("append_fsync_by", forced.rawBy());
                forced.measure(figures);
            }
            if (settings.parts().contains("batched")) {
                new BatchedWrites(work).measure(figures);
            }
            if (settings.parts().contains("sync")) {
                new ForcedSyncs(work).measure(figures);
            }
            if (settings.parts().contains("compaction")) {
                new Compactions(work).measure(figures);
            }
            if (settings.parts().contains("recovery")) {
                new KilledStore(work).measure(figures);
            }
        }
        return new StoreReport(conditions, figures);
    }
}
