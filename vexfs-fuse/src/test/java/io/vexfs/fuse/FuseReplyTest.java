package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vexfs.api.AlertWatch;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import io.vexfs.api.PerformanceThresholds;
import io.vexfs.api.Readings;
import io.vexfs.api.VexfsException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.Test;

class FuseReplyTest {
    private final MountMetrics metrics = new MountMetrics(true);
    private final ErrorLog errors = new ErrorLog(InstantSource.system());
    private final AccessLog access = new AccessLog(8, () -> new Caller(1, 2, 3), InstantSource.system());
    private final FuseReply reply = new FuseReply(metrics, errors, access, new StackBudget(0));
    private final AlertWatch alerts =
            new AlertWatch(() -> Readings.NONE, PerformanceThresholds.DEFAULT, alert -> {}, InstantSource.system());

    private int run(IntSupplier body) {
        return reply.run(Operation.READ, now -> body.getAsInt());
    }

    private int fails(Throwable failure) {
        return run(() -> {
            throw FuseReplyTest.<RuntimeException>sneak(failure);
        });
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @Test
    void run_anAnswer_isPassedOn() {
        assertThat(run(() -> 42)).isEqualTo(42);
    }

    @Test
    void run_anyThrowable_becomesANegativeNumber() {
        assertThat(fails(new ErrnoException(Linux.ENOTDIR))).isEqualTo(-Linux.ENOTDIR);
        assertThat(fails(new VexfsException(FuseVexfsError.NO_SPACE, "full"))).isEqualTo(-28);
        assertThat(fails(new IllegalStateException("a bug"))).isEqualTo(-Linux.EIO);
        assertThat(fails(new StackOverflowError())).isEqualTo(-Linux.ENOMEM);
        assertThat(fails(new OutOfMemoryError())).isEqualTo(-Linux.ENOMEM);
        assertThat(fails(new AssertionError("a bug"))).isEqualTo(-Linux.EIO);
    }

    @Test
    void run_everyAnswer_isCounted() {
        run(() -> 0);
        fails(new ErrnoException(Linux.EIO));
        assertThat(metrics.samples(3, alerts))
                .contains(
                        new MetricSample.Counter("vexfs.fuse.read.errors", 1),
                        new MetricSample.Gauge("vexfs.fuse.open.files", 3))
                .anySatisfy(sample -> assertThat(sample).isInstanceOfSatisfying(MetricSample.Timer.class, timer -> {
                    assertThat(timer.name()).isEqualTo("vexfs.fuse.read.nanos");
                    assertThat(timer.count()).isEqualTo(2);
                }));
    }

    @Test
    void run_troubleAndBugs_areKeptWithTheirPathAndMistakesAreNot() {
        reply.run(Operation.UNLINK, now -> {
            now.at(NativeLibraries.string("/a"));
            throw new StackOverflowError();
        });
        reply.run(Operation.UNLINK, now -> {
            now.at(NativeLibraries.string("/b"));
            return -Linux.EIO;
        });
        fails(new ErrnoException(Linux.ENOENT));
        fails(new VexfsException(FuseVexfsError.INVALID_QUERY, "a mistake"));

        assertThat(errors.entries())
                .extracting(ErrorLog.Entry::path, ErrorLog.Entry::reason, ErrorLog.Entry::errno)
                .containsExactly(
                        tuple("/a", "java.lang.StackOverflowError", Linux.ENOMEM),
                        tuple("/b", "unlink failed", Linux.EIO));
        assertThat(metrics.samples(0, alerts))
                .contains(
                        new MetricSample.Counter("vexfs.fuse.failures.stack_overflow", 1),
                        new MetricSample.Counter("vexfs.fuse.failures.invalid_query", 1),
                        new MetricSample.Counter("vexfs.fuse.errno.enoent", 1));
    }

    @Test
    void run_failureOfWhatIsKeptOfIt_doesNotChangeTheAnswer() {
        AccessLog noMemory = new AccessLog(
                8,
                () -> {
                    throw new OutOfMemoryError("seeded");
                },
                InstantSource.system());
        ErrorLog noTime = new ErrorLog(() -> {
            throw new OutOfMemoryError("seeded");
        });
        FuseReply failing = new FuseReply(metrics, noTime, noMemory, new StackBudget(0));
        noMemory.open(stat -> 0);

        assertThat(failing.run(Operation.CREATE, now -> 0)).isZero();
        assertThat(Answering.current().active()).isFalse();
        assertThat(failing.run(Operation.WRITE, now -> -Linux.EIO)).isEqualTo(-Linux.EIO);
        assertThat(failing.run(Operation.WRITE, now -> {
                    throw new VexfsException(FuseVexfsError.NO_SPACE, "full");
                }))
                .isEqualTo(-28);
    }

    @Test
    void run_notMeasured_countsNothing() {
        MountMetrics off = new MountMetrics(false);
        assertThat(new FuseReply(off, errors, access, new StackBudget(0)).run(Operation.READ, now -> 7))
                .isEqualTo(7);
        assertThat(off.samples(0, alerts)).contains(new MetricSample.Counter("vexfs.fuse.read.bytes", 0));
    }

    @Test
    void run_measuringSwitchedOffAndOn_keepsWhatIsKnown() {
        FuseReply reply = new FuseReply(metrics, errors, access, new StackBudget(0));
        reply.run(Operation.READ, now -> 7);
        metrics.measure(false);
        reply.run(Operation.READ, now -> 7);
        metrics.measure(true);
        reply.run(Operation.READ, now -> 7);
        assertThat(metrics.samples(0, alerts)).contains(new MetricSample.Counter("vexfs.fuse.read.bytes", 14));
    }

    /** Fails, and remembers what it was told to refuse with. */
    private record Failing(Throwable failure, AtomicInteger refused) implements FuseReply.Requests {
        @Override
        public boolean answered(Pointer request, int length) {
            throw FuseReplyTest.<RuntimeException>sneak(failure);
        }

        @Override
        public void refuse(Pointer request, int error) {
            refused.set(error);
        }
    }

    private int refused(Throwable failure) {
        Failing requests = new Failing(failure, new AtomicInteger());
        assertThat(reply.answered(requests, NativeLibraries.allocate(8), 8)).isTrue();
        return requests.refused().get();
    }

    @Test
    void answered_anyThrowable_isRefusedCountedAndNoted() {
        assertThat(refused(new ErrnoException(Linux.EBADF))).isEqualTo(-Linux.EBADF);
        assertThat(refused(new OutOfMemoryError("seeded"))).isEqualTo(-Linux.ENOMEM);
        assertThat(refused(new AssertionError("a bug"))).isEqualTo(-Linux.EIO);
        assertThat(errors.entries())
                .extracting(ErrorLog.Entry::reason, ErrorLog.Entry::errno)
                .containsExactly(
                        tuple("java.lang.OutOfMemoryError: seeded", Linux.ENOMEM),
                        tuple("java.lang.AssertionError: a bug", Linux.EIO));
        assertThat(metrics.samples(0, alerts))
                .contains(
                        new MetricSample.Counter("vexfs.fuse.failures.memory_exhausted", 1),
                        new MetricSample.Counter("vexfs.fuse.failures.bridge_error", 1));
    }

    @Test
    void guard_aFailure_isNotedAndSwallowed() {
        reply.guard(() -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(errors.entries()).hasSize(1);
        assertThat(errors.entries().get(0).reason()).contains("a bug");
    }

    @Test
    void guard_aFailureThatCannotBeNoted_isSwallowedToo() {
        reply.guard(() -> {
            throw new IllegalStateException() {
                @Override
                public String toString() {
                    throw new OutOfMemoryError("seeded");
                }
            };
        });

        assertThat(errors.entries()).isEmpty();
    }

    @Test
    void errors_moreThanTheLimit_dropTheOldest() {
        for (int i = 0; i <= ErrorLog.ENTRIES_MAX; i++) {
            errors.add(MountPath.ROOT, "failure " + i, 5);
        }
        assertThat(errors.entries()).hasSize(ErrorLog.ENTRIES_MAX);
        assertThat(errors.entries().get(0).reason()).isEqualTo("failure 1");
    }
}
