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
    /** The smallest, where the disk has no room for more. */
    private static final long LEAST_BYTES = 1L << 20;

    private static final long BYTES_MAX = 4L << 30;
    /** A volume has this part of all before it: so much may be empty, and as slowly grow the volumes that a key is sought in. */
    private static final int PART = 4;

    private static final int CHUNK_BYTES_MIN = 32;
    private static final int CHUNK_BYTES_MAX = 4_096;
    /** Chunks of a record, about: few of the bytes of its last one are in vain. */
    private static final int RECORD_CHUNKS = 24;
    /** Small segments fill unevenly, large ones take long to go through. */
    private static final long SEGMENT_BYTES = 16L << 20;

    /** Records of the first volume, at least. */
    private static final int RECORDS_MIN = 64;
    /** A segment's room is many times the largest entry's, so that odd pieces between entries do not matter. */
    private static final int LARGEST_IN_SEGMENT = 8;

    /**
     * The shape of the next volume.
     *
     * @param recordBytes the cost of a record with its key and little metadata
     * @param neededBytes what must fit into it now
     * @param presentBytes size of the volumes before it; 0 if it is the first
     */
    static VolumeShape next(long recordBytes, long neededBytes, long presentBytes) {
        long first = presentBytes == 0 ? RECORDS_MIN * recordBytes : 0;
        long wanted = Math.max(FIRST_BYTES, Math.max(first, Math.min(presentBytes / PART, BYTES_MAX)));
        return of(recordBytes, neededBytes, wanted);
    }

    /** A shape of half the size, or of what is needed, if that is more. */
    VolumeShape half(long recordBytes, long neededBytes) {
        return of(recordBytes, neededBytes, Math.max(LEAST_BYTES, bytes() / 2));
    }

    private static VolumeShape of(long recordBytes, long neededBytes, long wanted) {
        long largest = LARGEST_IN_SEGMENT * recordBytes;
        long bytes = Math.max(wanted, Math.max(neededBytes + neededBytes / 4, largest));
        long evenly = (recordBytes / RECORD_CHUNKS + 7) / 8 * 8;
        int chunk = (int) Math.min(Math.max(evenly, CHUNK_BYTES_MIN), CHUNK_BYTES_MAX);
        int segments = (int) Math.max(1, Long.highestOneBit(bytes / Math.max(SEGMENT_BYTES, largest)));
        long chunks = bytes / segments / chunk + 1;
        // The cost has an eighth for the rounding to chunks, of which most records need little.
        long entries = 2 * (chunks * chunk / (recordBytes - recordBytes / 9) + RECORDS_MIN);
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
