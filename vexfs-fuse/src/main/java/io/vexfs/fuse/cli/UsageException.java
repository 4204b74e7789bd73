package io.vexfs.fuse.cli;

import io.vexfs.api.VexfsException;
import java.util.function.Supplier;

/** Arguments that parse one by one and make no sense together. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    /** What an argument makes; what refuses the argument is wrong usage. */
    static <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (VexfsException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
