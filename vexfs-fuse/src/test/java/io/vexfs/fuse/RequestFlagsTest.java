package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFlagsTest {
    @TempDir
    Path directory;

    private static Pointer request(int operation, int user) {
        Pointer request = NativeLibraries.allocate(128);
        request.putInt(4, operation);
        request.putInt(24, user);
        return request;
    }

    /** Where linux/fuse.h has the flag, from the operation's own fields on. */
    @ParameterizedTest
    @CsvSource({"4, 0, 2048", "14, 4, 1", "16, 20, 4", "35, 12, 1"})
    void dropsSetId_flagOfTheOperation_isSeen(int operation, int offset, int flag) {
        Pointer request = request(operation, 1000);
        request.putInt(40 + offset, ~flag);
        assertThat(RequestFlags.dropsSetId(request)).isFalse();
        request.putInt(40 + offset, flag);
        assertThat(RequestFlags.dropsSetId(request)).isTrue();
    }

    @Test
    void changesNothing_changeOfNothing_isNoOrderToDrop() {
        Pointer request = request(4, 1000);
        assertThat(RequestFlags.changesNothing(request)).isTrue();
        assertThat(RequestFlags.dropsSetId(request)).isFalse();
        request.putInt(40, 1);
        assertThat(RequestFlags.changesNothing(request)).isFalse();
        assertThat(RequestFlags.changesNothing(request(16, 1000))).isFalse();
    }

    @Test
    void dropsSetId_allocation_isTheUsers() {
        assertThat(RequestFlags.dropsSetId(request(43, 1000))).isTrue();
        assertThat(RequestFlags.dropsSetId(request(43, 0))).isFalse();
        assertThat(RequestFlags.dropsSetId(request(1, 1000))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"6777, 0777", "6767, 2767", "4644, 0644", "1755, 1755", "2755, 0755"})
    void drop_file_losesWhatTheGroupMayUse(String before, String after) throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "x");
        Pointer name = NativeLibraries.string(NativePath.bytes(file));
        int descriptor = NativeLibraries.c().openat(Linux.AT_FDCWD, name, Linux.O_WRONLY, 0);
        try {
            NativeLibraries.c().fchmod(descriptor, Integer.parseInt(before, 8));
            assertThat(RequestFlags.drop(descriptor)).isZero();
            assertThat(mode(descriptor)).isEqualTo(Integer.parseInt(after, 8));
        } finally {
            NativeLibraries.c().close(descriptor);
        }
    }

    @Test
    void drop_closedDescriptor_saysSo() {
        assertThat(RequestFlags.drop(-1)).isEqualTo(-Linux.EBADF);
    }

    private static int mode(int descriptor) {
        Pointer stat = NativeLibraries.allocate(Stat.SIZE);
        NativeLibraries.c().fstat(descriptor, stat);
        return Stat.mode(stat) & 07777;
    }
}
