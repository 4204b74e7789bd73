package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.MountSuite.refused;
import static io.vexfs.testkit.mount.PosixCalls.O_CREAT;
import static io.vexfs.testkit.mount.PosixCalls.O_EXCL;
import static io.vexfs.testkit.mount.PosixCalls.O_RDONLY;
import static io.vexfs.testkit.mount.PosixCalls.O_WRONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.FileStat;
import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names: made, removed, linked, of any bytes up to their longest. */
public interface NameConformance extends MountSuite {
    /** Directories are made, and removed when they are empty. */
    @Test
    default void directory_madeAndRemoved_isThereInBetween(Place place) {
        PosixCalls calls = place.calls();
        calls.mkdir("d", 0755);
        assertThat(calls.lstat("d").type()).isEqualTo(0040000);
        refused(() -> calls.mkdir("d", 0755), "EEXIST");
        refused(() -> calls.mkdir("missing/d", 0755), "ENOENT");
        calls.mkdir("d/e", 0755);
        refused(() -> calls.rmdir("d"), "ENOTEMPTY", "EEXIST");
        assertThat(place.names("d")).containsExactly("e");
        calls.rmdir("d/e");
        calls.rmdir("d");
        assertThat(place.names(".")).isEmpty();
        refused(() -> calls.rmdir("d"), "ENOENT");
    }

    /** Files and directories are not removed by each other's calls. */
    @Test
    default void remove_ofTheWrongKind_isRefused(Place place) {
        PosixCalls calls = place.calls();
        calls.mkdir("d", 0755);
        place.write("f", "x");
        refused(() -> calls.unlink("d"), "EISDIR", "EPERM");
        refused(() -> calls.rmdir("f"), "ENOTDIR");
        refused(() -> calls.unlink("missing"), "ENOENT");
        refused(() -> calls.unlink("f/x"), "ENOTDIR");
        refused(() -> calls.rmdir("d/."), "EINVAL");
        refused(() -> calls.mkdir("f/x", 0755), "ENOTDIR");
        assertThat(place.names(".")).containsExactly("d", "f");
    }

    /** A directory that holds a file is not removed, nor is the file. */
    @Test
    default void rmdir_withAFileInIt_isRefused(Place place) {
        PosixCalls calls = place.calls();
        calls.mkdir("d", 0755);
        place.write("d/f", "x");
        refused(() -> calls.rmdir("d"), "ENOTEMPTY", "EEXIST");
        assertThat(place.read("d/f")).isEqualTo("x");
    }

    /** An unlinked name is gone at once and can be made again. */
    @Test
    default void unlink_file_isGoneAtOnce(Place place) {
        PosixCalls calls = place.calls();
        for (int i = 0; i < 50; i++) {
            place.write("f", "round " + i);
            assertThat(calls.stat("f").size()).isEqualTo(("round " + i).length());
            calls.unlink("f");
            refused(() -> calls.stat("f"), "ENOENT");
            refused(() -> calls.open("f", O_RDONLY, 0), "ENOENT");
            assertThat(place.names(".")).isEmpty();
        }
    }

    /** Names of 255 bytes work everywhere; with 256 every call says so. */
    @Test
    default void name_of255Bytes_worksAnd256IsTooLong(Place place) {
        PosixCalls calls = place.calls();
        String longest = "n".repeat(255);
        String longer = "n".repeat(256);
        place.write(longest, "x");
        assertThat(place.read(longest)).isEqualTo("x");
        assertThat(place.names(".")).containsExactly(longest);
        calls.rename(longest, "f");
        calls.rename("f", longest);
        calls.link(longest, "m".repeat(255));
        calls.symlink("x", "s".repeat(255));
        calls.mkdir("d".repeat(255), 0755);
        place.write("d".repeat(255) + "/" + longest, "y");
        refused(() -> calls.open(longer, O_WRONLY | O_CREAT, 0644), "ENAMETOOLONG");
        refused(() -> calls.open(longer, O_RDONLY, 0), "ENAMETOOLONG");
        refused(() -> calls.mkdir(longer, 0755), "ENAMETOOLONG");
        refused(() -> calls.rmdir(longer), "ENAMETOOLONG");
        refused(() -> calls.unlink(longer), "ENAMETOOLONG");
        refused(() -> calls.stat(longer), "ENAMETOOLONG");
        refused(() -> calls.rename(longest, longer), "ENAMETOOLONG");
        refused(() -> calls.rename(longer, "f"), "ENAMETOOLONG");
        refused(() -> calls.link(longest, longer), "ENAMETOOLONG");
        refused(() -> calls.symlink("x", longer), "ENAMETOOLONG");
        refused(() -> calls.mknod(longer, 0010644), "ENAMETOOLONG");
        refused(() -> calls.truncate(longer, 0), "ENAMETOOLONG");
        refused(() -> calls.chmod(longer, 0644), "ENAMETOOLONG");
    }

    /** A path of 4,096 bytes is too long; deeper files are reached from where they are. */
    @Test
    default void path_of4096Bytes_isTooLong(Place place) {
        PosixCalls calls = place.calls();
        refused(() -> calls.stat("/" + "d/".repeat(2_048)), "ENAMETOOLONG");
        refused(() -> calls.mkdir("/" + "d/".repeat(2_048), 0755), "ENAMETOOLONG");
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 14; i++) {
            deep.append(deep.isEmpty() ? "" : "/")
                    .append(Integer.toString(i % 10).repeat(240));
            calls.mkdir(deep.toString(), 0755);
        }
        place.write(deep + "/f", "deep");
        assertThat(place.read(deep + "/f")).isEqualTo("deep");
    }

    /** Names are bytes: whatever they are, they come back as they went in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff\u00fe",
                "m\u00c3(",
                "\u00c3\u00a9t\u00c3\u00a9",
                "e\u00cc\u0081",
                "new\nline",
                "tab\t bell\u0007",
                "back\\slash",
                "%41%2F",
                "-rf",
                "...",
                " ",
                "~",
                "*?[a]",
                "quote'\"$(x)`y`",
                ".hidden",
                "a.vec~",
                "\u00f0\u009f\u0090\u0088"
            })
    default void name_ofAnyBytes_isKept(String name, Place place) {
        PosixCalls calls = place.calls();
        place.write(name, "x");
        assertThat(place.names(".")).containsExactly(name);
        assertThat(place.read(name)).isEqualTo("x");
        calls.rename(name, name + "2");
        calls.mkdir(name, 0755);
        place.write(name + "/" + name, "y");
        calls.symlink(name, "link");
        assertThat(calls.readlink("link")).isEqualTo(name);
        assertThat(place.read("link/" + name)).isEqualTo("y");
        assertThat(place.names(".")).containsExactlyInAnyOrder(name, name + "2", "link");
    }

    /** Two names that differ in bytes that are no UTF-8 are two files. */
    @Test
    default void name_notUtf8_isNoOtherName(Place place) {
        place.write("x\u00ff", "1");
        place.write("x\u00fe", "2");
        place.write("x?", "3");
        place.write("x\u00ef\u00bf\u00bd", "4");
        assertThat(place.names(".")).hasSize(4);
        assertThat(place.read("x\u00ff") + place.read("x\u00fe") + place.read("x?") + place.read("x\u00ef\u00bf\u00bd"))
                .isEqualTo("1234");
    }

    /** Upper and lower case are two names. */
    @Test
    default void name_inAnotherCase_isAnotherName(Place place) {
        place.write("name", "1");
        place.write("Name", "2");
        assertThat(place.read("name") + place.read("Name")).isEqualTo("12");
    }

    /** Hard links are names of one file: content, size, inode, and how many there are. */
    @Test
    default void link_secondName_isTheSameFile(Place place) {
        PosixCalls calls = place.calls();
        place.write("a", "1");
        calls.mkdir("d", 0755);
        calls.link("a", "d/b");
        FileStat second = calls.lstat("d/b");
        assertThat(second.links()).isEqualTo(2);
        assertThat(second.inode()).isEqualTo(calls.lstat("a").inode());
        place.write("a", "rewritten");
        MountSuite.within(
                namesAgreeWithin(), () -> assertThat(place.read("d/b")).isEqualTo("rewritten"));
        calls.unlink("a");
        assertThat(place.read("d/b")).isEqualTo("rewritten");
        // The kernel tells a mount of the last close when it comes to it; until then libfuse keeps the unlinked name.
        MountSuite.within(
                namesAgreeWithin().plus(ContentConformance.RELEASE),
                () -> assertThat(calls.stat("d/b").links()).isEqualTo(1));
        int open = calls.open("d/b", O_RDONLY, 0);
        assertThat(calls.statOpen(open).size()).isEqualTo(9);
        calls.close(open);
    }

    /** What cannot be linked, or not there. */
    @Test
    default void link_misuse_isRefused(Place place) {
        PosixCalls calls = place.calls();
        place.write("a", "1");
        place.write("b", "2");
        calls.mkdir("d", 0755);
        refused(() -> calls.link("a", "b"), "EEXIST");
        refused(() -> calls.link("a", "a"), "EEXIST");
        refused(() -> calls.link("missing", "c"), "ENOENT");
        refused(() -> calls.link("a", "missing/c"), "ENOENT");
        refused(() -> calls.link("d", "e"), "EPERM");
        refused(() -> calls.link("a/x", "c"), "ENOTDIR");
        assertThat(place.read("b")).isEqualTo("2");
    }

    /** A symbolic link is what was written, wherever it leads. */
    @Test
    default void symlink_anyTarget_isKeptAndFollowed(Place place) {
        PosixCalls calls = place.calls();
        calls.mkdir("d", 0755);
        place.write("d/f", "x");
        calls.symlink("d/f", "file");
        calls.symlink("d", "directory");
        calls.symlink("/nowhere/at/all", "dangling");
        calls.symlink("t".repeat(4_095), "long");
        assertThat(calls.readlink("file")).isEqualTo("d/f");
        assertThat(calls.readlink("dangling")).isEqualTo("/nowhere/at/all");
        assertThat(calls.readlink("long")).isEqualTo("t".repeat(4_095));
        assertThat(calls.lstat("file").type()).isEqualTo(0120000);
        assertThat(calls.lstat("file").size()).isEqualTo(3);
        assertThat(calls.stat("file").type()).isEqualTo(0100000);
        assertThat(place.read("file")).isEqualTo("x");
        assertThat(place.read("directory/f")).isEqualTo("x");
        refused(() -> calls.stat("dangling"), "ENOENT");
        refused(() -> calls.open("dangling", O_WRONLY | O_CREAT | O_EXCL, 0644), "EEXIST");
        refused(() -> calls.symlink("x", "file"), "EEXIST");
        refused(() -> calls.symlink("", "empty"), "ENOENT");
        refused(() -> calls.readlink("d"), "EINVAL");
        refused(() -> calls.readlink("missing"), "ENOENT");
        calls.unlink("file");
        assertThat(place.read("d/f")).isEqualTo("x");
    }

    /** Links that lead to each other end with an error. */
    @Test
    default void symlink_inACircle_isEloop(Place place) {
        PosixCalls calls = place.calls();
        calls.symlink("b", "a");
        calls.symlink("a", "b");
        refused(() -> calls.stat("a"), "ELOOP");
        refused(() -> calls.open("a/x", O_WRONLY | O_CREAT, 0644), "ELOOP");
    }

    /** Pipes and sockets can be made by name. */
    @Test
    default void mknod_pipeAndSocket_areWhatTheyAre(Place place) {
        PosixCalls calls = place.calls();
        calls.mknod("pipe", 0010640);
        calls.mknod("socket", 0140640);
        calls.mknod("plain", 0100640);
        assertThat(List.of(
                        calls.lstat("pipe").mode(),
                        calls.lstat("socket").mode(),
                        calls.lstat("plain").mode()))
                .containsExactly(0010640, 0140640, 0100640);
        refused(() -> calls.mknod("pipe", 0010644), "EEXIST");
        calls.unlink("pipe");
        calls.unlink("socket");
        assertThat(place.names(".")).containsExactly("plain");
    }
}
