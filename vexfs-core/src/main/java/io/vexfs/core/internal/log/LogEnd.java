package io.vexfs.core.internal.log;

/**
 * Where a log ends.
 *
 * @param segment number of the last segment
 * @param bytes length of that segment's file
 * @param sequence sequence number of the last record; 0 if there is none
 */
public record LogEnd(long segment, long bytes, long sequence) {}
