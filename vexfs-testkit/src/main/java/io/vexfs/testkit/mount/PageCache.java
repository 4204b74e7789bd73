package io.vexfs.testkit.mount;

import java.nio.file.Path;

/** What the kernel keeps of files in memory. */
public final class PageCache {
    private PageCache() {}

    /** Lets the kernel forget the pages of a file, as this mount has them; the host's own, below a mount, stay. */
    public static void forget(Path file) {
        SystemCalls.forgetPages(file.toString());
    }
}
