package io.vexfs.core.internal.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A directory of segment files. */
public interface LogFiles {
    /** The directory of these files in the host file system. */
    static LogFiles onDisk(Path directory) {
        return new DiskLogFiles(directory);
    }

    /** The directory, for messages. */
    Path directory();

    /** All names, in order. */
    List<String> names() throws IOException;

    /** Makes a new, empty file. */
    LogFile create(String name) throws IOException;

    /** Opens a file that is there. */
    LogFile open(String name) throws IOException;

    /** Opens a file that is there and of which nothing is changed, by a process that may only read it. */
    default LogFile openToRead(String name) throws IOException {
        return open(name);
    }

    /** Gives a file another name, in place of what has it. */
    void rename(String from, String to) throws IOException;

    /** Removes a file. */
    void delete(String name) throws IOException;

    /** Brings made and removed names to the disk. */
    void force() throws IOException;
}
