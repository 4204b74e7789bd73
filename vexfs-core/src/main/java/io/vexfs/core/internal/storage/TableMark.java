package io.vexfs.core.internal.storage;

/**
 * What a collection's table was at a clean close; it is trusted only if it still is.
 *
 * @param collection the collection's number
 * @param volumes how many volumes it has
 * @param size vectors in it
 * @param liveBytes bytes of these vectors with their keys and metadata
 */
public record TableMark(int collection, int volumes, long size, long liveBytes) {}
