package io.vexfs.testkit.mount;

import io.vexfs.api.FusePerformanceMetrics;
import java.nio.file.Path;
import java.util.Optional;

/** A mounted store, in the hands of a suite. */
public interface Mounted {
    /** The mount point; stays the same over {@link #remount}. */
    Path point();

    /** Unmounts, and mounts the same store at the same place again. */
    void remount() throws Exception;

    /** How the suite calls what is mounted; fakes put a fault in between. */
    default PosixCalls calls() {
        return PosixCalls.system();
    }

    /** What the mount counted itself; empty if it does not. */
    default Optional<FusePerformanceMetrics> performance() {
        return Optional.empty();
    }

    /** Unmounts and closes the store. */
    void close() throws Exception;
}
