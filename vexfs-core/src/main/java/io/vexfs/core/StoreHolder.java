package io.vexfs.core;

import java.util.Objects;
import java.util.Optional;

/**
 * The process that has a store open.
 *
 * @param pid its process id
 * @param mountPoint where it has the store mounted, if it has
 */
public record StoreHolder(long pid, Optional<String> mountPoint) {
    /** Checks that nothing is missing. */
    public StoreHolder {
        Objects.requireNonNull(mountPoint, "mountPoint");
    }

    @Override
    public String toString() {
        return "process " + pid
                + mountPoint.map(point -> ", mounted at " + point).orElse("");
    }
}
