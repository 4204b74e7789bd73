package io.vexfs.conformance;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.integration.FuseIntegrationTests;
import io.vexfs.testkit.integration.TestConfiguration;
import io.vexfs.testkit.mount.InstalledMount;
import io.vexfs.testkit.mount.Mounted;
import java.nio.file.Path;
import java.time.Duration;

/** The stack of this module and its engine, looked over in seven areas. */
@RequiresFuse
class FuseIntegrationIT implements FuseIntegrationTests {
    @Override
    public TestConfiguration configuration() {
        // How fast the stack is, benchmarks say; here a loaded machine is to pass.
        return TestConfiguration.DEFAULT.toBuilder()
                .vectors(120, 32)
                .thresholds(10_000, 10_000, TestConfiguration.DEFAULT.stackBytesMax())
                .limit(Duration.ofMinutes(3))
                .build();
    }

    @Override
    public Mounted mount(Path work) throws Exception {
        return new InstalledMount().mount(work);
    }
}
