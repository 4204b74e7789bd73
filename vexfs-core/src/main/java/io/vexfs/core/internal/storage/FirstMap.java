package io.vexfs.core.internal.storage;

import java.util.concurrent.atomic.AtomicBoolean;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/**
 * The first Chronicle Map of a process, made aside while the store opens: Chronicle loads its classes at the first use, which
 * takes up to a second, and without this the first write of a new store would wait for it.
 */
public final class FirstMap {
    private static final AtomicBoolean BEGUN = new AtomicBoolean();

    private FirstMap() {}

    /** Begins once in a process, on a thread of its own that ends with the work. */
    public static void begin() {
        if (BEGUN.compareAndSet(false, true)) {
            Thread thread = new Thread(FirstMap::make, "vexfs-first-map");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void make() {
        try (ChronicleMap<byte[], byte[]> map = ChronicleMapBuilder.of(byte[].class, byte[].class)
                .entries(64)
                .averageKeySize(8)
                .averageValueSize(64)
                .putReturnsNull(true)
                .removeReturnsNull(true)
                .skipCloseOnExitHook(true)
                .create()) {
            byte[] key = {1};
            map.put(key, key);
            map.get(key);
            map.remove(key);
        }
    }
}
