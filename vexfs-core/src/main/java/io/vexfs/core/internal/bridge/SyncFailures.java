package io.vexfs.core.internal.bridge;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How often syncing failed, and why the last time. Safe from many threads. */
final class SyncFailures {
    private final AtomicLong count = new AtomicLong();
    private volatile @Nullable String last;

    void failed(Throwable failure) {
        last = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        count.incrementAndGet();
    }

    long count() {
        return count.get();
    }

    Optional<String> last() {
        return Optional.ofNullable(last);
    }
}
