package io.vexfs.core.internal.log;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What ended writing to a log, and when; the first one stays. Safe from many threads. */
final class LogFailure {
    private final InstantSource clock;
    private volatile @Nullable LogRefusal refusal;
    private volatile @Nullable VexfsException thrown;

    LogFailure(InstantSource clock) {
        this.clock = clock;
    }

    /** Ends writing; gives the failure back, to be thrown. */
    VexfsException begin(VexfsException failure) {
        Instant now = clock.instant();
        synchronized (this) {
            if (refusal == null) {
                refusal = new LogRefusal(now, String.valueOf(failure.getMessage()));
                thrown = failure;
            }
        }
        return failure;
    }

    /** Whether writing goes on. */
    boolean none() {
        return thrown == null;
    }

    Optional<LogRefusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Fails with this error and the reason, unless writing goes on. */
    void require(FuseVexfsError error) {
        VexfsException earlier = thrown;
        if (earlier != null) {
            throw new VexfsException(error, String.valueOf(earlier.getMessage()), earlier);
        }
    }
}
