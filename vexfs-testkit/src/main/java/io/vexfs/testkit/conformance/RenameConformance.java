package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.MountSuite.refused;
import static io.vexfs.testkit.mount.PosixCalls.O_RDWR;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Renaming: atomic, over what is there, refused where it makes no sense. */
public interface RenameConformance extends MountSuite {
    /** The new name has the file, the old one nothing. */
    @Test
    default void rename_file_isUnderTheNewNameAlone(Place place) {
        PosixCalls calls = place.calls();
        calls.mkdir("d", 0755);
        place.write("a", "1");
        long inode = calls.stat("a").inode();
        calls.rename("a", "d/b");
        assertThat(place.exists("a")).isFalse();
        assertThat(place.read("d/b")).isEqualTo("1");
        assertThat(calls.stat("d/b").inode()).isEqualTo(inode);
        assertThat(place.names(".")).containsExactly("d");
        assertThat(place.names("d")).containsExactly("b");
    }

    /** A file that is replaced is gone, its other names are not. */
    @Test
    default void rename_overAFile_replacesIt(Place place) {
        PosixCalls calls = place.calls();
        place.write("old", "old");
        calls.link("old", "kept");
        place.write("new", "new");
        calls.rename("new", "old");
        assertThat(place.read("old")).isEqualTo("new");
        assertThat(place.read("kept")).isEqualTo("old");
        assertThat(place.names(".")).containsExactly("kept", "old");
        place.write("newer", "newer");
        calls.rename("newer", "old");
        assertThat(place.read("old")).isEqualTo("newer");
    }

    /** A directory moves with all that is in it, and over an empty one. */
    @Test
    default void rename_directory_movesWhatIsInIt(Place place) {
        PosixCalls calls = place.calls();
        calls.mkdir("d", 0755);
        calls.mkdir("d/e", 0755);
        place.write("d/e/f", "deep");
        assertThat(place.read("d/e/f")).isEqualTo("deep");
        calls.rename("d", "g");
        assertThat(place.read("g/e/f")).isEqualTo("deep");
        assertThat(place.exists("d")).isFalse();
        refused(() -> calls.stat("d/e/f"), "ENOENT");
        calls.mkdir("empty", 0755);
        calls.rename("g", "empty");
        assertThat(place.read("empty/e/f")).isEqualTo("deep");
        assertThat(place.names(".")).containsExactly("empty");
    }

    /** Over what cannot be replaced. */
    @Test
    default void rename_overTheWrongKind_isRefused(Place place) {
        PosixCalls calls = place.calls();
        calls.mkdir("d", 0755);
        calls.mkdir("full", 0755);
        place.write("full/x", "x");
        place.write("f", "f");
        refused(() -> calls.rename("f", "d"), "EISDIR");
        refused(() -> calls.rename("d", "f"), "ENOTDIR");
        refused(() -> calls.rename("d", "full"), "ENOTEMPTY", "EEXIST");
        refused(() -> calls.rename("d", "d/below"), "EINVAL");
        refused(() -> calls.rename("full", "full/x/y"), "ENOTDIR", "EINVAL");
        refused(() -> calls.rename("missing", "g"), "ENOENT");
        refused(() -> calls.rename("f", "missing/g"), "ENOENT");
        refused(() -> calls.rename("f", "f/g"), "ENOTDIR");
        refused(() -> calls.rename("d/.", "g"), "EBUSY", "EINVAL");
        assertThat(place.names(".")).containsExactly("d", "f", "full");
        assertThat(place.read("full/x")).isEqualTo("x");
    }

    /** To itself and to another name of the same file it does nothing. */
    @Test
    default void rename_toTheSameFile_doesNothing(Place place) {
        PosixCalls calls = place.calls();
        place.write("a", "1");
        calls.rename("a", "a");
        calls.link("a", "b");
        calls.rename("a", "b");
        assertThat(place.names(".")).containsExactly("a", "b");
        assertThat(place.read("a") + place.read("b")).isEqualTo("11");
    }

    /** Symbolic links are renamed, not what they lead to. */
    @Test
    default void rename_symlink_leavesItsTarget(Place place) {
        PosixCalls calls = place.calls();
        place.write("f", "target");
        calls.symlink("f", "s");
        calls.rename("s", "t");
        assertThat(calls.readlink("t")).isEqualTo("f");
        place.write("g", "over");
        calls.rename("g", "t");
        assertThat(place.read("t")).isEqualTo("over");
        assertThat(place.read("f")).isEqualTo("target");
    }

    /** An open file keeps its content and takes writes under its new name. */
    @Test
    default void rename_openFile_goesOnUnderItsNewName(Place place) {
        PosixCalls calls = place.calls();
        place.write("a", "12345");
        int open = calls.open("a", O_RDWR, 0);
        calls.rename("a", "b");
        calls.writeAt(open, "XY".getBytes(StandardCharsets.US_ASCII), 1);
        calls.truncateOpen(open, 4);
        assertThat(calls.statOpen(open).size()).isEqualTo(4);
        calls.close(open);
        assertThat(place.read("b")).isEqualTo("1XY4");
    }

    /** Many random renames, links and unlinks: the directory is what a map would be. */
    @Test
    default void randomNames_always_agreeWithAMap(Place place) {
        Random random = new Random(11);
        Map<String, String> expected = new HashMap<>();
        PosixCalls calls = place.calls();
        for (int step = 0; step < 400; step++) {
            String name = "n" + random.nextInt(8);
            String other = "n" + random.nextInt(8);
            switch (random.nextInt(4)) {
                case 0 -> {
                    // A new file each time: a rewritten one may have other names.
                    if (expected.remove(name) != null) {
                        calls.unlink(name);
                    }
                    place.write(name, "step " + step);
                    expected.put(name, "step " + step);
                }
                case 1 -> {
                    if (expected.remove(name) != null) {
                        calls.unlink(name);
                    }
                }
                case 2 -> rename(calls, expected, name, other);
                default -> {
                    if (expected.containsKey(name) && !expected.containsKey(other)) {
                        calls.link(name, other);
                        expected.put(other, expected.get(name));
                    }
                }
            }
            assertThat(place.names(".")).as("step %d", step).containsExactlyInAnyOrderElementsOf(expected.keySet());
            if (expected.containsKey(other)) {
                assertThat(place.read(other)).as("step %d", step).isEqualTo(expected.get(other));
            }
        }
    }

    private static void rename(PosixCalls calls, Map<String, String> expected, String name, String other) {
        String text = expected.get(name);
        if (text == null) {
            refused(() -> calls.rename(name, other), "ENOENT");
            return;
        }
        if (!name.equals(other) && text.equals(expected.get(other))) {
            // Two names of one file: what libfuse 2 does depends on whether it has been told of the last close.
            return;
        }
        calls.rename(name, other);
        expected.remove(name);
        expected.put(other, text);
    }
}
