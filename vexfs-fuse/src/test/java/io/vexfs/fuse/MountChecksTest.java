package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountChecksTest {
    @Test
    void device_missing_saysHowToHaveIt() {
        assertThatThrownBy(() -> VexfsMount.requireDevice(Path.of("/dev/no-such-fuse")))
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        failure -> assertThat(failure.error()).isEqualTo(FuseVexfsError.UNSUPPORTED))
                .hasMessageContaining("expected the device /dev/no-such-fuse, found none")
                .hasMessageContaining("modprobe fuse");
    }

    @Test
    void library_missing_saysWhatToInstall() {
        assertThatThrownBy(() -> NativeLibraries.loadFuse("libno-such-fuse.so.2"))
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        failure -> assertThat(failure.error()).isEqualTo(FuseVexfsError.UNSUPPORTED))
                .hasMessageContaining("expected the library libno-such-fuse.so.2, found none")
                .hasMessageContaining("apt-get install libfuse2 fuse");
    }

    @Test
    void options_everyChoice_reachesLibfuse() {
        MountOptions options = MountOptions.DEFAULT.toBuilder()
                .readOnly(true)
                .allowOther(true)
                .strict(true)
                .ownership(new Ownership(OptionalInt.of(7), OptionalInt.of(8), OptionalInt.of(027)))
                .extra(List.of("noatime"))
                .build();
        assertThat(options.text(true).split(","))
                .contains(
                        "allow_other",
                        "attr_timeout=0",
                        "uid=7",
                        "gid=8",
                        "umask=27",
                        "noatime",
                        "nosuid",
                        "nodev",
                        "subtype=vexfs")
                // The kernel would refuse requests for searches; Rooms refuses everything else.
                .doesNotContain("ro");
        assertThat(MountOptions.DEFAULT.text(false).split(","))
                .contains("attr_timeout=1", "big_writes", "use_ino", "default_permissions")
                .doesNotContain("ro", "allow_other", "nosuid");
    }

    @ParameterizedTest
    @CsvSource({
        "1000000000, 'attr_timeout=9'",
        "1000000000, 'entry_timeout=0,entry_timeout=60'",
        "250000000, 'ro,entry_timeout=0.25'",
        "0, 'entry_timeout=0'",
        "0, 'entry_timeout=soon'"
    })
    void directoriesKept_entryTimeout_isNeverOutlived(long expected, String extra) {
        MountOptions options =
                MountOptions.DEFAULT.toBuilder().extra(List.of(extra)).build();
        assertThat(options.directoriesKeptNanos()).isEqualTo(expected);
    }

    @Test
    void options_outsideOfTheirRange_areRefused() {
        assertThatThrownBy(() -> MountOptions.DEFAULT.toBuilder().threads(0).build())
                .hasMessage("threads: expected 1 to 256, was 0");
        assertThatThrownBy(() ->
                        MountOptions.DEFAULT.toBuilder().extra(List.of(" ")).build())
                .hasMessage("mount options: expected words, was one that is blank");
        assertThatThrownBy(() -> MountOptions.DEFAULT.toBuilder()
                        .extra(List.of("noatime,uid=0"))
                        .build())
                .hasMessage("mount options: expected 'ownership' to say it, was 'uid=0'");
        assertThatThrownBy(() -> new Ownership(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(01000)))
                .hasMessage("umask: expected 0 to 511, was 512");
    }

    @Test
    void nativePath_blanksAndAccents_areTheHostsBytes() {
        assertThat(NativePath.bytes(Path.of("/tmp"))).isEqualTo("/tmp".getBytes(StandardCharsets.UTF_8));
        assertThat(NativePath.bytes(Path.of("/"))).isEqualTo("/".getBytes(StandardCharsets.UTF_8));
        assertThat(NativePath.bytes(Path.of("/a b/%41"))).isEqualTo("/a b/%41".getBytes(StandardCharsets.UTF_8));
    }
}
