package io.vexfs.api;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Where a collection keeps the full vectors that searches measure by. It can be changed at any time, and changes no result.
 *
 * <p>Mapped vectors leave the heap to links and codes, so that a collection may be larger than the memory. That is of use
 * together with a {@link Quantization}: a walk then looks at codes, and only what it kept is read from the file. Without
 * codes every step of a search reads full vectors there.
 */
public enum VectorStorage {
    /** On the heap: the fastest. */
    HEAP("heap"),
    /** In a file of the store that is mapped into memory, of which the system keeps what it has room for. */
    MAPPED("mapped");

    private final String text;

    VectorStorage(String text) {
        this.text = text;
    }

    /** The name in options and attributes: {@code heap}, {@code mapped}. */
    public String text() {
        return text;
    }

    /**
     * The storage of that name.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} for another name
     */
    public static VectorStorage parse(String text) {
        for (VectorStorage storage : values()) {
            if (storage.text.equalsIgnoreCase(text)) {
                return storage;
            }
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT,
                "unknown storage: expected one of "
                        + Arrays.stream(values()).map(VectorStorage::text).collect(Collectors.joining(", "))
                        + ", was '" + text + "'");
    }
}
