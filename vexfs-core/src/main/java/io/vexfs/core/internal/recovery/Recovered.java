package io.vexfs.core.internal.recovery;

import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.LiveCollections;

/**
 * A store that was brought back.
 *
 * @param catalog its names, files and collections
 * @param collections its open collections
 * @param clean whether it was opened as it had been closed
 * @param recordsRead log records that were applied
 */
public record Recovered(Catalog catalog, LiveCollections collections, boolean clean, long recordsRead) {}
