package io.vexfs.core.internal.format;

import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * {@code .npy}: an array of NumPy, float32 or float64, of one dimension (one vector) or two (a vector a row), rows one
 * behind the other. Numbers of float64 are rounded to float32. Arrays in column (Fortran) order are refused, because
 * their rows cannot be read one at a time. Metadata and ids cannot be written; writing goes over the rows twice.
 */
public final class NpyFormat implements VectorFormat {
    private static final int ALIGNMENT = 64;
    private static final int START_BYTES = 10;

    /** Made by {@link java.util.ServiceLoader}. */
    public NpyFormat() {}

    @Override
    public String suffix() {
        return ".npy";
    }

    @Override
    public boolean dedicated() {
        return false;
    }

    @Override
    public void read(InputStream in, long sizeBytes, String name, Consumer<VectorRow> sink) throws IOException {
        BinaryInput bytes = new BinaryInput(in, sizeBytes, name);
        NpyHeader header = NpyHeader.read(bytes);
        RowSink rows = new RowSink(name, sink);
        ByteBuffer data = BinaryInput.buffer(header.dimensions() * header.componentBytes(), header.order());
        float[] vector = new float[header.dimensions()];
        for (long row = 0; row < header.rows(); row++) {
            String place = bytes.place() + ", row " + row;
            bytes.fill(data, "row " + row);
            for (int i = 0; i < vector.length; i++) {
                double component = header.componentBytes() == Float.BYTES ? data.getFloat() : data.getDouble();
                vector[i] = (float) component;
                if (!Float.isFinite(vector[i])) {
                    throw RowSink.notFinite(String.valueOf(component), place + ", value " + (i + 1));
                }
            }
            rows.accept(vector, place);
        }
        bytes.requireEnd();
    }

    @Override
    public void write(OutputStream out, Iterable<VectorRow> rows) throws IOException {
        RowChecks checks = new RowChecks();
        rows.forEach(checks::next);
        checks.requireRows();
        out.write(header(checks.rows(), checks.dimensions()));
        ByteBuffer data =
                BinaryInput.buffer(Math.multiplyExact(checks.dimensions(), Float.BYTES), ByteOrder.LITTLE_ENDIAN);
        for (VectorRow row : rows) {
            data.clear();
            for (float component : row.vector()) {
                data.putFloat(component);
            }
            out.write(data.array());
        }
    }

    private static byte[] header(long rows, int dimensions) {
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + dimensions + "), }";
        int blanks = ALIGNMENT - (START_BYTES + text.length() + 1) % ALIGNMENT;
        byte[] header = (text + " ".repeat(blanks) + "\n").getBytes(StandardCharsets.US_ASCII);
        return BinaryInput.buffer(START_BYTES + header.length, ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) header.length)
                .put(header)
                .array();
    }
}
