package io.vexfs.core;

import io.vexfs.testkit.crash.CrashConformance;
import io.vexfs.testkit.crash.CrashEngine;
import io.vexfs.testkit.crash.InstalledEngine;

/** This engine under kills, power cuts and full disks. */
class CrashIT implements CrashConformance {
    @Override
    public Class<? extends CrashEngine> engine() {
        return InstalledEngine.class;
    }
}
