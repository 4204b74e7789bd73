package io.vexfs.testkit.integration;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.vexfs.testkit.mount.GuardedMount;
import io.vexfs.testkit.mount.MountFixture;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks, one after the other, on a mount that is made when it is needed, and anew after one that hung. Not safe from
 * several threads.
 */
final class IntegrationRun {
    private static final String CLOSE = "fixture_closes_cleanly";

    private final MountFixture fixture;
    private final TestConfiguration configuration;
    private @Nullable GuardedMount mount;
    private int checks;

    IntegrationRun(MountFixture fixture, TestConfiguration configuration) {
        this.fixture = fixture;
        this.configuration = configuration;
    }

    /** Makes one check; never throws what that finds. */
    IntegrationResult run(IntegrationCheck check) {
        long start = System.nanoTime();
        StringBuilder measured = new StringBuilder();
        Throwable failure = catchThrowable(() -> measured.append(measure(check)));
        if (failure instanceof TimeoutException) {
            close().ifPresent(complaint -> failure.addSuppressed(new IllegalStateException(complaint)));
        }
        return new IntegrationResult(
                check.area(),
                check.name(),
                System.nanoTime() - start,
                measured.toString(),
                Optional.ofNullable(failure).map(IntegrationRun::said));
    }

    private String measure(IntegrationCheck check) throws Exception {
        GuardedMount open = mount;
        if (open == null) {
            open = GuardedMount.open(fixture, configuration.limit());
            mount = open;
        }
        GuardedMount used = open;
        String name = String.format(Locale.ROOT, "c%03d", checks++);
        return used.within(check.name(), () -> check.body().run(new IntegrationMount(used, configuration, name)));
    }

    private static String said(Throwable failure) {
        String text = failure + (failure.getSuppressed().length > 0 ? "; " + failure.getSuppressed()[0] : "");
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Closes the fixture; the check that it can. */
    IntegrationResult end() {
        long start = System.nanoTime();
        Optional<String> complaint = close();
        return new IntegrationResult(Area.INITIALISATION, CLOSE, System.nanoTime() - start, "", complaint);
    }

    /** What was wrong with closing. */
    private Optional<String> close() {
        GuardedMount open = mount;
        mount = null;
        return open == null
                ? Optional.empty()
                : Optional.ofNullable(catchThrowable(open::close)).map(IntegrationRun::said);
    }
}
