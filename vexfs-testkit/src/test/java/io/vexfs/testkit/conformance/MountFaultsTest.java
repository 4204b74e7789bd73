package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vexfs.testkit.mount.Mounted;
import io.vexfs.testkit.mount.Patience;
import io.vexfs.testkit.mount.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A fixture that is at fault is named, and does not keep the suite from its other tests. */
class MountFaultsTest {
    @Test
    void suite_fixtureThrowsFromClose_namesItAndRunsEveryTest() {
        Map<String, String> failed = SuiteRun.failures(ThrowsFromClose.class);

        assertThat(failed).hasSize(1);
        assertThat(failed.get("MountFaultsTest$ThrowsFromClose"))
                .contains("close of ThrowsFromClose: expected to end, was java.io.IOException: the disk is on fire");
    }

    @Test
    void suite_fixtureCannotMount_namesItForEachTest() {
        assertThat(SuiteRun.failures(CannotMount.class))
                .hasSize(2)
                .allSatisfy((test, why) -> assertThat(why).contains("no room"));
    }

    @Test
    void within_whatHangs_isCutOffAndSaysWhere() {
        CountDownLatch cut = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);

        assertThat(catchThrowable(() -> Patience.within(Duration.ofSeconds(2), "close of it", cut::countDown, () -> {
                    never.await();
                    return true;
                })))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("close of it: expected to end within 2 s, hung in ")
                .hasMessageContaining("CountDownLatch");
        assertThat(cut.getCount()).isZero();
    }

    /** Two tests that pass. */
    interface TwoTests extends MountSuite {
        @Test
        default void first(Place place) {
            place.write("f", "x");
        }

        @Test
        default void second(Place place) {
            assertThat(place.names(".")).isEmpty();
        }
    }

    static class ThrowsFromClose implements TwoTests {
        @Override
        public Mounted mount(Path work) throws IOException {
            Mounted right = PlainDirectory.in(work);
            return new Mounted() {
                @Override
                public Path point() {
                    return right.point();
                }

                @Override
                public void remount() {
                    // Never asked for.
                }

                @Override
                public void close() throws IOException {
                    throw new IOException("the disk is on fire");
                }
            };
        }
    }

    static class CannotMount implements TwoTests {
        @Override
        public Mounted mount(Path work) throws IOException {
            throw new IOException("no room");
        }
    }
}
