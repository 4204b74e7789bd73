package io.vexfs.fuse;

import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** The operation that a thread is answering. One for each thread, used again for every operation. */
final class Answering {
    private static final ThreadLocal<Answering> CURRENT = ThreadLocal.withInitial(Answering::new);

    private @Nullable Pointer request;
    private @Nullable MountPath path;
    private @Nullable MountPath target;
    private boolean active;
    private boolean generated;
    private boolean noted;
    private boolean dropsSetId;
    private boolean changesNothing;
    private long node;
    private int user;
    private int group;
    private int process;
    private int sampled;

    static Answering current() {
        return CURRENT.get();
    }

    /** Looks at a request before libfuse does; see {@link RequestFlags}. */
    void received(Pointer request) {
        this.request = request;
        dropsSetId = RequestFlags.dropsSetId(request);
        changesNothing = RequestFlags.changesNothing(request);
        node = request.getLong(Request.NODE);
        user = request.getInt(Request.USER);
        group = request.getInt(Request.USER + 4);
        process = request.getInt(Request.USER + 8);
    }

    /** The request itself, where this is a thread of a mount; until its answer. */
    @Nullable
    Pointer request() {
        return request;
    }

    /** Who made the system call that the request stands for. */
    Caller caller() {
        return new Caller(user, group, process);
    }

    /** Whether the request takes set-id bits away. */
    boolean dropsSetId() {
        return dropsSetId;
    }

    /** Whether the request changes nothing but perhaps set-id bits. */
    boolean changesNothing() {
        return changesNothing;
    }

    /** The kernel's inode that the request is about. */
    long node() {
        return node;
    }

    void begin() {
        path = null;
        target = null;
        generated = false;
        noted = false;
        active = true;
    }

    void end() {
        active = false;
    }

    /** Whether this thread is inside of an operation. */
    boolean active() {
        return active;
    }

    /** A path that libfuse gave; the second one is a rename's or a link's target. */
    MountPath at(Pointer given) {
        MountPath at = MountPath.of(given);
        if (path == null) {
            path = at;
        } else {
            target = at;
        }
        return at;
    }

    /** Says which open file is meant, and how it was called when it was opened. */
    OpenFile in(OpenFiles.Opened opened) {
        path = opened.path();
        generated = opened.file().generated();
        return opened.file();
    }

    /** Says that what is asked of is made here. */
    void generated(boolean value) {
        generated = value;
    }

    /** Whether what is asked of is made here, so that answering may take a search or a sync. */
    boolean generated() {
        return generated;
    }

    /** The path; the root where the operation has none. */
    MountPath path() {
        MountPath known = path;
        return known == null ? MountPath.ROOT : known;
    }

    /** The path as people read it, with a rename's target; {@code -} where it was not looked at. */
    String pathText() {
        MountPath from = path;
        MountPath to = target;
        if (from == null) {
            return "-";
        }
        return to == null ? from.text() : from.text() + " -> " + to.text();
    }

    /** Says that the reason of this operation's failure is in the {@link ErrorLog}. */
    void note() {
        noted = active;
    }

    /** Whether the reason of this operation's failure is in the {@link ErrorLog}. */
    boolean noted() {
        return noted;
    }

    /** Whether this is one of every so many operations of this thread; none for 0. */
    boolean sampled(int every) {
        if (every == 0 || ++sampled < every) {
            return false;
        }
        sampled = 0;
        return true;
    }
}
