package io.vexfs.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FuseConditionTest {
    @TempDir
    Path directory;

    @Test
    void evaluate_noDevice_skipsWithTheReason() {
        Path device = directory.resolve("fuse");

        var result = new FuseCondition(device).evaluate("a test");

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .contains("no " + device + ": load the fuse module, or give the container the device (--device "
                        + device + ")");
    }

    @Test
    void evaluate_device_runs() throws Exception {
        Path device = Files.createFile(directory.resolve("fuse"));

        assertThat(new FuseCondition(device).evaluate("a test").isDisabled()).isFalse();
    }
}
