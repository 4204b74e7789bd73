package io.vexfs.conformance;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.integration.FuseIntegrationTests;
import io.vexfs.testkit.integration.TestConfiguration;
import io.vexfs.testkit.mount.InstalledMount;
import io.vexfs.testkit.mount.Mounted;
import java.nio.file.Path;

/** The stack of this module and its engine, looked over in seven areas. */
@RequiresFuse
class FuseIntegrationIT implements FuseIntegrationTests {
    @Override
    public TestConfiguration configuration() {
        return TestConfiguration.DEFAULT.toBuilder().vectors(120, 32).build();
    }

    @Override
    public Mounted mount(Path work) throws Exception {
        return new InstalledMount().mount(work);
    }
}
