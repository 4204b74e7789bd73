package io.vexfs.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one exception of VexFS; {@link #error()} says what kind of failure it is. */
public class VexfsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FuseVexfsError error;

    /** A failure of that kind; the message names the place, the expected and the found. */
    public VexfsException(FuseVexfsError error, String message) {
        this(error, message, null);
    }

    /** A failure of that kind with the failure behind it. */
    public VexfsException(FuseVexfsError error, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.error = Objects.requireNonNull(error, "error");
    }

    /** What kind of failure this is. */
    public FuseVexfsError error() {
        return error;
    }
}
