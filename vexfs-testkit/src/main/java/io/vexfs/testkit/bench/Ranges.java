package io.vexfs.testkit.bench;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;

/** Checks of numbers that a user gave, named as the command line names them. */
public final class Ranges {
    private Ranges() {}

    /**
     * Checks one number.
     *
     * @throws VexfsException {@code INVALID_ARGUMENT} if it is out of its range
     */
    public static void require(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "--" + name + ": expected " + min + " to " + max + ", was " + value);
        }
    }
}
