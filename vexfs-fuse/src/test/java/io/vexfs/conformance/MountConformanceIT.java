package io.vexfs.conformance;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.conformance.MountConformance;
import io.vexfs.testkit.mount.InstalledMount;
import io.vexfs.testkit.mount.Mounted;
import java.nio.file.Path;

/** The mount and the engine that this module finds by their service interfaces, held to what every mount promises. */
@RequiresFuse
class MountConformanceIT implements MountConformance {
    @Override
    public Mounted mount(Path work) throws Exception {
        return new InstalledMount().mount(work);
    }
}
