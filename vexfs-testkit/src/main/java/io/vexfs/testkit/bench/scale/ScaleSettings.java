package io.vexfs.testkit.bench.scale;

import io.vexfs.testkit.bench.Ranges;

/**
 * How much of everything.
 *
 * @param files small files in one directory
 * @param moved files of vectors in a directory that is renamed
 * @param vectors that clients search
 * @param clients that search at once, while one more saves and removes files
 * @param seconds how long they do
 */
public record ScaleSettings(int files, int moved, int vectors, int clients, int seconds) {
    /** What the documentation promises: a million files, 100,000 vectors moved, 300,000 searched by 16 clients. */
    public static final ScaleSettings DEFAULT = new ScaleSettings(1_000_000, 100_000, 300_000, 16, 30);

    /** Checks the ranges. */
    public ScaleSettings {
        Ranges.require("files", files, 100, 10_000_000);
        Ranges.require("moved", moved, 10, 10_000_000);
        Ranges.require("vectors", vectors, 100, 10_000_000);
        Ranges.require("clients", clients, 1, 1_000);
        Ranges.require("seconds", seconds, 1, 86_400);
    }
}
