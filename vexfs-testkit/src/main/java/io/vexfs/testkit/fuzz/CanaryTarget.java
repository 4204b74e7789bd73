package io.vexfs.testkit.fuzz;

import java.nio.ByteBuffer;
import java.util.List;

/** A reader with a known fault, which a fuzzer that works finds within seconds: it believes a length behind a right magic. */
final class CanaryTarget implements FuzzTarget {
    static final String NAME = "canary";
    private static final int MAGIC = 0x56584653;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<byte[]> seeds() {
        return List.of(new byte[8]);
    }

    @Override
    public void read(byte[] input) {
        ByteBuffer in = ByteBuffer.wrap(input);
        if (in.remaining() >= 8 && in.getInt() == MAGIC) {
            in.position(in.getInt() & 0xff);
        }
    }
}
