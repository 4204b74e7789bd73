package io.vexfs.core.internal.metrics;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/** What the JVM and the kernel tell of this process, each when it is asked. */
final class ProcessGauges {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double KIB = 1_024;
    private static final LongAccumulator DIRECT_PEAK = new LongAccumulator(Math::max, 0);
    private static final LongAccumulator MAPPED_PEAK = new LongAccumulator(Math::max, 0);

    private ProcessGauges() {}

    /** Each gauge by its name. */
    static Map<String, DoubleSupplier> all() {
        Map<String, DoubleSupplier> gauges = new TreeMap<>();
        gauges.put("vexfs.jvm.heap.bytes", ProcessGauges::heap);
        gauges.put("vexfs.jvm.heap.max.bytes", () -> Runtime.getRuntime().maxMemory());
        gauges.put("vexfs.jvm.heap.peak.bytes", ProcessGauges::heapPeak);
        gauges.put("vexfs.jvm.heap.live.bytes", ProcessGauges::heapLive);
        gauges.put(
                "vexfs.jvm.nonheap.bytes",
                () -> ManagementFactory.getMemoryMXBean()
                        .getNonHeapMemoryUsage()
                        .getUsed());
        gauges.put("vexfs.jvm.nonheap.peak.bytes", () -> peak(MemoryType.NON_HEAP));
        gauges.put("vexfs.jvm.direct.bytes", () -> buffers("direct", DIRECT_PEAK));
        gauges.put("vexfs.jvm.mapped.bytes", () -> buffers("mapped", MAPPED_PEAK));
        gauges.put("vexfs.jvm.direct.peak.bytes", () -> peak(DIRECT_PEAK));
        gauges.put("vexfs.jvm.mapped.peak.bytes", () -> peak(MAPPED_PEAK));
        gauges.put(
                "vexfs.jvm.threads", () -> ManagementFactory.getThreadMXBean().getThreadCount());
        gauges.put(
                "vexfs.jvm.threads.peak",
                () -> ManagementFactory.getThreadMXBean().getPeakThreadCount());
        gauges.put("vexfs.jvm.gc.nanos", ProcessGauges::collecting);
        gauges.put("vexfs.process.resident.bytes", () -> kernel("VmRSS:"));
        gauges.put("vexfs.process.resident.anonymous.bytes", () -> kernel("RssAnon:"));
        gauges.put("vexfs.process.resident.peak.bytes", () -> kernel("VmHWM:"));
        return gauges;
    }

    private static double heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** The pools' peaks together: not less than there ever was, and more where they peaked at different times. */
    static double heapPeak() {
        return peak(MemoryType.HEAP);
    }

    private static double peak(MemoryType type) {
        return pools(type).mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    /** What the last collection left; of a pool that was not collected yet, what it holds. The nursery does not count. */
    private static double heapLive() {
        return older().mapToLong(pool -> {
                    long left = left(pool);
                    return left > 0 ? left : pool.getUsage().getUsed();
                })
                .sum();
    }

    /** The same, but of a pool that was not collected yet nothing: what it holds may be garbage that nobody needs to clear. */
    static double heapLeft() {
        return older().mapToLong(ProcessGauges::left).sum();
    }

    private static Stream<MemoryPoolMXBean> older() {
        return pools(MemoryType.HEAP).filter(pool -> !pool.getName().contains("Eden"));
    }

    private static long left(MemoryPoolMXBean pool) {
        MemoryUsage after = pool.getCollectionUsage();
        return after == null ? 0 : after.getUsed();
    }

    private static Stream<MemoryPoolMXBean> pools(MemoryType type) {
        return ManagementFactory.getMemoryPoolMXBeans().stream().filter(pool -> pool.getType() == type);
    }

    private static double peak(LongAccumulator seen) {
        look();
        return seen.get();
    }

    /** Looks at the buffers for their peaks, which the JVM does not keep. */
    static void look() {
        buffers("direct", DIRECT_PEAK);
        buffers("mapped", MAPPED_PEAK);
    }

    private static double buffers(String pool, LongAccumulator peak) {
        long bytes = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(bean -> bean.getName().equals(pool))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        peak.accumulate(bytes);
        return bytes;
    }

    private static double collecting() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .map(TimeUnit.MILLISECONDS::toNanos)
                .sum();
    }

    /** A line of the kernel's account of this process; 0 where it keeps none. */
    private static double kernel(String field) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(field)) {
                    return KIB
                            * Long.parseLong(line.substring(field.length())
                                    .replace("kB", "")
                                    .strip());
                }
            }
        } catch (IOException | NumberFormatException unreadable) {
            return 0;
        }
        return 0;
    }
}
