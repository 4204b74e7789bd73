package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How a store is mounted. Immutable; start from {@link #DEFAULT}.
 *
 * @param readOnly whether the mount takes no writes
 * @param allowOther whether other users than the one who mounts may use it
 * @param strict whether attributes are never cached, so that the sibling names of a hard link agree at once; costs five
 *     to nine requests for each path operation
 * @param passthrough whether the kernel may read and write ordinary files of the host by itself, without asking, where
 *     it can: they are not counted then and not in the access log
 * @param threads threads that answer the kernel, 1 to {@value #THREADS_MAX}
 * @param extra further options for libfuse, as behind {@code -o}
 * @param monitoring what is measured, and where it is told
 * @param ownership to whom everything seems to belong
 * @param notifySocket the socket of a service manager that is told when the mount answers and when it ends, as
 *     sd_notify(3) describes it: a path, or a name behind {@code @}; empty for none
 */
public record MountOptions(
        boolean readOnly,
        boolean allowOther,
        boolean strict,
        boolean passthrough,
        int threads,
        List<String> extra,
        MonitoringOptions monitoring,
        Ownership ownership,
        Optional<String> notifySocket) {
    /** Threads of one mount at most. */
    public static final int THREADS_MAX = 256;

    private static final String ENTRY_TIMEOUT = "entry_timeout=";

    /** Read and write, for the mounting user alone, eight threads. */
    public static final MountOptions DEFAULT = new MountOptions(
            false, false, false, true, 8, List.of(), MonitoringOptions.DEFAULT, Ownership.NONE, Optional.empty());

    /** Checks the ranges. */
    public MountOptions {
        if (threads < 1 || threads > THREADS_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "threads: expected 1 to " + THREADS_MAX + ", was " + threads);
        }
        Objects.requireNonNull(ownership, "ownership");
        Objects.requireNonNull(notifySocket, "notifySocket");
        extra = List.copyOf(extra);
        if (extra.stream().anyMatch(option -> option.isBlank() || option.indexOf('\0') >= 0)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "mount options: expected words, was one that is blank");
        }
        extra.stream()
                .flatMap(option -> Stream.of(option.split(",")))
                .filter(word -> word.matches("(uid|gid|umask)=.*"))
                .findFirst()
                .ifPresent(MountOptions::refuseOwnership);
    }

    /** The kernel would go by these, and searches by something else. */
    private static void refuseOwnership(String word) {
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT, "mount options: expected 'ownership' to say it, was '" + word + "'");
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** What libfuse is given behind {@code -o}. */
    String text(boolean asRoot) {
        List<String> options = new ArrayList<>(List.of(
                "fsname=vexfs-store",
                "subtype=" + DeadMount.TYPE,
                "default_permissions",
                "use_ino",
                "big_writes",
                "auto_cache",
                "max_background=64"));
        options.add(strict ? "attr_timeout=0,entry_timeout=1" : "attr_timeout=1,entry_timeout=1");
        if (asRoot) {
            options.add("nosuid,nodev");
        }
        if (allowOther) {
            options.add("allow_other");
        }
        options.addAll(ownership.options());
        options.addAll(extra);
        return String.join(",", options);
    }

    /** As long as the kernel keeps names, of which the last option speaks, and never for more than a second. */
    long directoriesKeptNanos() {
        return extra.stream()
                .flatMap(option -> Stream.of(option.split(",")))
                .filter(word -> word.startsWith(ENTRY_TIMEOUT))
                .reduce((first, last) -> last)
                .map(word -> nanos(word.substring(ENTRY_TIMEOUT.length())))
                .orElse(KeptDirectories.LIFE_NANOS);
    }

    private static long nanos(String seconds) {
        try {
            double nanos = Double.parseDouble(seconds) * TimeUnit.SECONDS.toNanos(1);
            return (long) Math.min(KeptDirectories.LIFE_NANOS, Math.max(0, nanos));
        } catch (NumberFormatException unknown) {
            // libfuse refuses it, or reads it in a way of its own.
            return 0;
        }
    }

    /** Collects the values of {@link MountOptions}. */
    public static final class Builder {
        private boolean readOnly;
        private boolean allowOther;
        private boolean strict;
        private boolean passthrough;
        private int threads;
        private List<String> extra;
        private MonitoringOptions monitoring;
        private Ownership ownership;
        private Optional<String> notifySocket;

        private Builder(MountOptions options) {
            readOnly = options.readOnly;
            allowOther = options.allowOther;
            strict = options.strict;
            passthrough = options.passthrough;
            threads = options.threads;
            extra = options.extra;
            monitoring = options.monitoring;
            ownership = options.ownership;
            notifySocket = options.notifySocket;
        }

        /** See {@link MountOptions#readOnly()}. */
        public Builder readOnly(boolean value) {
            readOnly = value;
            return this;
        }

        /** See {@link MountOptions#allowOther()}. */
        public Builder allowOther(boolean value) {
            allowOther = value;
            return this;
        }

        /** See {@link MountOptions#strict()}. */
        public Builder strict(boolean value) {
            strict = value;
            return this;
        }

        /** See {@link MountOptions#passthrough()}. */
        public Builder passthrough(boolean value) {
            passthrough = value;
            return this;
        }

        /** See {@link MountOptions#threads()}. */
        public Builder threads(int value) {
            threads = value;
            return this;
        }

        /** See {@link MountOptions#extra()}. */
        public Builder extra(List<String> value) {
            extra = value;
            return this;
        }

        /** See {@link MountOptions#monitoring()}. */
        public Builder monitoring(MonitoringOptions value) {
            monitoring = value;
            return this;
        }

        /** See {@link MountOptions#ownership()}. */
        public Builder ownership(Ownership value) {
            ownership = value;
            return this;
        }

        /** See {@link MountOptions#notifySocket()}. */
        public Builder notifySocket(Optional<String> value) {
            notifySocket = value;
            return this;
        }

        /** The options; checks the ranges. */
        public MountOptions build() {
            return new MountOptions(
                    readOnly, allowOther, strict, passthrough, threads, extra, monitoring, ownership, notifySocket);
        }
    }
}
