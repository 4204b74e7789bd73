package io.vexfs.api;

import java.util.Objects;

/**
 * Whether a file's vectors can be found, and why not.
 *
 * @param kind which of the cases
 * @param why the reason; empty for {@link Kind#INDEXED} and {@link Kind#PENDING}
 */
public record FileStatus(Kind kind, String why) {
    /** Its vectors are stored and found. */
    public static final FileStatus INDEXED = new FileStatus(Kind.INDEXED, "");
    /** It was written and is about to be read. */
    public static final FileStatus PENDING = new FileStatus(Kind.PENDING, "");

    /** Checks that nothing is missing. */
    public FileStatus {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(why, "why");
    }

    /** As in {@code user.vexfs.status}: {@code indexed}, {@code invalid: line 3: …}. */
    public String text() {
        return why.isEmpty() ? kind.text : kind.text + ": " + why;
    }

    /** The cases of a {@link FileStatus}. */
    public enum Kind {
        /** Its vectors are stored and found. */
        INDEXED("indexed"),
        /** It was written and is about to be read. */
        PENDING("pending"),
        /** Its suffix promises vectors and its bytes are none. */
        INVALID("invalid"),
        /** Its vectors are not of the collection's dimensions. */
        WRONG_DIMENSIONS("wrong-dimensions"),
        /** An ordinary file of a suffix that vectors share. */
        NOT_VECTORS("not-vectors"),
        /** The file is emptier than what the store keeps of it. */
        CONFLICT("conflict");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The word in {@code user.vexfs.status}. */
        public String text() {
            return text;
        }
    }
}
