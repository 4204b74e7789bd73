package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.fuse.NativeFunctions.LibC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptDirectoriesTest {
    private static final long LIFE = 100;

    private final LibC c = NativeLibraries.c();
    private final DirectoryMoves moves = new DirectoryMoves();
    private final KeptDirectories kept = new KeptDirectories(moves, LIFE);

    @AfterEach
    void close() {
        kept.close();
    }

    private int opened() {
        return ErrnoException.require(
                c.openat(Linux.AT_FDCWD, NativeLibraries.string("/"), Linux.O_DIRECTORY | Linux.O_CLOEXEC, 0));
    }

    private int keep(String path, long nanos) {
        int descriptor = opened();
        assertThat(kept.keep(descriptor, MountPath.of(path), moves.count(), nanos))
                .isTrue();
        return descriptor;
    }

    private int of(String path, long nanos) {
        return kept.of(MountPath.of(path), nanos);
    }

    private boolean open(int descriptor) {
        return c.fstat(descriptor, Scratch.current().stat) == 0;
    }

    @Test
    void of_anyNameInADirectory_isItsDescriptor() {
        int one = keep("/a/f", 0);
        int two = keep("/a/b/f", 0);
        assertThat(of("/a/other", 1)).isEqualTo(one);
        assertThat(of("/a/b/other", 1)).isEqualTo(two);
        assertThat(of("/b/f", 1)).isNegative();
    }

    @Test
    void of_directoryThatMoved_isClosedAndTheOthersStay() {
        int above = keep("/a/f", 0);
        int moved = keep("/a/b/f", 0);
        int below = keep("/a/b/c/f", 0);
        moves.add(MountPath.of("/a/b"));
        assertThat(of("/a/b/f", 1)).isNegative();
        assertThat(of("/a/b/c/f", 1)).isNegative();
        assertThat(of("/a/f", 1)).isEqualTo(above);
        assertThat(open(moved)).isFalse();
        assertThat(open(below)).isFalse();
    }

    @Test
    void of_itsTimeIsOver_isClosed() {
        int old = keep("/a/f", 0);
        assertThat(of("/a/f", LIFE - 1)).isEqualTo(old);
        assertThat(of("/a/f", LIFE)).isNegative();
        assertThat(open(old)).isFalse();
    }

    @Test
    void keep_another_closesThoseWhoseTimeIsOver() {
        int old = keep("/a/f", 0);
        int young = keep("/b/f", LIFE);
        assertThat(open(old)).isFalse();
        assertThat(of("/b/f", LIFE)).isEqualTo(young);
    }

    @Test
    void keep_oneTooMany_closesTheOneUnusedForLongest() {
        int first = keep("/d0/f", 0);
        int second = keep("/d1/f", 0);
        for (int i = 2; i < KeptDirectories.KEPT_MAX; i++) {
            keep("/d" + i + "/f", 0);
        }
        assertThat(of("/d0/f", 1)).isEqualTo(first);
        keep("/more/f", 1);
        assertThat(open(second)).isFalse();
        assertThat(of("/d0/f", 2)).isEqualTo(first);
    }

    @Test
    void keep_withoutTime_isTheCallers() {
        int descriptor = opened();
        KeptDirectories none = new KeptDirectories(moves, 0);
        assertThat(none.keep(descriptor, MountPath.of("/a/f"), 0, 0)).isFalse();
        assertThat(open(descriptor)).isTrue();
        c.close(descriptor);
    }
}
