package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import io.vexfs.fuse.NativeFunctions.LibFuse;
import java.util.concurrent.TimeUnit;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's request for names together with their attributes (READDIRPLUS), which libfuse 2.9 does not know: it is
 * asked for the names alone and then for each name, and the kernel gets all of it as one answer. Saves whoever looks at
 * a directory's files one by one, as {@code ls -l} does, a request for each. One thread's own.
 *
 * <p>What is made here has no attributes in a listing: asking for them may take long, and nobody who lists them did. Nor
 * has what the kernel was given a moment ago ({@link RecentListings}).
 *
 * <pre>
 * bytes   request                        answer                    an entry in it
 *  0      length 4, operation 4          length 4, error 4         node 8, generation 8, how long the name and the
 *                                                                  attributes are kept: seconds 8, 8, nanoseconds
 *                                                                  4, 4; attributes 88
 *  8      unique 8                       unique 8
 * 16      node 8, user, group,           entries                   128  inode 8
 *         process, - 4 each                                        136  offset of the next 8
 * 40      handle 8, offset 8, size 4                               144  name's length 4, type 4
 *         for a name: the name, NUL                                152  name, and NULs up to 8 bytes
 * </pre>
 */
final class AttributedListing implements AutoCloseable {
    private static final int OFFSET = 48;
    private static final int SIZE = 56;

    /** Before the name, of an entry without attributes. */
    private static final int NAME = 24;

    private static final int NAME_LENGTH = 16;
    private static final int ATTRIBUTES_BYTES = 128;
    private static final int NAME_SECONDS = 16;
    private static final int ATTRIBUTES_SECONDS = 24;
    private static final int NAME_NANOS = 32;
    private static final int ATTRIBUTES_NANOS = 36;
    /** What is kept for longer counts as this. */
    private static final long SECONDS_MAX = 3_600;
    /** The shortest entry, which grows most by its attributes: fivefold. */
    private static final int GROWTH = (NAME + 8 + ATTRIBUTES_BYTES) / (NAME + 8);
    /** An entry with the longest name. */
    private static final int LIST_BYTES_MIN = NAME + Linux.NAME_MAX + 1;

    private static final int LIST_BYTES_MAX = 16 << 10;
    private static final int HEADER = CapturedAnswers.HEADER_BYTES;

    private final LibC c = NativeLibraries.c();
    private final LibFuse library = NativeLibraries.fuse();
    private final Pointer session;
    private final int device;
    private final RecentListings recent;
    private final Pointer lookup = NativeLibraries.allocate(Request.BODY + Linux.NAME_MAX + 1);
    private final Pointer names = NativeLibraries.allocate(LIST_BYTES_MAX);
    private final Pointer answer = NativeLibraries.allocate(HEADER + GROWTH * LIST_BYTES_MAX);
    private @Nullable CapturedAnswers room;
    private int length;
    private long keptNanos;

    /** For the requests of a device. */
    AttributedListing(Pointer session, int device, RecentListings recent) {
        this.recent = recent;
        this.session = session;
        this.device = device;
    }

    /** Whether this is such a request. */
    static boolean asked(Pointer request) {
        return Request.operation(request) == Request.READDIRPLUS;
    }

    /** Answers a request, which is changed. Where that fails, the kernel gets no answer and is thought to know no name. */
    void answer(Pointer request, int received) {
        length = HEADER;
        keptNanos = 0;
        boolean told = false;
        long nanos = System.nanoTime();
        try {
            int error = listed(request, received, nanos);
            answer.putInt(0, length);
            answer.putInt(4, error);
            answer.putLong(Request.UNIQUE, request.getLong(Request.UNIQUE));
            // Where that fails, nobody waits for it any more.
            told = c.write(device, answer, length) >= 0;
        } finally {
            if (!told) {
                forgetAll(request);
            }
        }
        if (told && keptNanos > 0) {
            recent.given(request.getLong(Request.NODE), request.getLong(OFFSET), nanos, keptNanos);
        }
    }

    private int listed(Pointer request, int received, long nanos) {
        CapturedAnswers captured = room();
        request.putInt(Request.OPERATION, Request.READDIR);
        request.putInt(SIZE, listBytes(request.getInt(SIZE)));
        int bytes = captured.answer(session, request, received) - HEADER;
        if (captured.error() < 0) {
            return captured.error();
        }
        captured.memory().transferTo(HEADER, names, 0, bytes);
        boolean named = Answering.current().generated()
                || recent.known(request.getLong(Request.NODE), request.getLong(OFFSET), nanos);
        for (int at = 0; at < bytes; at += bytes(names.getInt(at + NAME_LENGTH))) {
            int nameLength = names.getInt(at + NAME_LENGTH);
            answer.setMemory(length, ATTRIBUTES_BYTES, (byte) 0);
            if (!named && !itselfOrAbove(at + NAME, nameLength)) {
                attributes(captured, request, at + NAME, nameLength);
            }
            names.transferTo(at, answer, length + ATTRIBUTES_BYTES, bytes(nameLength));
            length += ATTRIBUTES_BYTES + bytes(nameLength);
        }
        return 0;
    }

    private CapturedAnswers room() {
        CapturedAnswers present = room;
        if (present == null) {
            present = CapturedAnswers.room(HEADER + LIST_BYTES_MAX).orElseThrow(() -> new ErrnoException(Linux.ENOMEM));
            room = present;
        }
        return present;
    }

    /** How much of a list without attributes is sure to fit with them into that many bytes. */
    static int listBytes(int size) {
        return Math.min(size, Math.max(LIST_BYTES_MIN, Math.min(LIST_BYTES_MAX, size / GROWTH)));
    }

    /** Of an entry whose name has that length. */
    private static int bytes(int nameLength) {
        return NAME + nameLength + 7 & -8;
    }

    private boolean itselfOrAbove(int at, int nameLength) {
        return nameLength <= 2 && names.getByte(at) == '.' && (nameLength == 1 || names.getByte(at + 1) == '.');
    }

    /** Asks for a name as the kernel would; nothing of one that is gone meanwhile. */
    private void attributes(CapturedAnswers captured, Pointer request, int name, int nameLength) {
        Request.begin(lookup, request, Request.LOOKUP, Request.BODY + nameLength + 1);
        names.transferTo(name, lookup, Request.BODY, nameLength);
        lookup.putByte(Request.BODY + nameLength, (byte) 0);
        int bytes = captured.answer(session, lookup, Request.BODY + nameLength + 1);
        if (captured.error() == 0 && bytes == HEADER + ATTRIBUTES_BYTES) {
            captured.memory().transferTo(HEADER, answer, length, ATTRIBUTES_BYTES);
            keptNanos = Math.min(
                    nanos(answer.getLong(length + NAME_SECONDS), answer.getInt(length + NAME_NANOS)),
                    nanos(answer.getLong(length + ATTRIBUTES_SECONDS), answer.getInt(length + ATTRIBUTES_NANOS)));
        }
    }

    private static long nanos(long seconds, int nanos) {
        return TimeUnit.SECONDS.toNanos(Math.max(0, Math.min(SECONDS_MAX, seconds))) + nanos;
    }

    /** Takes back what libfuse counts as known to the kernel, of all entries so far. */
    private void forgetAll(Pointer request) {
        CapturedAnswers captured = room;
        int at = HEADER;
        while (captured != null && at < length) {
            long node = answer.getLong(at);
            at += ATTRIBUTES_BYTES + bytes(answer.getInt(at + ATTRIBUTES_BYTES + NAME_LENGTH));
            if (node != 0) {
                Request.begin(lookup, request, Request.FORGET, Request.BODY + Long.BYTES);
                lookup.putLong(Request.NODE, node);
                lookup.putLong(Request.BODY, 1);
                captured.answer(session, lookup, Request.BODY + Long.BYTES);
            }
        }
    }

    @Override
    public void close() {
        CapturedAnswers last = room;
        if (last != null) {
            last.close();
        }
    }
}
