package io.vexfs.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * A frontend that mounts a bridge; found by {@link ServiceLoader}, so that suites and benchmarks need no frontend of
 * their own. Implementations are stateless and safe from many threads.
 */
public interface MountProvider {
    /** The names that {@link #mount} takes as options: {@code threads}. */
    List<String> options();

    /**
     * Mounts, and returns when the mount answers. Closing it unmounts; the bridge is the caller's to close, after that.
     *
     * @param files the directory of the ordinary files; made if it is missing
     * @param mountPoint an empty directory outside of {@code files}
     * @param options values by name, as text; the frontend's default for those left out
     * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} for an unknown name or a value out of its range;
     *     {@link FuseVexfsError#UNSUPPORTED} if this machine cannot mount
     */
    Mount mount(Bridge bridge, Path files, Path mountPoint, Map<String, String> options);

    /** Something mounted. Safe from many threads. */
    interface Mount extends AutoCloseable {
        /** What was done since it was mounted. */
        FusePerformanceMetrics performance();

        /** Everything measured, the bridge's too. */
        List<MetricSample> metrics();

        /** Counts and times the mount's operations from now on, or no more; what was measured stays. */
        default void measure(boolean on) {}

        /** Unmounts; idempotent. */
        @Override
        void close();
    }

    /**
     * The frontend on the class path.
     *
     * @throws VexfsException {@link FuseVexfsError#UNSUPPORTED} if there is none
     */
    static MountProvider installed() {
        return ServiceLoader.load(MountProvider.class, MountProvider.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new VexfsException(
                        FuseVexfsError.UNSUPPORTED, "frontends on the class path: expected one, was none"));
    }
}
