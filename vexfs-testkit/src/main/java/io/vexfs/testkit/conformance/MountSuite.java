package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.testkit.mount.MountFixture;
import io.vexfs.testkit.mount.PosixException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the suites of a mount share: the fixture, mounted once for a class, and a directory of its own for each test. */
@ExtendWith(MountedTests.class)
public interface MountSuite extends MountFixture {
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
