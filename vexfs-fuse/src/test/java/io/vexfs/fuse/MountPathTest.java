package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MountPathTest {
    private static MountPath path(String text) {
        return MountPath.of(text);
    }

    @Test
    void parts_ofADeepPath_areItsComponents() {
        MountPath path = path("/a/bc/d.vec");
        assertThat(path.parent()).isEqualTo(path("/a/bc"));
        assertThat(path.nameText()).isEqualTo("d.vec");
        assertThat(path.depth()).isEqualTo(3);
        assertThat(path.text()).isEqualTo("/a/bc/d.vec");
        assertThat(path("a").parent()).isEqualTo(MountPath.ROOT);
        assertThat(MountPath.ROOT.text()).isEqualTo("/");
        assertThat(MountPath.ROOT.depth()).isZero();
    }

    @Test
    void text_ofBytesThatAreNotUtf8_comesBack() {
        byte[] bytes = {'d', '/', (byte) 0xff, '#', '%'};
        MountPath path = MountPath.of(bytes);
        assertThat(path.text()).isEqualTo("/d/%FF%23%25");
        assertThat(MountPath.of(path.text())).isEqualTo(path);
    }

    @Test
    void within_aSiblingOfTheSamePrefix_isFalse() {
        assertThat(path("/ab/c").within(path("/a"))).isFalse();
        assertThat(path("/a/c").within(path("/a"))).isTrue();
        assertThat(path("/a").within(path("/a"))).isTrue();
        assertThat(path("/a").within(MountPath.ROOT)).isTrue();
    }

    @Test
    void renamed_belowADirectory_followsIt() {
        assertThat(path("/a/b/c").renamed(path("/a/b"), path("/x"))).isEqualTo(path("/x/c"));
        assertThat(path("/a/b").renamed(path("/a/b"), path("/x"))).isEqualTo(path("/x"));
    }

    @Test
    void component_ofThatName_isFoundAsAWhole() {
        assertThat(path("/a/.search/q").component(".search")).isEqualTo(2);
        assertThat(path("/a/.searching/q").component(".search")).isEqualTo(-1);
        assertThat(path("/a/.search/q").above(2)).isEqualTo(path("/a"));
        assertThat(path("/.vexfs").component(".vexfs")).isZero();
    }

    @Test
    void suffix_inAnyCaseAndWithAStem_isSeen() {
        assertThat(path("/d/A.VEC").nameHasSuffix(".vec")).isTrue();
        assertThat(path("/d/.vec").nameHasSuffix(".vec")).isFalse();
        assertThat(path("/d.vec/x").nameHasSuffix(".vec")).isFalse();
    }

    @Test
    void normalized_dotsAndDoubleDots_areTakenOut() {
        assertThat(path("/a/./b/../c").normalized()).isEqualTo(path("/a/c"));
        assertThat(path("/../../a").normalized()).isEqualTo(path("/a"));
        assertThat(path("/a/..").normalized()).isEqualTo(MountPath.ROOT);
    }

    @Test
    void relativeTo_aDirectoryAbove_isTheRest() {
        assertThat(new String(path("/a/b/c").relativeTo(path("/a")), StandardCharsets.UTF_8))
                .isEqualTo("b/c");
        assertThat(new String(path("/a/b").relativeTo(MountPath.ROOT), StandardCharsets.UTF_8))
                .isEqualTo("a/b");
    }

    @Test
    void sameDirectory_siblingsAndOthers_areToldApart() {
        MountPath path = MountPath.of("/a/b/c");
        assertThat(path.sameDirectory(MountPath.of("/a/b/longer"))).isTrue();
        assertThat(path.sameDirectory(MountPath.of("/a/x/c"))).isFalse();
        assertThat(path.sameDirectory(MountPath.of("/a/b"))).isFalse();
        assertThat(MountPath.of("/c").sameDirectory(MountPath.of("/d"))).isTrue();
    }
}
