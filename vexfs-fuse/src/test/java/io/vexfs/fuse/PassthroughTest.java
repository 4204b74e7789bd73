package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassthroughTest {
    private static int nothing() {
        return NativeLibraries.c().openat(Linux.AT_FDCWD, NativeLibraries.string("/dev/null"), Linux.O_RDWR, 0);
    }

    @Test
    void begin_onAConnectionThatTakesNoFiles_isNotActive() {
        Passthrough passthrough = new Passthrough(true, PassthroughTest::nothing);
        int device = nothing();
        try {
            passthrough.begin(device);
            assertThat(passthrough.active()).isFalse();
            assertThat(passthrough.opened(7, true, true, device)).isEqualTo(Passthrough.CACHED);
        } finally {
            NativeLibraries.c().close(device);
        }
    }

    @Test
    void begin_whereNothingCanBeTried_asksForTheFirstFileAlone() {
        Passthrough passthrough = new Passthrough(true, () -> -Linux.EOPNOTSUPP);
        int device = nothing();
        try {
            passthrough.begin(device);
            assertThat(passthrough.active()).isTrue();
            assertThat(passthrough.proven()).isFalse();
            assertThat(passthrough.opened(7, false, true, device)).isEqualTo(Passthrough.CACHED);
            assertThat(passthrough.active()).isTrue();
            assertThat(passthrough.opened(8, true, true, device)).isEqualTo(Passthrough.CACHED);
            assertThat(passthrough.active()).isFalse();
            assertThat(passthrough.writes(8)).isFalse();
            passthrough.closed(8, true);
            passthrough.closed(8, true);
        } finally {
            NativeLibraries.c().close(device);
        }
    }

    @Test
    void wanted_off_isNot() {
        assertThat(new Passthrough(false, () -> -1).wanted()).isFalse();
    }
}
