package io.vexfs.testkit.crash;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Which bytes of a store {@link FlipHarness} flips. The patterns match whole paths relative to the store.
 *
 * @param without files that hold nothing of the store's content: a lock, room set aside
 * @param once large files of which one checksum covers every byte, so that one flip stands for all
 * @param flipsOfAFile at most, evenly spread, 1 or more; all bytes where a file is not larger
 */
public record FlipScope(Pattern without, Pattern once, long flipsOfAFile) {
    /** Checks the range. */
    public FlipScope {
        if (flipsOfAFile < 1) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "flips: expected 1 or more of a file, was " + flipsOfAFile);
        }
    }

    /** What this engine's stores have. */
    public static FlipScope of(long flipsOfAFile) {
        return new FlipScope(Pattern.compile("LOCK|log/reserve|vexfs\\.log"), Pattern.compile("map/.*"), flipsOfAFile);
    }

    boolean covers(Path relative) {
        return !without.matcher(relative.toString()).matches();
    }

    long flips(Path relative, long size) {
        return Math.min(size, once.matcher(relative.toString()).matches() ? 1 : flipsOfAFile);
    }
}
