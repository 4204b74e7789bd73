package io.vexfs.core.internal.log;

/** Takes the records of a log in order. */
@FunctionalInterface
public interface ReplayConsumer {
    /** One record with its sequence number. */
    void accept(long sequence, LogRecord record);
}
