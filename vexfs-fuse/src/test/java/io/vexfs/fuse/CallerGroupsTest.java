package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerGroupsTest {
    private static final int EVERYBODY_BUT_THE_GROUP = 0604;

    @TempDir
    private Path directory;

    @Test
    void read_processWithANameThatIsNoText_hasAllGroups() throws IOException {
        Path status = Files.writeString(
                directory.resolve("status"), "Name:\t\u00ff\u00c3(\nGroups:\t7 8 \n", StandardCharsets.ISO_8859_1);

        CallerGroups groups = CallerGroups.read(5, status);

        assertThat(groups.known()).containsExactlyInAnyOrder(5, 7, 8);
        assertThat(groups.complete()).isTrue();
        assertThat(groups.bits(EVERYBODY_BUT_THE_GROUP, 8) & 4).isZero();
        assertThat(groups.bits(EVERYBODY_BUT_THE_GROUP, 9) & 4).isEqualTo(4);
    }

    @Test
    void read_processThatIsGone_getsWhatItWouldGetInAnyGroup() {
        CallerGroups groups = CallerGroups.read(5, directory.resolve("status"));

        assertThat(groups.bits(EVERYBODY_BUT_THE_GROUP, 9) & 4).isZero();
        assertThat(groups.bits(0640, 9) & 4).isZero();
        assertThat(groups.bits(0644, 9) & 4).isEqualTo(4);
        assertThat(groups.bits(0640, 5) & 4).isEqualTo(4);
    }
}
