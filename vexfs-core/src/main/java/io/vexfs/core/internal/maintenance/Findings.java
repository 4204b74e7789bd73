package io.vexfs.core.internal.maintenance;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.core.StoreProblem;
import io.vexfs.core.StoreProblem.Kind;
import io.vexfs.core.VerifyReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** What a look at a store has found so far. Not safe from several threads. */
final class Findings {
    private static final int NOTES_MAX = 100;

    private final LongConsumer progress;
    private final List<StoreProblem> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long problemCount;
    private long bytesRead;

    /** {@code progress} is told of the bytes that were read. */
    Findings(LongConsumer progress) {
        this.progress = progress;
    }

    void problem(Kind kind, Path file, long offset, String expected, String found) {
        problemCount++;
        if (problems.size() < VerifyReport.PROBLEMS_MAX) {
            problems.add(new StoreProblem(kind, file, offset, expected, found));
        }
    }

    void problem(Kind kind, CorruptStoreException damage) {
        problem(kind, damage.file(), damage.offset(), damage.expected(), damage.found());
    }

    void note(String text) {
        if (notes.size() < NOTES_MAX) {
            notes.add(text);
        }
    }

    void read(long bytes) {
        bytesRead += bytes;
        progress.accept(bytes);
    }

    VerifyReport report(LogTruth truth) {
        return new VerifyReport(
                problems,
                problemCount,
                notes,
                truth.records(),
                truth.catalog().collections().size(),
                truth.vectors(),
                truth.catalog().files().size(),
                bytesRead);
    }
}
