package io.vexfs.core;

import io.vexfs.api.Bridge;
import io.vexfs.testkit.conformance.LifecycleConformance;
import io.vexfs.testkit.conformance.ModelConformance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store of which every second end is a crash holds what the model holds: what is opened again is then a copy of the
 * open store, which is what a killed process leaves behind. Its log is compacted now and then.
 */
class CrashedStoreTest implements ModelConformance, LifecycleConformance {
    private static final int CALLS_UNTIL_COMPACTED = 37;

    private final Map<Bridge, Path> ends = new IdentityHashMap<>();
    private int stores;

    @TempDir
    private Path directory;

    @Override
    public Bridge open() {
        return open(directory.resolve("store-" + stores++), VexfsConfig.DEFAULT, true);
    }

    @Override
    public Bridge reopen(Bridge closed, boolean readOnly) {
        boolean crash = !ends.get(closed).getFileName().toString().startsWith("crashed");
        return open(
                ends.get(closed),
                VexfsConfig.DEFAULT.toBuilder().readOnly(readOnly).build(),
                crash);
    }

    private Bridge open(Path store, VexfsConfig config, boolean crashes) {
        Vexfs db = Vexfs.open(store, config);
        Bridge bridge = db.bridge();
        AtomicInteger calls = new AtomicInteger();
        Path crashed = directory.resolve("crashed-" + stores++);
        Bridge[] self = new Bridge[1];
        self[0] = (Bridge) Proxy.newProxyInstance(
                Bridge.class.getClassLoader(), new Class<?>[] {Bridge.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && ends.get(self[0]) == null) {
                        ends.put(self[0], crashes ? copied(store, crashed) : store);
                    }
                    try {
                        if (!config.readOnly() && calls.incrementAndGet() % CALLS_UNTIL_COMPACTED == 0) {
                            db.compact();
                        }
                        return method.invoke(bridge, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
        return self[0];
    }

    private static Path copied(Path store, Path to) {
        try {
            StoreCopies.copy(store, to);
            return to;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
