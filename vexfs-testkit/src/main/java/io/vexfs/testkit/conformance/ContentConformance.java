package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.MountSuite.refused;
import static io.vexfs.testkit.mount.PosixCalls.O_APPEND;
import static io.vexfs.testkit.mount.PosixCalls.O_CREAT;
import static io.vexfs.testkit.mount.PosixCalls.O_EXCL;
import static io.vexfs.testkit.mount.PosixCalls.O_RDONLY;
import static io.vexfs.testkit.mount.PosixCalls.O_RDWR;
import static io.vexfs.testkit.mount.PosixCalls.O_TRUNC;
import static io.vexfs.testkit.mount.PosixCalls.O_WRONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import io.vexfs.testkit.mount.PosixException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What files hold: the bytes that were written, wherever they were written and however the file is open. */
public interface ContentConformance extends MountSuite {
    /** How long an unlinked file may leave traces after it was closed. */
    Duration RELEASE = Duration.ofSeconds(60);

    /** Writes, truncations, appends and reads at random places, through two handles: the file is what an array would be. */
    @Test
    default void randomWrites_always_agreeWithAnArray(Place place) {
        for (long seed = 1; seed <= 3; seed++) {
            FileAgainstArray.run(place, "random" + seed, seed, 400);
        }
    }

    /** The same while some of the writes go through a memory map. */
    @Test
    default void map_written_isReadByOthersAfterForce(Place place) throws Exception {
        place.write("mapped", "x".repeat(10_000));
        try (FileChannel channel =
                FileChannel.open(place.host("mapped"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, 0, 10_000);
            // Read before it is touched: no mount in this JVM can answer a page fault while a garbage collection
            // waits for the thread that has it.
            channel.read(ByteBuffer.allocate(10_000), 0);
            map.put(5_000, "hello".getBytes(StandardCharsets.US_ASCII));
            map.force();
            assertThat(place.read("mapped")).isEqualTo("x".repeat(5_000) + "hello" + "x".repeat(4_995));
            PosixCalls calls = place.calls();
            int open = calls.open("mapped", O_WRONLY, 0);
            calls.writeAt(open, new byte[] {'z'}, 9_999);
            calls.close(open);
            channel.read(ByteBuffer.allocate(10_000), 0);
            assertThat(map.get(9_999)).isEqualTo((byte) 'z');
        }
    }

    /** A large file, written in parts that fit no page. */
    @Test
    default void write_largeFile_readsBack(Place place) {
        byte[] bytes = new byte[3_000_001];
        new Random(5).nextBytes(bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        place.write("large", text);
        assertThat(place.calls().stat("large").size()).isEqualTo(bytes.length);
        assertThat(place.read("large")).isEqualTo(text);
    }

    /** What one handle wrote, another one reads at once, also when it was open before. */
    @Test
    default void read_afterAnotherHandleWrote_isNew(Place place) {
        place.write("f", "old words");
        PosixCalls calls = place.calls();
        int reader = calls.open("f", O_RDONLY, 0);
        assertThat(Place.read(calls, reader)).isEqualTo("old words");
        int writer = calls.open("f", O_WRONLY, 0);
        calls.writeAt(writer, "new".getBytes(StandardCharsets.US_ASCII), 0);
        assertThat(Place.read(calls, reader)).isEqualTo("new words");
        calls.close(writer);
        place.write("f", "newest");
        assertThat(Place.read(calls, reader)).isEqualTo("newest");
        calls.close(reader);
    }

    /** A replaced file of the same length is read anew. */
    @Test
    default void read_afterRewriteOfTheSameLength_isNew(Place place) {
        for (int i = 0; i < 20; i++) {
            place.write("f", "round " + (10 + i));
            assertThat(place.read("f")).isEqualTo("round " + (10 + i));
        }
    }

    /** Appends through two handles and two names lose nothing. */
    @Test
    default void append_fromSeveralHandles_losesNothing(Place place) {
        place.write("a", "0");
        PosixCalls calls = place.calls();
        calls.link("a", "b");
        int first = calls.open("a", O_WRONLY | O_APPEND, 0);
        int second = calls.open("b", O_WRONLY | O_APPEND, 0);
        StringBuilder expected = new StringBuilder("0");
        for (int i = 1; i <= 40; i++) {
            calls.write(i % 2 == 0 ? first : second, Integer.toString(i).getBytes(StandardCharsets.US_ASCII));
            expected.append(i);
        }
        calls.close(first);
        calls.close(second);
        MountSuite.within(namesAgreeWithin(), () -> {
            assertThat(place.read("b")).isEqualTo(expected.toString());
            assertThat(calls.stat("b").size()).isEqualTo(expected.length());
        });
    }

    /** The flags of open. */
    @Test
    default void open_flags_doWhatTheySay(Place place) {
        PosixCalls calls = place.calls();
        refused(() -> calls.open("missing", O_RDONLY, 0), "ENOENT");
        refused(() -> calls.open("missing/file", O_WRONLY | O_CREAT, 0644), "ENOENT");
        place.write("f", "12345");
        refused(() -> calls.open("f", O_WRONLY | O_CREAT | O_EXCL, 0644), "EEXIST");
        refused(() -> calls.open("f/file", O_WRONLY | O_CREAT, 0644), "ENOTDIR");
        calls.mkdir("d", 0755);
        refused(() -> calls.open("d", O_WRONLY, 0), "EISDIR");
        refused(() -> calls.open("d", O_RDWR | O_CREAT, 0644), "EISDIR");
        calls.close(calls.open("f", O_WRONLY | O_CREAT, 0644));
        assertThat(place.read("f")).isEqualTo("12345");
        calls.close(calls.open("f", O_WRONLY | O_TRUNC, 0));
        assertThat(place.read("f")).isEmpty();
        assertThat(calls.stat("f").size()).isZero();
    }

    /** A handle does what it was opened for, and nothing after it was closed. */
    @Test
    default void handle_ofTheWrongKind_isRefused(Place place) {
        place.write("f", "12345");
        PosixCalls calls = place.calls();
        int reader = calls.open("f", O_RDONLY, 0);
        refused(() -> calls.writeAt(reader, new byte[1], 0), "EBADF");
        refused(() -> calls.truncateOpen(reader, 0), "EINVAL", "EBADF");
        calls.close(reader);
        refused(() -> calls.readAt(reader, new byte[1], 0), "EBADF");
        int writer = calls.open("f", O_WRONLY, 0);
        refused(() -> calls.readAt(writer, new byte[1], 0), "EBADF");
        calls.close(writer);
        int directory = calls.open(".", O_RDONLY, 0);
        refused(() -> calls.readAt(directory, new byte[1], 0), "EISDIR");
        calls.close(directory);
    }

    /** Shorter forgets, longer has zeros where nothing was written. */
    @Test
    default void truncate_shorterThenLonger_hasZeros(Place place) {
        place.write("f", "1234567890");
        PosixCalls calls = place.calls();
        calls.truncate("f", 4);
        assertThat(place.read("f")).isEqualTo("1234");
        calls.truncate("f", 8);
        assertThat(place.read("f")).isEqualTo("1234\0\0\0\0");
        int open = calls.open("f", O_RDWR, 0);
        calls.truncateOpen(open, 2);
        assertThat(calls.statOpen(open).size()).isEqualTo(2);
        calls.truncateOpen(open, 5_000);
        calls.close(open);
        assertThat(place.read("f")).isEqualTo("12" + "\0".repeat(4_998));
        refused(() -> calls.truncate("f", -1), "EINVAL");
        refused(() -> calls.truncate("missing", 0), "ENOENT");
        refused(() -> calls.truncate(".", 0), "EISDIR");
    }

    /** A hole reads as zeros and takes no room. */
    @Test
    default void hole_beforeWhatWasWritten_isZerosAndTakesNoRoom(Place place) {
        PosixCalls calls = place.calls();
        int open = calls.open("hole", O_RDWR | O_CREAT, 0644);
        calls.writeAt(open, new byte[] {1}, 20L << 20);
        calls.sync(open);
        byte[] read = new byte[65_536];
        assertThat(calls.readAt(open, read, 10L << 20)).isEqualTo(read.length);
        assertThat(read).containsOnly(0);
        calls.close(open);
        assertThat(calls.stat("hole").size()).isEqualTo((20L << 20) + 1);
        assertThat(calls.stat("hole").blocks() * 512).isLessThan(10L << 20);
    }

    /** Room can be taken in advance, where the host can. */
    @Test
    default void allocate_beyondTheEnd_makesLongerOrIsUnsupported(Place place) {
        PosixCalls calls = place.calls();
        int open = calls.open("f", O_RDWR | O_CREAT, 0644);
        calls.writeAt(open, new byte[] {7}, 0);
        try {
            calls.allocate(open, 0, 100_000);
            assertThat(calls.statOpen(open).size()).isEqualTo(100_000);
            byte[] read = new byte[10];
            calls.readAt(open, read, 0);
            assertThat(read).containsExactly(7, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        } catch (PosixException refusal) {
            assertThat(refusal.errno()).isEqualTo("EOPNOTSUPP");
        }
        refused(() -> calls.allocate(open, -1, 10), "EINVAL");
        calls.close(open);
    }

    /** No offset and no length is out of bounds without an error. */
    @Test
    default void offset_outOfBounds_isRefused(Place place) {
        place.write("f", "12345");
        PosixCalls calls = place.calls();
        int open = calls.open("f", O_RDWR, 0);
        assertThat(calls.readAt(open, new byte[10], 5)).isZero();
        assertThat(calls.readAt(open, new byte[10], 1L << 40)).isZero();
        assertThat(calls.readAt(open, new byte[10], 3)).isEqualTo(2);
        refused(() -> calls.readAt(open, new byte[10], -1), "EINVAL");
        refused(() -> calls.writeAt(open, new byte[10], -1), "EINVAL");
        refused(() -> calls.writeAt(open, new byte[10], Long.MAX_VALUE - 2), "EINVAL", "EFBIG");
        refused(() -> calls.truncateOpen(open, Long.MAX_VALUE), "EINVAL", "EFBIG", "ENOSPC");
        assertThat(calls.statOpen(open).size()).isEqualTo(5);
        calls.close(open);
        assertThat(place.read("f")).isEqualTo("12345");
    }

    /** An unlinked file lives until it is closed, and its name can be used again. */
    @Test
    default void unlink_openFile_livesUntilItIsClosed(Place place) {
        place.write("f", "old");
        PosixCalls calls = place.calls();
        int open = calls.open("f", O_RDWR, 0);
        calls.unlink("f");
        assertThat(place.exists("f")).isFalse();
        place.write("f", "another");
        calls.writeAt(open, "er".getBytes(StandardCharsets.US_ASCII), 3);
        assertThat(Place.read(calls, open)).isEqualTo("older");
        assertThat(calls.statOpen(open).links()).isZero();
        calls.close(open);
        assertThat(place.read("f")).isEqualTo("another");
        // The kernel tells a mount of the last close when it comes to it.
        MountSuite.within(RELEASE, () -> assertThat(place.entries(".")).containsExactlyInAnyOrder(".", "..", "f"));
    }

    /** A file that was renamed over lives in its handles. */
    @Test
    default void rename_overAnOpenFile_leavesItToItsHandle(Place place) {
        place.write("f", "replaced");
        place.write("g", "new");
        PosixCalls calls = place.calls();
        int open = calls.open("f", O_RDONLY, 0);
        calls.rename("g", "f");
        assertThat(Place.read(calls, open)).isEqualTo("replaced");
        assertThat(place.read("f")).isEqualTo("new");
        calls.close(open);
        assertThat(place.names(".")).containsExactly("f");
    }

    /** Hundreds of handles at once, each with its own file and offset. */
    @Test
    default void handles_manyAtOnce_keepApart(Place place) {
        PosixCalls calls = place.calls();
        List<Integer> handles = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int open = calls.open("f" + i % 50, O_RDWR | O_CREAT, 0644);
            calls.writeAt(open, new byte[] {(byte) i}, i);
            handles.add(open);
        }
        byte[] one = new byte[1];
        for (int i = 0; i < 500; i++) {
            assertThat(calls.readAt(handles.get(i), one, i)).isEqualTo(1);
            assertThat(one[0]).isEqualTo((byte) i);
        }
        handles.forEach(calls::close);
    }

    /** Sync may be asked of any handle, also of a directory's. */
    @Test
    default void sync_ofFilesAndDirectories_returns(Place place) {
        place.write("f", "12345");
        PosixCalls calls = place.calls();
        for (String name : Arrays.asList("f", ".")) {
            int open = calls.open(name, O_RDONLY, 0);
            calls.sync(open);
            calls.close(open);
        }
        assertThat(place.read("f")).isEqualTo("12345");
    }
}
