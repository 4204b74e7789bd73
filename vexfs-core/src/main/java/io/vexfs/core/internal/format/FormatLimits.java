package io.vexfs.core.internal.format;

/** The largest sizes that a file of vectors may have; reaching one is a named error. */
final class FormatLimits {
    /** Rows of one file. */
    static final int ROWS_MAX = 1 << 24;

    /** Bytes of one line of a text format: the most components, written out in full, take a quarter of it. */
    static final int LINE_BYTES_MAX = 8 << 20;

    /** Bytes of the header of a {@code .npy} file. */
    static final int NPY_HEADER_BYTES_MAX = 65_536;

    private FormatLimits() {}
}
