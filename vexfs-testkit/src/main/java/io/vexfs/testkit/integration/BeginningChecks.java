package io.vexfs.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import io.vexfs.testkit.mount.VectorPlace;
import java.util.List;

/** A new mount, and the same one again. */
final class BeginningChecks {
    private static final double NANOS_PER_MILLI = 1e6;

    private BeginningChecks() {}

    static List<IntegrationCheck> all() {
        return List.of(
                check("mount_new_isAnEmptyDirectory", BeginningChecks::empty),
                check("mount_new_hasItsControlFiles", BeginningChecks::controls),
                check("mount_new_isInStep", BeginningChecks::inStep),
                check("collection_new_takesItsSettings", BeginningChecks::settings),
                check("remount_keepsFilesVectorsAndSettings", BeginningChecks::remount));
    }

    private static IntegrationCheck check(String name, IntegrationCheck.Body body) {
        return new IntegrationCheck(Area.INITIALISATION, name, body);
    }

    private static String empty(IntegrationMount mount) {
        assertThat(mount.root().stat(".").type()).isEqualTo(0040000);
        assertThat(mount.place().names(".")).isEmpty();
        return "";
    }

    private static String controls(IntegrationMount mount) {
        PosixCalls calls = mount.root();
        long open = calls.openDirectory(".vexfs");
        List<String> names = Place.rest(calls, open);
        calls.closeDirectory(open);
        assertThat(names).contains("search", "sync", "status.json", "metrics.json", "metrics.prom", "errors.jsonl");
        return names.size() - 2 + " files";
    }

    private static String inStep(IntegrationMount mount) {
        mount.sync();
        assertThat(mount.control("status.json"))
                .containsPattern("\"synced\"\\s*:\\s*true")
                .containsPattern("\"pending\"\\s*:\\s*0\\b")
                .containsPattern("\"readOnly\"\\s*:\\s*false")
                .containsPattern("\"lastFailure\"\\s*:\\s*null");
        return "";
    }

    private static String settings(IntegrationMount mount) {
        Place place = mount.collection().place();
        place.putAttribute(".", "user.vexfs.dimensions", "3");
        assertThat(place.attribute(".", "user.vexfs.metric")).hasValue("l2");
        assertThat(place.attribute(".", "user.vexfs.dimensions")).hasValue("3");
        assertThat(mount.control("status.json")).contains("\"" + place.path() + "\"");
        return "";
    }

    private static String remount(IntegrationMount mount) throws Exception {
        VectorPlace vectors = mount.collection().with("a.vec", "b.vec");
        vectors.place().write("notes.txt", "kept");
        long start = System.nanoTime();
        mount.remount();
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        assertThat(vectors.near(1)).containsExactly(VectorPlace.hit("a.vec", 0), VectorPlace.hit("b.vec", 1));
        assertThat(vectors.place().read("notes.txt")).isEqualTo("kept");
        assertThat(vectors.place().attribute(".", "user.vexfs.metric")).hasValue("l2");
        return Math.round(millis) + " ms to mount again";
    }
}
