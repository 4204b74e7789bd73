package io.vexfs.api;

import java.util.Arrays;
import java.util.stream.Collectors;

/** When a write counts as safe, and so when it is acknowledged. */
public enum Durability {
    /** After the log record is on the disk: survives power loss. Concurrent writers share one fsync. */
    EVERY_WRITE("every-write"),
    /** After the log record is in the operating system; on the disk within the sync interval. Survives the process. */
    BATCHED("batched"),
    /** As {@link #BATCHED}, but forced to disk only by a sync and at close. */
    NONE("none");

    private final String text;

    Durability(String text) {
        this.text = text;
    }

    /** The name in options: {@code every-write}, {@code batched}, {@code none}. */
    public String text() {
        return text;
    }

    /**
     * The durability of that name.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} for another name
     */
    public static Durability parse(String text) {
        for (Durability durability : values()) {
            if (durability.text.equalsIgnoreCase(text)) {
                return durability;
            }
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT,
                "unknown durability: expected one of "
                        + Arrays.stream(values()).map(Durability::text).collect(Collectors.joining(", "))
                        + ", was '" + text + "'");
    }
}
