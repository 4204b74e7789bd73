package io.vexfs.api;

/** The largest sizes that every VexFS implementation takes; reaching one is a named error. */
public final class Limits {
    /** Components of a vector. */
    public static final int DIMENSIONS_MAX = 65_536;
    /** Neighbours that one search returns. */
    public static final int K_MAX = 10_000;
    /** Candidates that one search keeps. */
    public static final int EF_MAX = 100_000;
    /** Bytes of an id in UTF-8. */
    public static final int ID_BYTES_MAX = 1_024;
    /** Bytes of a collection's name, as of a path. */
    public static final int COLLECTION_BYTES_MAX = 4_095;
    /** Fields of one vector's metadata. */
    public static final int METADATA_FIELDS_MAX = 256;
    /** Characters of all names and values of one vector's metadata together. */
    public static final int METADATA_CHARS_MAX = 32_768;

    /** Characters of a filter's text. */
    public static final int FILTER_CHARS_MAX = 65_536;
    /** Levels of a filter: tests, and what joins or turns them. */
    public static final int FILTER_DEPTH_MAX = 100;
    /** Tests of a filter, each value of an {@code in} counting as one. */
    public static final int FILTER_VALUES_MAX = 4_096;
    /** Requests of one batch of searches. */
    public static final int SEARCHES_MAX = 1_000;

    private Limits() {}
}
