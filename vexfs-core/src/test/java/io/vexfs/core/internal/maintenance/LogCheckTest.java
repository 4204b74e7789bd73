package io.vexfs.core.internal.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Durability;
import io.vexfs.core.internal.log.BaseWriter;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.LogSettings;
import io.vexfs.core.internal.log.WriteAheadLog;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Up to where a check holds a damaged log for sound. */
class LogCheckTest {
    private static final long STORE = 9;
    private static final LogRecord DELETED = new LogRecord.VectorsDeleted(1, List.of(new byte[] {0, 65}));

    @TempDir
    private Path directory;

    @Test
    void run_damageBehindAFailedRecordThatABaseNeeds_countsThatRecord() throws Exception {
        LogSettings settings =
                new LogSettings(STORE, Durability.NONE, Duration.ofSeconds(1), InstantSource.system(), 1 << 20, false);
        Path segment;
        long damaged;
        try (WriteAheadLog log = WriteAheadLog.open(LogFiles.onDisk(directory), settings, Optional.empty())) {
            log.append(DELETED);
            try (BaseWriter base = log.base(log.cut())) {
                log.append(DELETED);
                log.append(DELETED);
                log.abort(3);
                log.install(base, 3);
            }
            damaged = log.end().bytes();
            segment = directory.resolve("%016d.log".formatted(log.end().segment()));
            log.append(DELETED);
            log.append(DELETED);
            log.force();
            log.append(DELETED);
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(damaged + 24);
            int old = file.read();
            file.seek(damaged + 24);
            file.write(old ^ 1);
        }
        LogCheck check = new LogCheck(new Findings(bytes -> {}));
        check.run(directory, STORE, Optional.empty());

        assertThat(check.damage()).isPresent();
        assertThat(check.soundBytes()).isEqualTo(damaged);
        assertThat(check.through()).isEqualTo(3);
        assertThat(check.lastSound()).isEqualTo(3);
    }
}
