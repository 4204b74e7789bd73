package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.FileStat;
import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import org.junit.jupiter.api.Test;

/** Files that are still there when the store is mounted again: all of them, as they were. */
public interface RemountConformance extends MountSuite {
    /** Files, links, names of any bytes, modes, times and attributes. */
    @Test
    default void remount_files_areAsTheyWere(Place place) throws Exception {
        PosixCalls calls = place.calls();
        place.write("f", "content");
        place.write("n\u00ff", "bytes");
        calls.link("f", "g");
        calls.symlink("f", "s");
        calls.mkdir("d", 0750);
        place.write("gone", "x");
        calls.unlink("gone");
        calls.chmod("f", 0604);
        place.putAttribute("f", "user.color", "red");
        calls.times("f", 11, 12, 13, 14);
        FileStat before = calls.stat("f");
        place.remount();
        FileStat after = calls.stat("f");
        assertThat(after.mode()).isEqualTo(before.mode());
        assertThat(after.modified()).isEqualTo(before.modified());
        assertThat(after.links()).isEqualTo(2);
        assertThat(after.inode()).isEqualTo(calls.stat("g").inode());
        assertThat(place.names(".")).containsExactlyInAnyOrder("f", "n\u00ff", "g", "s", "d");
        assertThat(place.read("s") + place.read("n\u00ff")).isEqualTo("contentbytes");
        assertThat(place.attribute("f", "user.color")).hasValue("red");
        assertThat(calls.stat("d").permissions()).isEqualTo(0750);
    }
}
