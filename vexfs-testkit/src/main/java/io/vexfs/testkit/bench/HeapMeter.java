package io.vexfs.testkit.bench;

import java.lang.management.ManagementFactory;

/** How much of the heap is in use once what is garbage has gone. */
public final class HeapMeter {
    private static final int COLLECTIONS = 3;

    private HeapMeter() {}

    /** Collects garbage and returns the bytes that are left. */
    public static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
