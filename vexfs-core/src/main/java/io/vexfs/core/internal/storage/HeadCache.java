package io.vexfs.core.internal.storage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Heads that were read lately, outside of the heap: what a search shows of its hits is otherwise looked up entry by entry in
 * maps of whole records, far apart in memory.
 *
 * <p>A slot for each ordinal, or for every so-many-th of a large table, holds one head if that is short. Any number of threads
 * may read slots; any number may fill them, but none while another one forgets.
 *
 * <p>Implementation note. A slot's version is odd while it is written; a reader that finds another version afterwards has
 * read parts of two heads, and has missed.
 */
final class HeadCache {
    /** Two cache lines. */
    static final int SLOT_BYTES = 128;
    /** So that the cache of a table has at most 16 MiB. */
    static final int SLOTS_MAX = 1 << 17;

    private static final int SLOTS_MIN = 64;

    private static final int VERSION = 0;
    private static final int ORDINAL = 4;
    private static final int KEY_BYTES = 8;
    private static final int METADATA_BYTES = 10;
    private static final int HEAD = 12;

    /** Stands in place of an ordinal. Slots begin with zeros, so that ordinals are held one higher. */
    private static final int NONE = 0;

    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private volatile ByteBuffer slots = ByteBuffer.allocate(0);
    private volatile int wanted = SLOTS_MIN;

    /** Will have slots for so many vectors, once a head is kept. */
    void fit(long vectors) {
        wanted = (int) Math.min(SLOTS_MAX, Math.max(SLOTS_MIN, vectors));
    }

    /** What the slots take outside of the heap. */
    int bytes() {
        return slots.capacity();
    }

    /** What was held is gone, and comes again as it is read. */
    private synchronized ByteBuffer grown() {
        if (slots.capacity() < wanted * SLOT_BYTES) {
            int count = Integer.highestOneBit(wanted - 1) << 1;
            slots = ByteBuffer.allocateDirect((count + 1) * SLOT_BYTES)
                    .alignedSlice(SLOT_BYTES)
                    .slice(0, count * SLOT_BYTES)
                    .order(ByteOrder.nativeOrder());
        }
        return slots;
    }

    private static int at(ByteBuffer now, int ordinal) {
        return (ordinal & now.capacity() / SLOT_BYTES - 1) * SLOT_BYTES;
    }

    /** Reads something of an ordinal's slot, so that it is at hand soon; the result means nothing. */
    int touch(int ordinal) {
        ByteBuffer now = slots;
        return now.capacity() == 0 ? 0 : now.getInt(at(now, ordinal));
    }

    /** The head of an ordinal, if it is here. */
    @Nullable
    TableHead find(int ordinal) {
        ByteBuffer now = slots;
        if (now.capacity() == 0) {
            return null;
        }
        int at = at(now, ordinal);
        int version = (int) INTS.getAcquire(now, at + VERSION);
        if ((version & 1) != 0 || now.getInt(at + ORDINAL) != ordinal + 1) {
            return null;
        }
        int keyBytes = now.getShort(at + KEY_BYTES);
        int metadataBytes = now.getShort(at + METADATA_BYTES);
        if (keyBytes < 0 || metadataBytes < 0 || HEAD + keyBytes + metadataBytes > SLOT_BYTES) {
            return null;
        }
        byte[] key = new byte[keyBytes];
        byte[] metadata = new byte[metadataBytes];
        now.get(at + HEAD, key);
        now.get(at + HEAD + keyBytes, metadata);
        VarHandle.loadLoadFence();
        return (int) INTS.getOpaque(now, at + VERSION) == version
                ? new TableHead(VectorKey.ofShared(key), metadata)
                : null;
    }

    /** Keeps a head, unless it is long or another thread is at its slot. */
    void keep(int ordinal, TableHead head) {
        byte[] key = head.key().sharedBytes();
        byte[] metadata = head.metadata();
        if (HEAD + key.length + metadata.length > SLOT_BYTES) {
            return;
        }
        ByteBuffer now = slots;
        now = now.capacity() < wanted * SLOT_BYTES ? grown() : now;
        int at = at(now, ordinal);
        int version = (int) INTS.getVolatile(now, at + VERSION);
        if ((version & 1) != 0 || !INTS.compareAndSet(now, at + VERSION, version, version + 1)) {
            return;
        }
        VarHandle.storeStoreFence();
        now.putInt(at + ORDINAL, ordinal + 1)
                .putShort(at + KEY_BYTES, (short) key.length)
                .putShort(at + METADATA_BYTES, (short) metadata.length)
                .put(at + HEAD, key)
                .put(at + HEAD + key.length, metadata);
        INTS.setRelease(now, at + VERSION, version + 2);
    }

    /** Does not know the head of an ordinal any more. */
    void forget(int ordinal) {
        ByteBuffer now = slots;
        if (ordinal >= 0 && now.capacity() > 0) {
            int at = at(now, ordinal);
            if (now.getInt(at + ORDINAL) == ordinal + 1) {
                now.putInt(at + ORDINAL, NONE);
            }
        }
    }
}
