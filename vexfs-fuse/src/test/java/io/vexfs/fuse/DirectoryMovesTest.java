package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DirectoryMovesTest {
    private static final MountPath NAME = MountPath.of("/a/b/name");

    private final DirectoryMoves moves = new DirectoryMoves();

    private boolean moved(long before) {
        return moves.moved(NAME, before, moves.count());
    }

    @Test
    void moved_theDirectoryOrOneAboveIt_isTrue() {
        assertThat(moved(0)).isFalse();
        moves.add(MountPath.of("/a/b"));
        assertThat(moved(0)).isTrue();
        assertThat(moved(1)).isFalse();
        moves.add(MountPath.of("/a"));
        assertThat(moved(1)).isTrue();
    }

    @Test
    void moved_anythingElse_isFalse() {
        moves.add(MountPath.of("/a/c"));
        moves.add(MountPath.of("/a/bb"));
        moves.add(MountPath.of("/b"));
        // Itself a directory: the one that holds it stays where it is.
        moves.add(NAME);
        moves.add(NAME.child("below"));
        assertThat(moved(0)).isFalse();
    }

    @Test
    void moved_longAgo_isTrueAsNobodyKnows() {
        for (int i = 0; i < DirectoryMoves.KNOWN - 1; i++) {
            moves.add(MountPath.of("/c"));
        }
        assertThat(moved(0)).isFalse();
        moves.add(MountPath.of("/c"));
        assertThat(moved(0)).isTrue();
        assertThat(moved(1)).isFalse();
        // Others moved after the count was taken, in place of those that are looked at.
        assertThat(moves.moved(NAME, 0, 1)).isTrue();
    }
}
