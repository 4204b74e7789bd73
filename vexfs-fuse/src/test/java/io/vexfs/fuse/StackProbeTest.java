package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** The probe sees what a thread really uses of its stack. */
class StackProbeTest {
    /** The JVM may compile the recursion anew between two measurements, which are then not of the same frames. */
    private static final int ATTEMPTS = 10;

    private int depth(int frames) {
        return frames == 0 ? 1 : depth(frames - 1) + 1;
    }

    /** Bytes that recursion so deep takes; the least of some tries, as a collection may come in between. */
    private int used(StackProbe probe, int frames) {
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            probe.paint();
            int depth = depth(frames);
            least = Math.min(least, probe.used());
            assertThat(depth).isEqualTo(frames + 1);
        }
        return least;
    }

    private static void inThread(long stackBytes, Runnable task) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, task, "stack-test", stackBytes);
        thread.setUncaughtExceptionHandler((where, thrown) -> failure.set(thrown));
        thread.start();
        thread.join();
        if (failure.get() instanceof TestAbortedException skipped) {
            throw skipped;
        }
        assertThat(failure.get()).isNull();
    }

    @Test
    void used_ofDeeperRecursion_growsWithIt() throws InterruptedException {
        inThread(StackBudget.THREAD_BYTES, () -> {
            try (StackProbe probe = new StackProbe()) {
                assumeTrue(probe.works(), "the kernel does not tell where a stack ends");
                for (int i = 0; i < 20_000; i++) {
                    depth(20);
                }
                assertThat(IntStream.range(0, ATTEMPTS)).anyMatch(attempt -> growsWithDepth(probe));
            }
        });
    }

    private boolean growsWithDepth(StackProbe probe) {
        int shallow = used(probe, 1);
        int middle = used(probe, 200);
        int deep = used(probe, 400);
        // A compiled frame of this method has 8 bytes a level at least, an interpreted one 150 at most.
        return shallow < middle
                && middle >= 199 * 8
                && middle <= 60_000
                && deep - middle >= 199 * 8
                && deep - middle <= 40_000;
    }

    @Test
    void used_ofMoreThanItsReach_isItsReach() throws InterruptedException {
        inThread(StackBudget.THREAD_BYTES, () -> {
            try (StackProbe probe = new StackProbe()) {
                assumeTrue(probe.works(), "the kernel does not tell where a stack ends");
                assertThat(used(probe, 5_000))
                        .isBetween(StackProbe.REACH_BYTES - 1_024, StackProbe.REACH_BYTES + StackProbe.UNSEEN_BYTES);
            }
        });
    }

    @Test
    void used_ofNothing_isSmallAndTheStackIsUnharmed() throws InterruptedException {
        inThread(StackBudget.THREAD_BYTES, () -> {
            try (StackProbe probe = new StackProbe()) {
                assumeTrue(probe.works(), "the kernel does not tell where a stack ends");
                int least = Integer.MAX_VALUE;
                for (int i = 0; i < 20_000; i++) {
                    probe.paint();
                    least = Math.min(least, probe.used());
                }
                assertThat(least).isBetween(1, 4_096);
                assertThat(depth(100)).isEqualTo(101);
            }
        });
    }
}
