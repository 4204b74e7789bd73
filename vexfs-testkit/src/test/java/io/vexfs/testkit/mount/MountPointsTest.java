package io.vexfs.testkit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MountPointsTest {
    @Test
    void unescaped_whatTheKernelEscapes_isTheName() {
        String bytes = new String("/mnt/ü".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

        assertThat(MountPoints.unescaped(bytes + "\\040a\\011b\\134040")).isEqualTo("/mnt/ü a\tb\\040");
    }
}
