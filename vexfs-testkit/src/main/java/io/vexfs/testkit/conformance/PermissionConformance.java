package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.MountSuite.refused;
import static io.vexfs.testkit.mount.PosixCalls.O_APPEND;
import static io.vexfs.testkit.mount.PosixCalls.O_CREAT;
import static io.vexfs.testkit.mount.PosixCalls.O_RDONLY;
import static io.vexfs.testkit.mount.PosixCalls.O_TRUNC;
import static io.vexfs.testkit.mount.PosixCalls.O_WRONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.testkit.mount.FileStat;
import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import org.junit.jupiter.api.Test;

/** Who may do what. Other users are played by the thread's file system user, which takes root. */
public interface PermissionConformance extends MountSuite {
    /** A user. */
    int ALICE = 65_530;
    /** Another one. */
    int BOB = 65_531;

    private static PosixCalls root(Place place) {
        PosixCalls calls = place.calls();
        assumeTrue(calls.privileged(), "calls as another user take root");
        place.root().chmod(".", 0755);
        calls.chmod(".", 0777);
        return calls;
    }

    /** What a user makes is that user's, also below another one's directory. */
    @Test
    default void create_byAUser_isThatUsers(Place place) {
        PosixCalls calls = root(place);
        PosixCalls alice = calls.as(ALICE, ALICE);
        alice.close(alice.open("f", O_WRONLY | O_CREAT, 0640));
        alice.mkdir("d", 0750);
        alice.symlink("x", "s");
        alice.mknod("p", 0010640);
        for (String name : new String[] {"f", "d", "s", "p"}) {
            FileStat stat = calls.lstat(name);
            assertThat(stat.user()).as(name).isEqualTo(ALICE);
            assertThat(stat.group()).as(name).isEqualTo(ALICE);
        }
        assertThat(calls.stat("f").permissions()).isEqualTo(0640);
        assertThat(calls.stat("d").permissions()).isEqualTo(0750);
    }

    /** A directory with the set-group-id bit hands its group down, and the bit to directories. */
    @Test
    default void create_inASetGroupIdDirectory_inheritsTheGroup(Place place) {
        PosixCalls calls = root(place);
        calls.mkdir("d", 0777);
        calls.chown("d", -1, BOB);
        calls.chmod("d", 02777);
        PosixCalls alice = calls.as(ALICE, ALICE);
        alice.close(alice.open("d/f", O_WRONLY | O_CREAT, 0644));
        alice.mkdir("d/e", 0755);
        assertThat(calls.stat("d/f").group()).isEqualTo(BOB);
        assertThat(calls.stat("d/e").group()).isEqualTo(BOB);
        assertThat(calls.stat("d/e").permissions()).isEqualTo(02755);
    }

    /** Modes decide who may read and write a file. */
    @Test
    default void file_ofAnother_isOpenedByItsMode(Place place) {
        PosixCalls calls = root(place);
        place.write("f", "x");
        calls.chown("f", ALICE, ALICE);
        calls.chmod("f", 0640);
        PosixCalls alice = calls.as(ALICE, ALICE);
        PosixCalls friend = calls.as(BOB, ALICE);
        PosixCalls bob = calls.as(BOB, BOB);
        alice.close(alice.open("f", O_WRONLY, 0));
        friend.close(friend.open("f", O_RDONLY, 0));
        refused(() -> friend.open("f", O_WRONLY, 0), "EACCES");
        refused(() -> bob.open("f", O_RDONLY, 0), "EACCES");
        refused(() -> bob.truncate("f", 0), "EACCES");
        calls.chmod("f", 0);
        refused(() -> alice.open("f", O_RDONLY, 0), "EACCES");
        assertThat(place.read("f")).isEqualTo("x");
    }

    /** Modes of directories decide who may pass, list and change. */
    @Test
    default void directory_ofAnother_isEnteredByItsMode(Place place) {
        PosixCalls calls = root(place);
        calls.mkdir("d", 0755);
        place.write("d/f", "x");
        calls.chmod("d/f", 0644);
        PosixCalls bob = calls.as(BOB, BOB);
        bob.close(bob.open("d/f", O_RDONLY, 0));
        refused(() -> bob.open("d/new", O_WRONLY | O_CREAT, 0644), "EACCES");
        refused(() -> bob.mkdir("d/e", 0755), "EACCES");
        refused(() -> bob.unlink("d/f"), "EACCES");
        refused(() -> bob.rename("d/f", "d/g"), "EACCES");
        refused(() -> bob.link("d/f", "d/g"), "EACCES", "EPERM");
        calls.chmod("d", 0711);
        refused(() -> bob.openDirectory("d"), "EACCES");
        bob.close(bob.open("d/f", O_RDONLY, 0));
        calls.chmod("d", 0744);
        refused(() -> bob.open("d/f", O_RDONLY, 0), "EACCES");
        refused(() -> bob.stat("d/f"), "EACCES");
        assertThat(place.names("d")).containsExactly("f");
    }

    /** Where the sticky bit is set, only owners remove and rename. */
    @Test
    default void unlink_inAStickyDirectory_isTheOwnersAlone(Place place) {
        PosixCalls calls = root(place);
        calls.mkdir("d", 0777);
        calls.chmod("d", 01777);
        PosixCalls alice = calls.as(ALICE, ALICE);
        PosixCalls bob = calls.as(BOB, BOB);
        alice.close(alice.open("d/f", O_WRONLY | O_CREAT, 0666));
        bob.close(bob.open("d/b", O_WRONLY | O_CREAT, 0666));
        refused(() -> bob.unlink("d/f"), "EPERM", "EACCES");
        refused(() -> bob.rename("d/f", "d/g"), "EPERM", "EACCES");
        refused(() -> bob.rename("d/b", "d/f"), "EPERM", "EACCES");
        alice.unlink("d/f");
        assertThat(place.names("d")).containsExactly("b");
    }

    /** Modes, owners and times are the owner's to change. */
    @Test
    default void attributes_ofAnother_areNotChanged(Place place) {
        PosixCalls calls = root(place);
        place.write("f", "x");
        calls.chmod("f", 0644);
        calls.chown("f", ALICE, ALICE);
        FileStat before = calls.stat("f");
        PosixCalls bob = calls.as(BOB, BOB);
        PosixCalls alice = calls.as(ALICE, ALICE);
        refused(() -> bob.chmod("f", 0777), "EPERM");
        refused(() -> bob.chown("f", BOB, BOB), "EPERM");
        refused(() -> alice.chown("f", BOB, -1), "EPERM");
        refused(() -> bob.times("f", 1, 0, 1, 0), "EPERM");
        refused(() -> bob.putAttribute("f", "user.a", new byte[] {1}, 0), "EACCES", "EPERM");
        assertThat(calls.stat("f").mode()).isEqualTo(before.mode());
        assertThat(calls.stat("f").user()).isEqualTo(ALICE);
        alice.chmod("f", 0600);
        alice.times("f", 1, 0, 1, 0);
        assertThat(calls.stat("f").permissions()).isEqualTo(0600);
    }

    /** A file that anybody may write, with both set-id bits. */
    private static PosixCalls setIdFile(Place place) {
        PosixCalls calls = root(place);
        place.write("f", "x");
        calls.chown("f", ALICE, ALICE);
        calls.chmod("f", 06777);
        assertThat(calls.stat("f").permissions()).isEqualTo(06777);
        return calls;
    }

    /** A write by another takes the set-id bits away, the first one and each after the bits came back. */
    @Test
    default void setId_afterAWriteByAnother_isGone(Place place) {
        PosixCalls calls = setIdFile(place);
        PosixCalls bob = calls.as(BOB, BOB);
        int open = bob.open("f", O_WRONLY, 0);
        bob.writeAt(open, new byte[] {1}, 0);
        assertThat(calls.stat("f").permissions()).isEqualTo(0777);
        calls.chmod("f", 06777);
        assertThat(calls.stat("f").permissions()).isEqualTo(06777);
        bob.writeAt(open, new byte[] {2}, 0);
        bob.close(open);
        assertThat(calls.stat("f").permissions()).isEqualTo(0777);
    }

    /** A write through an appending handle takes them away too. */
    @Test
    default void setId_afterAppendingByAnother_isGone(Place place) {
        PosixCalls calls = setIdFile(place);
        PosixCalls bob = calls.as(BOB, BOB);
        int open = bob.open("f", O_WRONLY | O_APPEND, 0);
        bob.write(open, new byte[] {1});
        bob.close(open);
        assertThat(calls.stat("f").permissions()).isEqualTo(0777);
    }

    /** So does another length, by name and by handle. */
    @Test
    default void setId_afterTruncationByAnother_isGone(Place place) {
        PosixCalls calls = setIdFile(place);
        PosixCalls bob = calls.as(BOB, BOB);
        bob.truncate("f", 10);
        assertThat(calls.stat("f").permissions()).isEqualTo(0777);
        calls.chmod("f", 06777);
        int open = bob.open("f", O_WRONLY, 0);
        bob.truncateOpen(open, 20);
        bob.close(open);
        assertThat(calls.stat("f").permissions()).isEqualTo(0777);
    }

    /** So does emptying it when it is opened. */
    @Test
    default void setId_afterOpeningToTruncateByAnother_isGone(Place place) {
        PosixCalls calls = setIdFile(place);
        PosixCalls bob = calls.as(BOB, BOB);
        bob.close(bob.open("f", O_WRONLY | O_TRUNC, 0));
        assertThat(calls.stat("f").permissions()).isEqualTo(0777);
        calls.chmod("f", 06777);
        bob.close(bob.open("f", O_WRONLY | O_CREAT | O_TRUNC, 0644));
        assertThat(calls.stat("f").permissions()).isEqualTo(0777);
    }

    /** A new owner or group takes them away, whoever gives it. */
    @Test
    default void setId_afterANewOwner_isGone(Place place) {
        PosixCalls calls = setIdFile(place);
        calls.as(ALICE, ALICE).chown("f", -1, ALICE);
        assertThat(calls.stat("f").permissions()).isEqualTo(0777);
        calls.chmod("f", 06777);
        calls.chown("f", BOB, -1);
        assertThat(calls.stat("f").permissions() & 04000).isZero();
    }

    /** Who may set them for anybody may write without losing them. */
    @Test
    default void setId_afterAWriteByRoot_stays(Place place) {
        PosixCalls calls = setIdFile(place);
        int open = calls.open("f", O_WRONLY, 0);
        calls.writeAt(open, new byte[] {1}, 0);
        calls.close(open);
        calls.truncate("f", 10);
        assertThat(calls.stat("f").permissions()).isEqualTo(06777);
    }

    /** Making a file with them keeps them, though it is opened to be emptied. */
    @Test
    default void setId_ofANewFile_stays(Place place) {
        PosixCalls calls = root(place);
        PosixCalls alice = calls.as(ALICE, ALICE);
        alice.close(alice.open("f", O_WRONLY | O_CREAT | O_TRUNC, 06755));
        assertThat(calls.stat("f").permissions()).isEqualTo(06755);
    }

    /** Root changes owners, one without the other. */
    @Test
    default void chown_byRoot_isKept(Place place) {
        PosixCalls calls = root(place);
        place.write("f", "x");
        calls.chown("f", ALICE, BOB);
        calls.chown("f", -1, ALICE);
        assertThat(calls.stat("f").user()).isEqualTo(ALICE);
        assertThat(calls.stat("f").group()).isEqualTo(ALICE);
        calls.chown("f", BOB, -1);
        assertThat(calls.stat("f").user()).isEqualTo(BOB);
        assertThat(calls.stat("f").group()).isEqualTo(ALICE);
    }
}
