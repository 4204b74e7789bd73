package io.vexfs.core.internal.format;

import java.nio.ByteBuffer;

/** {@code .bvecs}: each row an int32 dimension count, little endian, and as many bytes, 0 to 255. */
public final class BvecsFormat extends VecsFormat {
    /** Made by {@link java.util.ServiceLoader}. */
    public BvecsFormat() {
        super(".bvecs", Byte.BYTES);
    }

    @Override
    float component(ByteBuffer from) {
        return from.get() & 0xff;
    }

    @Override
    void append(float component, ByteBuffer to) {
        int value = (int) component;
        if (value != component || value < 0 || value > 255) {
            throw RowSink.invalid("component: expected a whole number from 0 to 255, was " + component, "bvecs");
        }
        to.put((byte) value);
    }
}
