package io.vexfs.core.internal.format;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The formats of the TEXMEX data sets: rows one behind the other, little endian, each with its own dimension count.
 *
 * <pre>
 * +----------------+--------------------------+
 * | int32 d        | d components             |  repeated to the end of the file
 * +----------------+--------------------------+
 * </pre>
 */
abstract class VecsFormat implements VectorFormat {
    private final String suffix;
    private final int componentBytes;

    VecsFormat(String suffix, int componentBytes) {
        this.suffix = suffix;
        this.componentBytes = componentBytes;
    }

    /** The component at the buffer's position. */
    abstract float component(ByteBuffer from);

    /** Appends a component; refuses what the format cannot hold. */
    abstract void append(float component, ByteBuffer to);

    @Override
    public final String suffix() {
        return suffix;
    }

    @Override
    public final boolean dedicated() {
        return false;
    }

    @Override
    public final void read(InputStream in, long sizeBytes, String name, Consumer<VectorRow> sink) throws IOException {
        RowSink rows = new RowSink(name, sink);
        BinaryInput bytes = new BinaryInput(in, sizeBytes, name);
        ByteBuffer header = BinaryInput.buffer(Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
        ByteBuffer body = BinaryInput.buffer(0, ByteOrder.LITTLE_ENDIAN);
        float[] vector = new float[0];
        for (long row = 0; bytes.left() > 0; row++) {
            int dimensions = dimensions(bytes, header, row, vector.length);
            if (row == 0) {
                vector = new float[dimensions];
                body = BinaryInput.buffer(dimensions * componentBytes, ByteOrder.LITTLE_ENDIAN);
            }
            String place = bytes.place();
            bytes.fill(body, "row " + row);
            for (int i = 0; i < dimensions; i++) {
                vector[i] = component(body);
                if (!Float.isFinite(vector[i])) {
                    throw RowSink.notFinite(String.valueOf(vector[i]), place + ", row " + row + ", value " + (i + 1));
                }
            }
            rows.accept(vector, place + ", row " + row);
        }
        rows.requireRows();
        bytes.requireEnd();
    }

    private int dimensions(BinaryInput bytes, ByteBuffer header, long row, int expected) throws IOException {
        String place = bytes.place() + ", row " + row;
        if (bytes.left() < Integer.BYTES) {
            throw bytes.truncated("dimension count of row " + row, Integer.BYTES, bytes.left());
        }
        int dimensions = bytes.fill(header, "dimension count of row " + row).getInt();
        if (dimensions < 1) {
            throw RowSink.invalid("dimension count: expected 1 or more, was " + dimensions, place);
        }
        if (row > 0 && dimensions != expected) {
            throw new VexfsException(
                    FuseVexfsError.DIMENSION_MISMATCH,
                    "dimension mismatch: expected " + expected + " as in the first row, was " + dimensions + " ("
                            + place + ")");
        }
        long claimed = (long) dimensions * componentBytes;
        if (claimed > bytes.left()) {
            throw RowSink.invalid(
                    "dimension count " + dimensions + ": expected " + claimed + " bytes to follow, was " + bytes.left(),
                    place);
        }
        if (dimensions > Limits.DIMENSIONS_MAX) {
            throw RowSink.limit("dimensions", Limits.DIMENSIONS_MAX, String.valueOf(dimensions), place);
        }
        return dimensions;
    }

    @Override
    public final void write(OutputStream out, Iterable<VectorRow> rows) throws IOException {
        RowChecks checks = new RowChecks();
        ByteBuffer buffer = BinaryInput.buffer(0, ByteOrder.LITTLE_ENDIAN);
        for (VectorRow row : rows) {
            float[] vector = checks.next(row);
            if (checks.rows() == 1) {
                buffer = BinaryInput.buffer(
                        Math.addExact(Integer.BYTES, Math.multiplyExact(vector.length, componentBytes)),
                        ByteOrder.LITTLE_ENDIAN);
            }
            buffer.clear().putInt(vector.length);
            for (float component : vector) {
                append(component, buffer);
            }
            out.write(buffer.array());
        }
        checks.requireRows();
    }
}
