package io.vexfs.fuse.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a mount told of itself at one moment.
 *
 * @param status of {@code status.json}
 * @param metrics of {@code metrics.json}
 * @param nanos the moment
 */
record MountLook(Map<String, @Nullable Object> status, Map<String, @Nullable Object> metrics, long nanos) {
    private static final String FUSE = "vexfs.fuse.";
    private static final String NANOS = ".nanos";
    private static final int OPERATIONS_MAX = 12;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double MIB = 1 << 20;

    static MountLook at(MountDoor door) throws IOException {
        return new MountLook(
                JsonText.parseObject(door.status(), "status.json"),
                JsonText.parseObject(door.metrics(), "metrics.json"),
                System.nanoTime());
    }

    private double number(String name) {
        return metrics.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    private Map<?, ?> timer(String name) {
        return metrics.get(name) instanceof Map<?, ?> timer ? timer : Map.of();
    }

    private static double field(Map<?, ?> timer, String name) {
        return timer.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    /** One screen; rates are since the look before, or those of the last minute if there was none. */
    List<String> screen(String place, Optional<MountLook> before) {
        List<String> lines = new ArrayList<>();
        lines.add(place + "  process " + status.get("pid") + "  mounted " + status.get("mounted") + "  durability "
                + status.get("durability"));
        lines.add((Boolean.TRUE.equals(status.get("synced")) ? "synced" : "not synced") + "  vectors "
                + count(number("vexfs.bridge.vectors")) + "  pending " + count(number("vexfs.bridge.pending"))
                + "  collections " + (status.get("collections") instanceof List<?> list ? list.size() : 0)
                + "  open files " + count(number("vexfs.fuse.open.files")));
        lines.add("heap " + mib("vexfs.jvm.heap.live.bytes") + " live, " + mib("vexfs.jvm.heap.bytes") + " used, "
                + mib("vexfs.jvm.heap.max.bytes") + " at most  resident " + mib("vexfs.process.resident.bytes")
                + " (peak " + mib("vexfs.process.resident.peak.bytes") + ")  stack peak "
                + count(number("vexfs.fuse.stack.peak.bytes")) + " bytes  threads "
                + count(number("vexfs.jvm.threads")));
        lines.add("log " + mib("vexfs.log.bytes") + "  map " + mib("vexfs.map.bytes") + "  graph "
                + mib("vexfs.graph.bytes") + "  read " + mib("vexfs.fuse.read.bytes") + "  written "
                + mib("vexfs.fuse.write.bytes"));
        lines.addAll(store());
        lines.addAll(indexes());
        lines.addAll(alerts());
        lines.add(errors());
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-12s %12s %10s %9s %9s %9s %9s %9s %8s",
                "",
                "count",
                "per s",
                "p50",
                "p95",
                "p99",
                "p99.9",
                "recent",
                "errors"));
        for (String operation : List.of("store", "search", "delete", "sync")) {
            lines.add(row(operation, "vexfs.bridge." + operation + NANOS, "", before));
        }
        operations().forEach(name -> lines.add(row(name, FUSE + name + NANOS, FUSE + name + ".errors", before)));
        return lines;
    }

    /** That the store refuses writes, with the reason. */
    private List<String> store() {
        if (status.get("store") instanceof Map<?, ?> store && "refusing-writes".equals(store.get("state"))) {
            return List.of("STORE refuses writes since " + store.get("since") + ": " + store.get("reason"));
        }
        return List.of();
    }

    /** The collections whose index is not ready, with the reason. */
    private List<String> indexes() {
        List<String> lines = new ArrayList<>();
        if (status.get("collections") instanceof List<?> collections) {
            for (Object each : collections) {
                if (each instanceof Map<?, ?> collection
                        && collection.get("index") instanceof Map<?, ?> index
                        && !"ready".equals(index.get("state"))) {
                    lines.add("INDEX of " + collection.get("name") + " " + index.get("state") + " since "
                            + index.get("since") + ", " + count(field(index, "unlinked"))
                            + " vectors are scanned: " + index.get("reason"));
                }
            }
        }
        return lines;
    }

    private List<String> alerts() {
        List<String> lines = new ArrayList<>();
        if (status.get("alerts") instanceof List<?> alerts) {
            for (Object each : alerts) {
                if (each instanceof Map<?, ?> alert) {
                    lines.add("ALERT " + alert.get("budget") + " since " + alert.get("start") + ": " + limits(alert));
                }
            }
        }
        if (lines.isEmpty()) {
            lines.add("well: nothing is above its threshold; " + count(number("vexfs.alerts")) + " alerts so far");
        }
        return lines;
    }

    private static String limits(Map<?, ?> alert) {
        if (alert.get("limitNanos") != null) {
            return "worst " + time(field(alert, "worstNanos")) + ", limit " + time(field(alert, "limitNanos"));
        }
        if (alert.get("limitBytes") != null) {
            return "worst " + count(field(alert, "worstBytes")) + " bytes, limit " + count(field(alert, "limitBytes"));
        }
        return "worst " + percent(field(alert, "worstRatio")) + ", limit " + percent(field(alert, "limitRatio"));
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * ratio);
    }

    /** The operations that took most of the time. */
    private List<String> operations() {
        return metrics.keySet().stream()
                .filter(name -> name.startsWith(FUSE) && name.endsWith(NANOS) && field(timer(name), "count") > 0)
                .sorted(Comparator.comparingDouble((String name) -> -field(timer(name), "totalNanos")))
                .limit(OPERATIONS_MAX)
                .map(name -> name.substring(FUSE.length(), name.length() - NANOS.length()))
                .toList();
    }

    private String row(String shown, String name, String errors, Optional<MountLook> before) {
        Map<?, ?> timer = timer(name);
        double rate = before.map(old -> (field(timer, "count") - field(old.timer(name), "count"))
                        / ((nanos - old.nanos) / NANOS_PER_SECOND))
                .orElse(field(timer, "perSecond"));
        return String.format(
                Locale.ROOT,
                "%-12s %12s %10.1f %9s %9s %9s %9s %9s %8s",
                shown,
                count(field(timer, "count")),
                rate,
                time(field(timer, "p50Nanos")),
                time(field(timer, "p95Nanos")),
                time(field(timer, "p99Nanos")),
                time(field(timer, "p999Nanos")),
                time(field(timer, "recentMaxNanos")),
                errors.isEmpty() ? "" : count(number(errors)));
    }

    private String errors() {
        Map<String, Double> seen = new LinkedHashMap<>();
        for (String prefix : List.of("vexfs.fuse.errno.", "vexfs.fuse.failures.", "vexfs.bridge.errors.")) {
            metrics.keySet().stream()
                    .filter(name -> name.startsWith(prefix) && number(name) > 0)
                    .forEach(name -> seen.put(name.substring(prefix.length()), number(name)));
        }
        StringBuilder line = new StringBuilder("errors:");
        seen.forEach((name, times) -> line.append(' ').append(name).append(' ').append(count(times)));
        return seen.isEmpty() ? "errors: none" : line.toString();
    }

    private String mib(String name) {
        return String.format(Locale.ROOT, "%.1f MiB", number(name) / MIB);
    }

    private static String count(double value) {
        return String.format(Locale.ROOT, "%,d", (long) value);
    }

    private static String time(double nanos) {
        if (nanos >= NANOS_PER_SECOND) {
            return String.format(Locale.ROOT, "%.2f s", nanos / NANOS_PER_SECOND);
        }
        return nanos >= NANOS_PER_MILLI
                ? String.format(Locale.ROOT, "%.2f ms", nanos / NANOS_PER_MILLI)
                : String.format(Locale.ROOT, "%.1f us", nanos / NANOS_PER_MICRO);
    }
}
