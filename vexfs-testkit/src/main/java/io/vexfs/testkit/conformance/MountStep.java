package io.vexfs.testkit.conformance;

import java.util.EnumSet;
import java.util.Set;

/**
 * One step of a user of a mount, in the thread's own directory.
 *
 * @param thread who takes it, from 0; -1 for what happens while nobody works
 * @param kind what it does
 * @param path of what
 * @param other the second name, the text that is written, or the value of an attribute
 * @param at where it is written, or how long the file becomes
 */
record MountStep(int thread, Kind kind, String path, String other, int at) {
    /** Everybody waits, and all that can be seen is compared. */
    static final MountStep SETTLE = new MountStep(-1, Kind.SETTLE, "", "", 0);
    /** The same after a remount. */
    static final MountStep REMOUNT = new MountStep(-1, Kind.REMOUNT, "", "", 0);

    /** The attribute that steps set. */
    static final String ATTRIBUTE = "user.color";

    /** What a step does. */
    enum Kind {
        WRITE,
        APPEND,
        PATCH,
        TRUNCATE,
        READ,
        LIST,
        RENAME,
        LINK,
        UNLINK,
        MKDIR,
        RMDIR,
        PUT_ATTRIBUTE,
        REMOVE_ATTRIBUTE,
        SEARCH,
        SETTLE,
        REMOUNT;

        private static final Set<Kind> OF_CONTENT = EnumSet.of(WRITE, APPEND, PATCH, TRUNCATE);
        private static final Set<Kind> WRITING = EnumSet.of(WRITE, APPEND, PATCH);

        boolean changesContent() {
            return OF_CONTENT.contains(this);
        }

        /** Whether bytes are written through a handle, whose close then answers for them. */
        boolean writes() {
            return WRITING.contains(this);
        }

        boolean forAll() {
            return this == SETTLE || this == REMOUNT;
        }
    }

    @Override
    public String toString() {
        String text = "'" + other.replace("\n", "\\n") + "'";
        String what =
                switch (kind) {
                    case WRITE -> "write " + path + " = " + text;
                    case APPEND -> "append to " + path + ": " + text;
                    case PATCH -> "write into " + path + " at byte " + at + ": " + text;
                    case TRUNCATE -> "truncate " + path + " to " + at + " bytes";
                    case READ -> "read " + path;
                    case LIST -> "list " + path;
                    case RENAME -> "rename " + path + " to " + other;
                    case LINK -> "link " + path + " as " + other;
                    case UNLINK -> "unlink " + path;
                    case MKDIR -> "mkdir " + path;
                    case RMDIR -> "rmdir " + path;
                    case PUT_ATTRIBUTE -> "setfattr " + ATTRIBUTE + " " + text + " of " + path;
                    case REMOVE_ATTRIBUTE -> "setfattr -x " + ATTRIBUTE + " of " + path;
                    case SEARCH -> "search";
                    case SETTLE -> "compare all";
                    case REMOUNT -> "remount and compare all";
                };
        return thread < 0 ? what : "thread " + thread + ": " + what;
    }
}
