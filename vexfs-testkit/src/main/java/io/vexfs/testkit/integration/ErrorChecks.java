package io.vexfs.testkit.integration;

import static io.vexfs.testkit.mount.VectorPlace.hit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import io.vexfs.testkit.mount.PosixException;
import io.vexfs.testkit.mount.VectorPlace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What is refused, that it is refused by name, and that everything is there after it. */
final class ErrorChecks {
    private static final int HANDLES = 200;

    private ErrorChecks() {}

    static List<IntegrationCheck> all() {
        return List.of(
                check("close_noVector_isEinvalAndKeepsTheBytes", ErrorChecks::noVector),
                check("search_noQuery_isRefusedByName", ErrorChecks::noQuery),
                check("names_tooLongOrTaken_areRefused", ErrorChecks::names),
                check("handles_leftHalfway_disturbNobody", ErrorChecks::halfway),
                check("remount_afterErrors_hasEverything", ErrorChecks::recovery));
    }

    private static IntegrationCheck check(String name, IntegrationCheck.Body body) {
        return new IntegrationCheck(Area.ERRORS, name, body);
    }

    private static void refused(ThrowingCallable call, String... errnos) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PosixException.class,
                        refusal -> assertThat(refusal.errno())
                                .as(refusal.getMessage())
                                .isIn((Object[]) errnos));
    }

    private static String noVector(IntegrationMount mount) {
        VectorPlace place = mount.collection().with("a.vec");
        for (String text : List.of("words", "1 2 3", "1 inf", "1,,2", "[1 2")) {
            refused(() -> place.place().write("bad.vec", text), "EINVAL");
            assertThat(place.place().read("bad.vec")).isEqualTo(text);
            assertThat(place.status("bad.vec").orElse("none")).matches("(invalid|wrong-dimensions): .+");
        }
        assertThat(mount.control("errors.jsonl")).contains(place.place().path() + "/bad.vec");
        assertThat(place.near(1)).containsExactly(hit("a.vec", 0));
        return "";
    }

    private static String noQuery(IntegrationMount mount) {
        VectorPlace place = mount.collection().with("a.vec");
        String begin = "{\"collection\":\"" + place.place().path() + "\",";
        assertThat(place.asked(begin + "\"vector\":[1,2,3]}")).contains("DIMENSION_MISMATCH");
        assertThat(place.asked(begin + "\"like\":\"missing.vec\"}")).contains("\"error\"", "missing.vec");
        assertThat(place.asked("{\"collection\":\"/no/such\",\"vector\":[1,2]}"))
                .contains("\"error\"", "/no/such");
        assertThat(place.asked(begin + "\"vector\":[1,0],\"k\":0}")).contains("\"error\"");
        assertThat(place.asked("[]")).contains("\"error\"");
        refused(() -> place.place().names(".search/like=a.vec,colour=red"), "EINVAL");
        refused(() -> place.place().names(".search/like=missing.vec"), "ENOENT");
        assertThat(place.near(1)).containsExactly(hit("a.vec", 0));
        return "";
    }

    private static String names(IntegrationMount mount) {
        Place place = mount.place();
        refused(() -> place.write("n".repeat(256), "x"), "ENAMETOOLONG");
        refused(() -> place.calls().mkdir(".search", 0755), "EEXIST", "EPERM", "EACCES");
        refused(() -> mount.root().mkdir(".vexfs", 0755), "EEXIST", "EPERM", "EACCES");
        refused(() -> mount.root().unlink(".vexfs/status.json"), "EPERM", "EACCES", "EROFS");
        refused(() -> mount.root().rename(".vexfs/status.json", "mine"), "EPERM", "EACCES", "EXDEV", "EROFS");
        place.write("n".repeat(255), "x");
        assertThat(place.names(".")).hasSize(1);
        return "";
    }

    private static String halfway(IntegrationMount mount) {
        VectorPlace place = mount.collection().with("a.vec");
        PosixCalls root = mount.root();
        List<Integer> handles = new ArrayList<>();
        for (int i = 0; i < HANDLES; i++) {
            int open = root.open(".vexfs/search", PosixCalls.O_RDWR, 0);
            root.write(open, "{\"vector\":[1,".getBytes(StandardCharsets.US_ASCII));
            handles.add(open);
        }
        assertThat(place.near(1)).containsExactly(hit("a.vec", 0));
        for (int open : handles) {
            try {
                root.close(open);
            } catch (PosixException half) {
                assertThat(half.errno()).isEqualTo("EINVAL");
            }
        }
        place.place().write("b.vec", "2 0\n");
        assertThat(place.near(1)).containsExactly(hit("a.vec", 0), hit("b.vec", 1));
        return HANDLES + " handles";
    }

    private static String recovery(IntegrationMount mount) throws Exception {
        VectorPlace place = mount.collection().with("a.vec", "b.vec");
        refused(() -> place.place().write("b.vec", "words"), "EINVAL");
        refused(() -> place.place().write("c.vec", "1 2 3"), "EINVAL");
        mount.remount();
        assertThat(place.near(1)).containsExactly(hit("a.vec", 0));
        assertThat(place.place().read("b.vec") + place.place().read("c.vec")).isEqualTo("words1 2 3");
        assertThat(place.status("b.vec").orElse("none")).startsWith("invalid: ");
        place.place().write("b.vec", "2 0\n");
        assertThat(place.near(1)).containsExactly(hit("a.vec", 0), hit("b.vec", 1));
        return "";
    }
}
