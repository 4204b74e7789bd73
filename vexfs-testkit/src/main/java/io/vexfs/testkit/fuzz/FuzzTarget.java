package io.vexfs.testkit.fuzz;

import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.util.List;

/**
 * A reader of bytes that may be anything: a {@link VexfsException} is a right answer to them, and every other throwable is
 * a finding. Found by {@link java.util.ServiceLoader}; called by one thread.
 */
public interface FuzzTarget {
    /** What commands and directories call it: lower case, with hyphens. */
    String name();

    /** Inputs that are as they should be, from which a fuzzer starts. */
    List<byte[]> seeds() throws IOException;

    /** Reads these bytes, and checks what can be checked of what was read. */
    void read(byte[] input) throws IOException;
}
