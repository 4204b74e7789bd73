package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.MountSuite.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Directories as they are listed, also while they change. */
public interface ListingConformance extends MountSuite {
    private static List<String> fill(Place place, int files) {
        List<String> names =
                IntStream.range(0, files).mapToObj(i -> "file-" + i).toList();
        PosixCalls calls = place.calls();
        names.forEach(name -> calls.mknod(name, 0100644));
        return names;
    }

    /** Every name once, and the two dots. */
    @Test
    default void list_manyFiles_givesEachOnce(Place place) {
        List<String> names = fill(place, 3_000);
        List<String> expected = new ArrayList<>(names);
        expected.addAll(List.of(".", ".."));
        assertThat(place.entries(".")).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** What was there all the time is listed once, however many names go meanwhile. */
    @Test
    default void list_whileFilesAreRemoved_givesTheOthersOnce(Place place) {
        List<String> names = fill(place, 2_000);
        PosixCalls calls = place.calls();
        long open = calls.openDirectory(".");
        List<String> listed = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            listed.add(calls.nextName(open).orElseThrow());
        }
        List<String> stay = new ArrayList<>(names);
        for (int i = 0; i < names.size(); i += 2) {
            calls.unlink(names.get(i));
            stay.remove(names.get(i));
        }
        listed.addAll(Place.rest(calls, open));
        calls.closeDirectory(open);
        assertThat(listed).doesNotHaveDuplicates().containsAll(stay);
        assertThat(place.names(".")).containsExactlyInAnyOrderElementsOf(stay);
    }

    /** What was there all the time is listed once, however many names come and change meanwhile. */
    @Test
    default void list_whileFilesComeAndAreRenamed_givesTheOthersOnce(Place place) {
        List<String> names = fill(place, 1_000);
        PosixCalls calls = place.calls();
        long open = calls.openDirectory(".");
        List<String> listed = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            listed.add(calls.nextName(open).orElseThrow());
        }
        for (int i = 0; i < 500; i++) {
            calls.mknod("new-" + i, 0100644);
        }
        for (int i = 0; i < 100; i++) {
            calls.rename(names.get(i), "renamed-" + i);
        }
        listed.addAll(Place.rest(calls, open));
        calls.closeDirectory(open);
        assertThat(listed).doesNotHaveDuplicates().containsAll(names.subList(100, 1_000));
        assertThat(place.names(".")).hasSize(1_500);
    }

    /** Rewound, an open directory shows what is there now. */
    @Test
    default void rewind_afterChanges_showsThem(Place place) {
        fill(place, 10);
        PosixCalls calls = place.calls();
        long open = calls.openDirectory(".");
        assertThat(Place.rest(calls, open)).hasSize(12);
        calls.unlink("file-3");
        place.write("later", "x");
        calls.rewind(open);
        assertThat(Place.rest(calls, open)).hasSize(12).contains("later").doesNotContain("file-3");
        calls.closeDirectory(open);
    }

    /** While all that is listed is removed, as rm -r does, nothing is left out. */
    @Test
    default void list_whileRemovingWhatIsListed_leavesNothing(Place place) {
        fill(place, 1_500);
        PosixCalls calls = place.calls();
        long open = calls.openDirectory(".");
        for (var name = calls.nextName(open); name.isPresent(); name = calls.nextName(open)) {
            if (!name.get().startsWith(".")) {
                calls.unlink(name.get());
            }
        }
        calls.closeDirectory(open);
        assertThat(place.names(".")).isEmpty();
    }

    /** What is no directory cannot be listed. */
    @Test
    default void list_noDirectory_isRefused(Place place) {
        place.write("f", "x");
        PosixCalls calls = place.calls();
        refused(() -> calls.openDirectory("f"), "ENOTDIR");
        refused(() -> calls.openDirectory("missing"), "ENOENT");
    }
}
