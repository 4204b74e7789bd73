package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.MountSuite.refused;
import static io.vexfs.testkit.mount.PosixCalls.O_CREAT;
import static io.vexfs.testkit.mount.PosixCalls.O_WRONLY;
import static io.vexfs.testkit.mount.PosixCalls.UTIME_NOW;
import static io.vexfs.testkit.mount.PosixCalls.UTIME_OMIT;
import static io.vexfs.testkit.mount.PosixCalls.XATTR_CREATE;
import static io.vexfs.testkit.mount.PosixCalls.XATTR_REPLACE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.FileStat;
import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What is known of a file besides its content: sizes, times, modes, extended attributes. */
public interface FileAttributeConformance extends MountSuite {
    /** More than the tick by which file systems take the time. */
    long TICK_NANOS = 30_000_000L;
    /** One second. */
    long SECOND = 1_000_000_000L;

    /** Times are kept to the nanosecond, one without the other too. */
    @Test
    default void times_set_areKeptToTheNanosecond(Place place) {
        PosixCalls calls = place.calls();
        place.write("f", "x");
        calls.times("f", 981_173_106, 123_456_789, 1_234_567_890, 987_654_321);
        assertThat(calls.stat("f").accessed()).isEqualTo(981_173_106_123_456_789L);
        assertThat(calls.stat("f").modified()).isEqualTo(1_234_567_890_987_654_321L);
        calls.times("f", 0, UTIME_OMIT, 5, 6);
        assertThat(calls.stat("f").accessed()).isEqualTo(981_173_106_123_456_789L);
        assertThat(calls.stat("f").modified()).isEqualTo(5 * SECOND + 6);
        calls.times("f", 7, 8, 0, UTIME_OMIT);
        assertThat(calls.stat("f").accessed()).isEqualTo(7 * SECOND + 8);
        assertThat(calls.stat("f").modified()).isEqualTo(5 * SECOND + 6);
        long before = now();
        calls.times("f", 0, UTIME_OMIT, 0, UTIME_NOW);
        assertThat(calls.stat("f").modified()).isBetween(before - SECOND, now() + SECOND);
        assertThat(calls.stat("f").accessed()).isEqualTo(7 * SECOND + 8);
        refused(() -> calls.times("f", 0, 2_000_000_000, 0, 0), "EINVAL");
        refused(() -> calls.times("missing", 0, 0, 0, 0), "ENOENT");
    }

    /** Directories and symbolic links have times of their own. */
    @Test
    default void times_ofDirectoriesAndLinks_areTheirOwn(Place place) {
        PosixCalls calls = place.calls();
        place.write("f", "x");
        calls.times("f", 1, 1, 2, 2);
        calls.symlink("f", "s");
        calls.mkdir("d", 0755);
        calls.times("s", 11, 1, 12, 2);
        calls.times("d", 21, 1, 22, 2);
        assertThat(calls.lstat("s").modified()).isEqualTo(12 * SECOND + 2);
        assertThat(calls.stat("s").modified()).isEqualTo(2 * SECOND + 2);
        assertThat(calls.stat("d").modified()).isEqualTo(22 * SECOND + 2);
        calls.times("f", -1, 5, -2, 6);
        assertThat(calls.stat("f").modified()).isEqualTo(-2 * SECOND + 6);
    }

    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    private static void tick() {
        // Parking alone may end at once.
        long end = System.nanoTime() + TICK_NANOS;
        for (long left = TICK_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Writing changes the time of modification, and the one of change with it. */
    @Test
    default void write_always_changesTheTimes(Place place) {
        PosixCalls calls = place.calls();
        place.write("f", "x");
        calls.times("f", 1, 0, 1, 0);
        FileStat before = calls.stat("f");
        tick();
        int open = calls.open("f", O_WRONLY, 0);
        calls.writeAt(open, new byte[] {1}, 0);
        calls.close(open);
        FileStat written = calls.stat("f");
        assertThat(written.modified()).isGreaterThan(now() - 60 * SECOND);
        assertThat(written.changed()).isGreaterThan(before.changed());
        calls.times("f", 1, 0, 1, 0);
        calls.truncate("f", 100);
        assertThat(calls.stat("f").modified()).isGreaterThan(now() - 60 * SECOND);
    }

    /** A new mode changes the time of change alone; a new name leaves the content's time. */
    @Test
    default void chmodAndRename_leaveTheTimeOfModification(Place place) {
        PosixCalls calls = place.calls();
        place.write("f", "x");
        calls.times("f", 1, 2, 3, 4);
        FileStat before = calls.stat("f");
        tick();
        calls.chmod("f", 0600);
        FileStat after = calls.stat("f");
        assertThat(after.modified()).isEqualTo(3 * SECOND + 4);
        assertThat(after.changed()).isGreaterThan(before.changed());
        calls.rename("f", "g");
        assertThat(calls.stat("g").modified()).isEqualTo(3 * SECOND + 4);
        place.write("h", "replaced");
        calls.rename("g", "h");
        assertThat(calls.stat("h").modified()).isEqualTo(3 * SECOND + 4);
    }

    /** A directory's time tells that names came and went. */
    @Test
    default void directory_whenNamesChange_isModified(Place place) {
        PosixCalls calls = place.calls();
        calls.mkdir("d", 0755);
        for (Runnable change : Arrays.<Runnable>asList(
                () -> place.write("d/f", "x"),
                () -> calls.link("d/f", "d/g"),
                () -> calls.rename("d/g", "d/h"),
                () -> calls.unlink("d/h"),
                () -> calls.mkdir("d/e", 0755),
                () -> calls.rmdir("d/e"),
                () -> calls.symlink("x", "d/s"))) {
            calls.times("d", 1, 0, 1, 0);
            change.run();
            int open = calls.open("d", PosixCalls.O_RDONLY, 0);
            assertThat(calls.statOpen(open).modified()).isGreaterThan(SECOND);
            calls.close(open);
        }
    }

    /** All twelve bits of a mode; the umask of this process has nothing to say to chmod. */
    @Test
    default void chmod_anyMode_isKept(Place place) {
        PosixCalls calls = place.calls();
        place.write("f", "x");
        calls.mkdir("d", 0755);
        for (int mode : new int[] {0, 0400, 0640, 0777, 01755, 02755, 04755, 07777}) {
            calls.chmod("f", mode);
            calls.chmod("d", mode | 0700);
            assertThat(calls.stat("f").permissions()).isEqualTo(mode);
            assertThat(calls.stat("d").permissions()).isEqualTo(mode | 0700);
        }
        refused(() -> calls.chmod("missing", 0644), "ENOENT");
    }

    /** Sizes and inode numbers are the same for every way to ask. */
    @Test
    default void stat_byNameAndHandle_agree(Place place) {
        PosixCalls calls = place.calls();
        int open = calls.open("f", O_WRONLY | O_CREAT, 0640);
        for (int size : new int[] {1, 511, 4_096, 100_000}) {
            calls.writeAt(open, new byte[size], 0);
            assertThat(calls.stat("f").size()).isEqualTo(size);
            assertThat(calls.stat("f")).isEqualTo(calls.statOpen(open));
        }
        calls.close(open);
        assertThat(calls.stat("f").blocks() * 512).isBetween(65_536L, 1L << 20);
        assertThat(calls.stat("f").mode()).isEqualTo(0100640);
    }

    /** Extended attributes: made, replaced, listed, removed; any bytes, any length up to the host's. */
    @Test
    default void attribute_anyValue_isKept(Place place) {
        PosixCalls calls = place.calls();
        place.write("f", "x");
        byte[] value = new byte[1_000];
        new Random(3).nextBytes(value);
        for (byte[] each :
                Arrays.asList(new byte[0], new byte[] {0}, value, "red".getBytes(StandardCharsets.US_ASCII))) {
            calls.putAttribute("f", "user.color", each, 0);
            assertThat(calls.attribute("f", "user.color", 2_000)).isEqualTo(each);
        }
        calls.putAttribute("f", "user.shape", value, 0);
        assertThat(calls.attributes("f")).containsExactlyInAnyOrder("user.color", "user.shape");
        calls.rename("f", "g");
        assertThat(calls.attribute("g", "user.shape", 2_000)).isEqualTo(value);
        calls.removeAttribute("g", "user.shape");
        assertThat(calls.attributes("g")).containsExactly("user.color");
        calls.mkdir("d", 0755);
        calls.putAttribute("d", "user.color", value, 0);
        assertThat(calls.attribute("d", "user.color", 2_000)).isEqualTo(value);
    }

    /** Each misuse of an attribute has its error. */
    @Test
    default void attribute_misuse_isRefused(Place place) {
        PosixCalls calls = place.calls();
        place.write("f", "x");
        byte[] value = {1, 2, 3};
        refused(() -> calls.attribute("f", "user.none", 10), "ENODATA");
        refused(() -> calls.removeAttribute("f", "user.none"), "ENODATA");
        refused(() -> calls.putAttribute("f", "user.a", value, XATTR_REPLACE), "ENODATA");
        calls.putAttribute("f", "user.a", value, XATTR_CREATE);
        refused(() -> calls.putAttribute("f", "user.a", value, XATTR_CREATE), "EEXIST");
        refused(() -> calls.attribute("f", "user.a", 2), "ERANGE");
        refused(() -> calls.putAttribute("f", "nospace", value, 0), "EOPNOTSUPP");
        refused(() -> calls.putAttribute("f", "user.a", new byte[70_000], 0), "E2BIG", "ENOSPC", "ERANGE");
        refused(() -> calls.putAttribute("f", "user." + "n".repeat(251), value, 0), "ERANGE", "ENAMETOOLONG");
        refused(() -> calls.attribute("missing", "user.a", 10), "ENOENT");
        assertThat(calls.attribute("f", "user.a", 10)).isEqualTo(value);
    }
}
