package io.vexfs.testkit.mount;

import java.nio.file.Path;

/** How the suites of a mount get one. */
public interface MountFixture {
    /**
     * Mounts a new, empty store and returns when the mount answers. The suite closes it.
     *
     * @param work an empty directory of the suite's, removed after the mount was closed; the mount point must lie in it
     */
    Mounted mount(Path work) throws Exception;
}
