package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import jnr.ffi.Pointer;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final int BIG_WRITES = 1 << 5;
    private static final int READDIRPLUS = 1 << 13;
    private static final int READDIRPLUS_AUTO = 1 << 14;
    private static final int PARALLEL_DIROPS = 1 << 18;
    private static final int MAX_PAGES = 1 << 22;
    private static final int KILLPRIV_V2 = 1 << 28;
    private static final int WRITEBACK_CACHE = 1 << 16;
    private static final int MORE = 1 << 30;
    /** Bit 37 of all. */
    private static final int PASSTHROUGH = 1 << 5;

    /** What libfuse 2.9 answers. */
    private static Pointer answer(int longestWrite) {
        Pointer answer = NativeLibraries.allocate(80);
        answer.putInt(0, 40);
        answer.putLong(8, 7);
        answer.putInt(16, 7);
        answer.putInt(20, 19);
        answer.putInt(24, 131_072);
        answer.putInt(28, BIG_WRITES);
        answer.putInt(36, longestWrite);
        return answer;
    }

    @Test
    void extended_kernelThatOffersAll_takesIt() {
        Pointer answer = answer(131_072);
        int offered = READDIRPLUS | READDIRPLUS_AUTO | PARALLEL_DIROPS | MAX_PAGES | KILLPRIV_V2 | WRITEBACK_CACHE;
        assertThat(Handshake.extended(answer, offered)).isEqualTo(80);
        assertThat(answer.getInt(0)).isEqualTo(80);
        assertThat(answer.getLong(8)).isEqualTo(7);
        assertThat(answer.getInt(20)).isEqualTo(19);
        assertThat(answer.getInt(24)).isEqualTo(131_072);
        assertThat(answer.getInt(28))
                .isEqualTo(BIG_WRITES | READDIRPLUS | READDIRPLUS_AUTO | PARALLEL_DIROPS | MAX_PAGES | KILLPRIV_V2);
        assertThat(answer.getInt(36)).isEqualTo(1 << 20);
        assertThat(answer.getShort(44)).isEqualTo((short) 256);
    }

    @Test
    void extended_kernelThatOffersNothing_saysNoMore() {
        Pointer answer = answer(131_072);
        Handshake.extended(answer, WRITEBACK_CACHE);
        assertThat(answer.getInt(28)).isEqualTo(BIG_WRITES);
        assertThat(answer.getInt(36)).isEqualTo(131_072);
        assertThat(answer.getShort(44)).isZero();
    }

    @Test
    void passing_kernelThatOffersIt_isAskedForIt() {
        Pointer answer = answer(131_072);
        Handshake.extended(answer, MORE);
        assertThat(Handshake.passing(answer, ~PASSTHROUGH)).isFalse();
        assertThat(answer.getInt(28)).isEqualTo(BIG_WRITES);
        assertThat(Handshake.passing(answer, PASSTHROUGH)).isTrue();
        assertThat(answer.getInt(28)).isEqualTo(BIG_WRITES | MORE);
        assertThat(answer.getInt(48)).isEqualTo(PASSTHROUGH);
        assertThat(answer.getInt(52)).isEqualTo(1);
    }

    @Test
    void extended_optionForShorterWrites_keepsThem() {
        Pointer answer = answer(65_536);
        Handshake.extended(answer, MAX_PAGES | PARALLEL_DIROPS);
        assertThat(answer.getInt(28)).isEqualTo(BIG_WRITES | PARALLEL_DIROPS);
        assertThat(answer.getInt(36)).isEqualTo(65_536);
        assertThat(answer.getShort(44)).isZero();
    }
}
