package io.vexfs.core.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.Durability;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.LiveCollections;
import io.vexfs.core.internal.catalog.RecordApplier;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.LogSettings;
import io.vexfs.core.internal.log.WriteAheadLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What failed after it was logged stops writes, and never comes back. */
class JournalTest {
    private static final InstantSource CLOCK = () -> Instant.ofEpochSecond(1_000);

    @TempDir
    private Path directory;

    private WriteAheadLog log() {
        LogSettings settings =
                new LogSettings(1, Durability.NONE, Duration.ofSeconds(1), InstantSource.system(), 64L << 20, false);
        return WriteAheadLog.open(LogFiles.onDisk(directory), settings, Optional.empty());
    }

    @Test
    void commit_recordThatCannotBeApplied_neverComesBack() {
        LogRecord sound = new LogRecord.NodeMade(1, 0, "a", 7);
        try (WriteAheadLog log = log()) {
            Journal journal =
                    new Journal(log, new RecordApplier(new Catalog(), new LiveCollections(directory)), CLOCK, false);
            journal.commit(sound);
            assertThatThrownBy(() -> journal.commit(new LogRecord.NodeMoved(99, 0, "nowhere")))
                    .hasMessageContaining("node 99");
            assertThat(journal.torn()).isTrue();
            assertThat(journal.refusal()).hasValueSatisfying(refusal -> {
                assertThat(refusal.since()).isEqualTo(CLOCK.instant());
                assertThat(refusal.reason()).contains("could not be applied");
            });
            assertThatThrownBy(() -> journal.commit(sound))
                    .isInstanceOfSatisfying(
                            VexfsException.class,
                            thrown -> assertThat(thrown.error()).isEqualTo(FuseVexfsError.READ_ONLY));
        }
        try (WriteAheadLog log = log()) {
            assertThat(log.lastSequence()).isEqualTo(2);
            List<LogRecord> counting = new ArrayList<>();
            log.replay(0, (sequence, record) -> counting.add(record));
            assertThat(counting).containsExactly(sound);
        }
    }
}
