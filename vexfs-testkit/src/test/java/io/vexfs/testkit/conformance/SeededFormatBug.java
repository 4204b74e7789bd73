package io.vexfs.testkit.conformance;

/** Bugs that a file format may have, each with the test of the suite that must find it. */
enum SeededFormatBug {
    NONE(""),
    SHOUTS_SUFFIX("suffix_isLowerCaseWithDot"),
    LOSES_LAST_ROW("readBack_manyRows_isWhatWasWritten"),
    ROUNDS("readBack_extremes_areKept"),
    READS_WHAT_IS_THERE("read_oneByteAtATime_isTheSame"),
    CLOSES_STREAM("read_any_doesNotClose"),
    TAKES_EMPTY_FILE("read_emptyFile_isInvalidAndNamed"),
    MIXES_LENGTHS("write_rowsOfDifferentLengths_isRefused"),
    WRITES_NAN("write_notFinite_isRefused"),
    BELIEVES_HEADER("read_damagedBytes_isNamedOrHarmless"),
    READS_NAN("read_damagedBytes_isNamedOrHarmless"),
    NAMES_NO_FILE("read_damagedBytes_isNamedOrHarmless");

    /** The method of the suite that finds this bug. */
    final String finder;

    SeededFormatBug(String finder) {
        this.finder = finder;
    }
}
