package io.vexfs.core.internal.storage;

import java.util.Locale;

/**
 * The fixed sizes of one volume: entries take whole chunks, and lie in one segment. Made for records of one vector
 * size with little metadata; larger ones take more chunks, so that the chunks run out before the places in the hash
 * tables do.
 *
 * @param chunkBytes bytes of a chunk
 * @param segments independent parts; entries go to them by hash
 * @param chunks chunks of a segment
 * @param entries entries of a segment, two for each vector
 */
record VolumeShape(int chunkBytes, int segments, long chunks, long entries) {
    /** Small, so that a store of many small collections stays small. */
    private static final long FIRST_BYTES = 4L << 20;

    private static final long BYTES_MAX = 4L << 30;
    private static final int CHUNK_BYTES_MIN = 32;
    private static final int CHUNK_BYTES_MAX = 4_096;
    /** Small segments fill unevenly, large ones take long to go through. */
    private static final long SEGMENT_BYTES = 16L << 20;

    /** Records of the first volume, at least; each one is half as large again as the one before, so that at most a third is empty. */
    private static final int RECORDS_MIN = 64;
    /** A segment's room is many times the largest entry's, so that odd pieces between entries do not matter. */
    private static final int LARGEST_IN_SEGMENT = 8;

    /**
     * The shape of the next volume.
     *
     * @param recordBytes a record with its key and little metadata
     * @param largestBytes the largest record that it must take
     * @param neededBytes what must fit into it now
     * @param lastBytes size of the volume before it; 0 if it is the first
     */
    static VolumeShape next(long recordBytes, long largestBytes, long neededBytes, long lastBytes) {
        long wanted = lastBytes == 0 ? Math.max(FIRST_BYTES, RECORDS_MIN * recordBytes) : lastBytes + lastBytes / 2;
        long bytes = Math.max(Math.min(wanted, Math.max(BYTES_MAX, lastBytes + 1)), 2 * neededBytes);
        bytes = Math.max(bytes, LARGEST_IN_SEGMENT * largestBytes);
        int chunk = (int) Math.min(Math.max((recordBytes / 16 + 7) / 8 * 8, CHUNK_BYTES_MIN), CHUNK_BYTES_MAX);
        long segmentBytes = Math.max(SEGMENT_BYTES, LARGEST_IN_SEGMENT * largestBytes);
        int segments = (int) Math.max(1, Long.highestOneBit(bytes / segmentBytes));
        long chunks = bytes / segments / chunk + 1;
        long entries = 2 * (chunks * chunk / recordBytes + RECORDS_MIN);
        return new VolumeShape(chunk, segments, chunks, entries);
    }

    /** Bytes that entries may take. */
    long bytes() {
        return chunks * chunkBytes * segments;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d segments of %d chunks of %d bytes, %d entries", segments, chunks, chunkBytes, entries);
    }
}
