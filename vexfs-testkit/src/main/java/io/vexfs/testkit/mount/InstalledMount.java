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
        return new Installed(work.resolve("store"), Files.createDirectory(work.resolve("mnt")));
    }

    private record Opened(Bridge bridge, MountProvider.Mount mount) {
        static Opened at(Path store, Path point) {
            Bridge bridge = BridgeProvider.installed().open(store, Map.of());
            boolean mounted = false;
            try {
                MountProvider.Mount mount =
                        MountProvider.installed().mount(bridge, store.resolve("files"), point, Map.of());
                mounted = true;
                return new Opened(bridge, mount);
            } finally {
                if (!mounted) {
                    bridge.close();
                }
            }
        }

        void close() {
            try {
                mount.close();
            } finally {
                bridge.close();
            }
        }
    }

    private static final class Installed implements Mounted {
        private final Path store;
        private final Path point;
        private Opened opened;

        Installed(Path store, Path point) {
            this.store = store;
            this.point = point;
            opened = Opened.at(store, point);
        }

        @Override
        public Path point() {
            return point;
        }

        @Override
        public void remount() {
            opened.close();
            opened = Opened.at(store, point);
        }

        @Override
        public Optional<FusePerformanceMetrics> performance() {
            return Optional.of(opened.mount.performance());
        }

        @Override
        public void close() {
            opened.close();
        }
    }
}
