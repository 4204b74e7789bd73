package io.vexfs.fuse.cli;

import io.vexfs.api.Durability;
import io.vexfs.fuse.Ownership;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is to be mounted where and how.
 *
 * @param store absolute
 * @param point absolute
 * @param readOnly whether writes are refused
 * @param allowOther whether other users may enter
 * @param strict whether attributes are never cached
 * @param passthrough whether the kernel may read and write ordinary files by itself
 * @param threads how many answer the kernel; empty for the default
 * @param ownership to whom everything seems to belong
 * @param options for libfuse
 * @param durability when a write counts as safe
 * @param monitoring where metrics are told, and what begins an alert
 */
record MountPlan(
        Path store,
        Path point,
        boolean readOnly,
        boolean allowOther,
        boolean strict,
        boolean passthrough,
        OptionalInt threads,
        Ownership ownership,
        List<String> options,
        Durability durability,
        MonitoringChoice monitoring) {
    MountPlan {
        options = List.copyOf(options);
    }

    /** The arguments that make a foreground mount of the same plan. */
    List<String> foregroundArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "mount", store.toString(), point.toString(), "--foreground", "--durability", durability.text()));
        if (readOnly) {
            arguments.add("--read-only");
        }
        if (allowOther) {
            arguments.add("--allow-other");
        }
        if (strict) {
            arguments.add("--strict");
        }
        if (!passthrough) {
            arguments.add("--no-passthrough");
        }
        threads.ifPresent(count -> arguments.add("--threads=" + count));
        ownership.user().ifPresent(id -> arguments.add("--uid=" + id));
        ownership.group().ifPresent(id -> arguments.add("--gid=" + id));
        ownership.umask().ifPresent(bits -> arguments.add("--umask=" + Integer.toOctalString(bits)));
        arguments.addAll(monitoring.arguments());
        options.forEach(option -> arguments.addAll(List.of("-o", option)));
        return arguments;
    }
}
