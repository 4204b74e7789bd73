package io.vexfs.api;

/** What has a limit that is watched while a store is used. */
public enum Budget {
    /** The longest recent store, in nanoseconds. */
    STORE("store", Unit.NANOS),
    /** The longest recent search, in nanoseconds. */
    SEARCH("search", Unit.NANOS),
    /** The longest recent forced sync, in nanoseconds. */
    SYNC("sync", Unit.NANOS),
    /** The longest recent operation on ordinary files, in nanoseconds. */
    OPERATION("operation", Unit.NANOS),
    /** Failures that are not the caller's, as a part of all operations. */
    ERROR_RATE("error-rate", Unit.RATIO),
    /** Heap in use after the last garbage collection, in bytes. */
    MEMORY("memory", Unit.BYTES),
    /** Stack that one kind of operation typically takes, in bytes. */
    STACK("stack", Unit.BYTES);

    private final String text;
    private final Unit unit;

    Budget(String text, Unit unit) {
        this.text = text;
        this.unit = unit;
    }

    /** What a limit is measured in. */
    public enum Unit {
        NANOS,
        RATIO,
        BYTES
    }

    /** As in options, files and metric names. */
    public String text() {
        return text;
    }

    /** What its limit is measured in. */
    public Unit unit() {
        return unit;
    }
}
