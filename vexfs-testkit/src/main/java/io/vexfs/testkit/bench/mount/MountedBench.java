package io.vexfs.testkit.bench.mount;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.api.MountProvider;
import io.vexfs.testkit.files.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A mounted store for one run, in a directory of its own that goes with it. */
public final class MountedBench implements AutoCloseable {
    private final Path directory;
    private final Bridge bridge;
    private MountProvider.Mount mount;

    private MountedBench(Path directory, Bridge bridge, Map<String, String> options) throws IOException {
        this.directory = directory;
        this.bridge = bridge;
        Files.createDirectory(point());
        mount = MountProvider.installed().mount(bridge, files(), point(), options);
    }

    /** An empty store in a new directory below {@code work}, mounted. */
    public static MountedBench open(Path work, Map<String, String> engine, Map<String, String> options)
            throws IOException {
        Path directory = Files.createTempDirectory(work, "vexfs-mount-");
        Bridge bridge = null;
        boolean mounted = false;
        try {
            bridge = BridgeProvider.installed().open(directory.resolve("store"), engine);
            MountedBench bench = new MountedBench(directory, bridge, options);
            mounted = true;
            return bench;
        } finally {
            if (!mounted) {
                if (bridge != null) {
                    bridge.close();
                }
                Directories.remove(directory);
            }
        }
    }

    private Path files() {
        return directory.resolve("store").resolve("files");
    }

    /** Where it is mounted. */
    public Path point() {
        return directory.resolve("mnt");
    }

    /** The store. */
    public Bridge bridge() {
        return bridge;
    }

    /** The mount. */
    public MountProvider.Mount mount() {
        return mount;
    }

    /** Unmounts, and mounts the same store with other options; what was measured begins anew. */
    public void remount(Map<String, String> options) {
        mount.close();
        mount = MountProvider.installed().mount(bridge, files(), point(), options);
    }

    @Override
    public void close() throws IOException {
        try {
            mount.close();
            bridge.close();
        } finally {
            Directories.remove(directory);
        }
    }
}
