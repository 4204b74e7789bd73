package io.vexfs.fuse.cli;

/** Arguments that parse one by one and make no sense together. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
