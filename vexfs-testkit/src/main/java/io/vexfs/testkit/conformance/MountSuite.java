package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.testkit.mount.MountFixture;
import io.vexfs.testkit.mount.PosixException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the suites of a mount share: the fixture, mounted once for a class, and a directory of its own for each test. */
@ExtendWith(MountedTests.class)
public interface MountSuite extends MountFixture {
    /** How often {@link #within} looks. */
    long TICK_NANOS = 20_000_000L;

    /**
     * How long the names of one file may tell different sizes and read different lengths: zero, but for kernels that
     * know a file by its name, as they do with libfuse 2, and keep what they know.
     */
    default Duration namesAgreeWithin() {
        return Duration.ofMillis(1_500);
    }

    /** Checks something that becomes true within a while; with zero, at once. */
    static void within(Duration limit, Runnable check) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - end < 0) {
            try {
                check.run();
                return;
            } catch (AssertionError notYet) {
                LockSupport.parkNanos(TICK_NANOS);
            }
        }
        check.run();
    }

    /** Checks that a call is refused with one of some error numbers, as POSIX leaves a choice here and there. */
    static void refused(ThrowingCallable call, String... errnos) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PosixException.class,
                        refusal -> assertThat(refusal.errno())
                                .as(refusal.getMessage())
                                .isIn((Object[]) errnos));
    }
}
