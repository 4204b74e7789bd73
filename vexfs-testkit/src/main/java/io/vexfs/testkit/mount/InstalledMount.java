package io.vexfs.testkit.mount;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.api.FusePerformanceMetrics;
import io.vexfs.api.MountProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A fixture from what is on the class path: the engine of {@link BridgeProvider}, mounted by {@link MountProvider}. */
public final class InstalledMount implements MountFixture {
    /** Of every mount. */
    public InstalledMount() {}

    @Override
    public Mounted mount(Path work) throws Exception {
        Path point = Files.createDirectory(work.resolve("mnt"));
        Installed installed = new Installed(work.resolve("store"), point);
        installed.open();
        return installed;
    }

    private static final class Installed implements Mounted {
        private final Path store;
        private final Path point;
        private Bridge bridge;
        private MountProvider.Mount mount;

        Installed(Path store, Path point) {
            this.store = store;
            this.point = point;
        }

        void open() {
            Bridge opened = BridgeProvider.installed().open(store, Map.of());
            try {
                mount = MountProvider.installed().mount(opened, store.resolve("files"), point, Map.of());
                bridge = opened;
            } finally {
                if (bridge != opened) {
                    opened.close();
                }
            }
        }

        @Override
        public Path point() {
            return point;
        }

        @Override
        public void remount() {
            close();
            open();
        }

        @Override
        public Optional<FusePerformanceMetrics> performance() {
            return Optional.of(mount.performance());
        }

        @Override
        public void close() {
            try {
                mount.close();
            } finally {
                bridge.close();
            }
        }
    }
}
