package io.vexfs.core.internal.format;

import java.nio.ByteBuffer;

/** {@code .fvecs}: each row an int32 dimension count and as many float32, little endian. */
public final class FvecsFormat extends VecsFormat {
    /** Made by {@link java.util.ServiceLoader}. */
    public FvecsFormat() {
        super(".fvecs", Float.BYTES);
    }

    @Override
    float component(ByteBuffer from) {
        return from.getFloat();
    }

    @Override
    void append(float component, ByteBuffer to) {
        to.putFloat(component);
    }
}
