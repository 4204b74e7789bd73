package io.vexfs.core.internal.bridge;

/** Where stored vectors come from. */
enum Origin {
    /** A file that another process wrote: it and the mount need processors that nobody here knows of. */
    FILE,
    /** A call of the API, which runs here and is counted. */
    CALL
}
