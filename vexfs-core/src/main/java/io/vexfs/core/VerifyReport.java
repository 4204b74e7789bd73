package io.vexfs.core;

import java.util.List;

/**
 * What looking at a whole store found.
 *
 * @param problems every disagreement, at most {@link #PROBLEMS_MAX}
 * @param problemCount how many there are
 * @param notes what is not wrong and worth knowing
 * @param logRecords sound records of the log
 * @param collections collections
 * @param vectors vectors
 * @param files files of the mount that the store knows
 * @param bytesRead bytes that were read
 */
public record VerifyReport(
        List<StoreProblem> problems,
        long problemCount,
        List<String> notes,
        long logRecords,
        int collections,
        long vectors,
        int files,
        long bytesRead) {
    /** So many problems are kept; the others are counted. */
    public static final int PROBLEMS_MAX = 1_000;

    /** Copies the lists. */
    public VerifyReport {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** Whether nothing is wrong. */
    public boolean sound() {
        return problemCount == 0;
    }

    /** Whether a problem of that kind was found. */
    public boolean has(StoreProblem.Kind kind) {
        return problems.stream().anyMatch(problem -> problem.kind() == kind);
    }
}
