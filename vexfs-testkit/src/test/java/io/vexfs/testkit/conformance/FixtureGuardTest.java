package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.VectorStore;
import io.vexfs.testkit.model.MemoryBridge;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bad fixture is named, and costs no other test. */
class FixtureGuardTest {
    private static final String HANGS = "close_twice_thenEverythingIsClosed";

    private static volatile CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void release() {
        never.countDown();
        never = new CountDownLatch(1);
    }

    @Test
    void suite_fixtureHangs_namesTestAndPlaceAndGoesOn() {
        SuiteRun run = run(HangingStore.class, 15);

        assertThat(run.tests()).isGreaterThan(5);
        assertThat(run.failures()).containsOnlyKeys(HANGS);
        assertThat(run.failures().get(HANGS))
                .contains("HangingStore." + HANGS + ": expected an end within 15 s, hangs")
                .contains("FixtureGuardTest.waitForever");
    }

    @Test
    void suite_closeThrows_namesEachTestAndGoesOn() {
        SuiteRun run = run(ThrowingStore.class, 30);

        assertThat(run.tests()).isGreaterThan(5);
        assertThat(run.failures())
                .hasSize(run.tests())
                .allSatisfy((test, message) -> assertThat(message).contains("the disk is gone"));
    }

    @Test
    void suite_threadsAreLeft_namesThem() {
        SuiteRun run = run(LeakingStore.class, 30);

        assertThat(run.failures()).hasSize(1);
        assertThat(run.failures().get(HANGS))
                .endsWith("LeakingStore." + HANGS + ": expected no threads to be left, was [left-behind]");
    }

    private static SuiteRun run(Class<?> suite, int seconds) {
        return SuiteRun.of(suite, method -> true, Map.of(FixtureGuard.SECONDS, Integer.toString(seconds)));
    }

    private static void waitForever() {
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException ignored) {
                // A fixture that hangs listens to nobody.
                continue;
            }
        }
    }

    private static VectorStore right(DistanceMetric metric, int dimensions) {
        MemoryBridge bridge = new MemoryBridge();
        bridge.createCollection("/store", new CollectionSettings(metric, dimensions));
        return bridge.open("/store");
    }

    /** Its sync waits for what never comes; one test syncs. */
    static class HangingStore implements VectorStoreConformance {
        @Override
        public VectorStore open(DistanceMetric metric, int dimensions) {
            return SeededBug.wrapped(VectorStore.class, right(metric, dimensions), (name, arguments) -> {
                if (name.equals("sync")) {
                    waitForever();
                }
                return SeededBug.PASS;
            });
        }
    }

    /** Its close always throws. */
    static class ThrowingStore implements VectorStoreConformance {
        @Override
        public VectorStore open(DistanceMetric metric, int dimensions) {
            return SeededBug.wrapped(VectorStore.class, right(metric, dimensions), (name, arguments) -> {
                if (name.equals("close")) {
                    throw new IllegalStateException("the disk is gone");
                }
                return SeededBug.PASS;
            });
        }
    }

    /** Its sync starts a thread that nobody ends. */
    static class LeakingStore implements VectorStoreConformance {
        private boolean started;

        @Override
        public VectorStore open(DistanceMetric metric, int dimensions) {
            return SeededBug.wrapped(VectorStore.class, right(metric, dimensions), (name, arguments) -> {
                if (name.equals("sync") && !started) {
                    started = true;
                    new Thread(FixtureGuardTest::waitForever, "left-behind").start();
                }
                return SeededBug.PASS;
            });
        }
    }
}
