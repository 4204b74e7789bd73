package io.vexfs.fuse.cli;

import io.vexfs.api.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be mounted where and how.
 *
 * @param store absolute
 * @param point absolute
 * @param readOnly whether writes are refused
 * @param allowOther whether other users may enter
 * @param options for libfuse
 * @param durability when a write counts as safe
 * @param monitoring where metrics are told, and what begins an alert
 */
record MountPlan(
        Path store,
        Path point,
        boolean readOnly,
        boolean allowOther,
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
        arguments.addAll(monitoring.arguments());
        options.forEach(option -> arguments.addAll(List.of("-o", option)));
        return arguments;
    }
}
