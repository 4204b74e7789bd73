package io.vexfs.core.internal.maintenance;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.VexfsException;
import io.vexfs.core.StoreProblem.Kind;
import io.vexfs.core.internal.log.LogEnd;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.LogScan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the whole log, notes where it is damaged, and keeps what it says up to the first such place. */
final class LogCheck implements LogScan.Visitor {
    private final Findings findings;
    private final LogTruth truth = new LogTruth();
    private @Nullable CorruptStoreException damage;
    private long soundBytes;
    private long lastSound;
    private long soundBehindDamage;
    private long through;

    LogCheck(Findings findings) {
        this.findings = findings;
    }

    /** Reads the log; where its sound part ends. */
    LogEnd run(Path log, long storeId, Optional<LogEnd> cleanEnd) throws IOException {
        return LogScan.run(LogFiles.onDisk(log), storeId, cleanEnd, this);
    }

    /** What the log says up to the first damage. */
    LogTruth truth() {
        return truth;
    }

    /** The first damage; empty if there is none. */
    Optional<CorruptStoreException> damage() {
        return Optional.ofNullable(damage);
    }

    /** Where the sound part of the first damaged file ends. */
    long soundBytes() {
        return soundBytes;
    }

    /** The last record before the first damage. */
    long lastSound() {
        return lastSound;
    }

    /** Records that could be read behind the first damage. */
    long soundBehindDamage() {
        return soundBehindDamage;
    }

    /** The record that the log must reach for its base to count; 0 if it has none. */
    long through() {
        return through;
    }

    @Override
    public void baseEnd(long record) {
        through = record;
    }

    @Override
    public void record(LogScan.Place place, LogRecord record) {
        findings.read(place.bytes());
        if (damage != null) {
            soundBehindDamage++;
            return;
        }
        try {
            truth.apply(record);
            lastSound = place.sequence();
        } catch (VexfsException | IllegalStateException impossible) {
            damage(
                    new CorruptStoreException(
                            place.file(),
                            place.offset(),
                            "a record that fits those before it",
                            String.valueOf(impossible.getMessage())),
                    place.offset());
        }
    }

    /** The log goes on from here as well: a base may need it to come so far. */
    @Override
    public void aborted(LogScan.Place place) {
        findings.read(place.bytes());
        if (damage == null) {
            lastSound = place.sequence();
        }
    }

    @Override
    public void damage(CorruptStoreException found, long from) {
        findings.problem(Kind.LOG, found);
        if (damage == null) {
            damage = found;
            soundBytes = from;
        }
    }

    @Override
    public void unfinished(Path file, long offset, long bytes) {
        findings.note(file + " at offset " + offset + ": " + bytes
                + " bytes of a record that was not finished and never acknowledged; the next open cuts them off");
    }
}
