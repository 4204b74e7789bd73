package io.vexfs.testkit.conformance;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A small format: the rows, the dimensions, then all components, big-endian; with one bug, or none. */
public final class CountedFormat implements VectorFormat {
    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private final SeededFormatBug bug;

    /** Without a bug; for the service loader. */
    public CountedFormat() {
        this(SeededFormatBug.NONE);
    }

    CountedFormat(SeededFormatBug bug) {
        this.bug = bug;
    }

    @Override
    public String suffix() {
        return bug == SeededFormatBug.SHOUTS_SUFFIX ? ".COUNTED" : ".counted";
    }

    @Override
    public boolean dedicated() {
        return true;
    }

    @Override
    public void read(InputStream in, long sizeBytes, String name, Consumer<VectorRow> sink) throws IOException {
        String place = bug == SeededFormatBug.NAMES_NO_FILE ? "file" : name;
        if (sizeBytes == 0 && bug == SeededFormatBug.TAKES_EMPTY_FILE) {
            return;
        }
        byte[] bytes;
        if (bug == SeededFormatBug.READS_WHAT_IS_THERE) {
            byte[] buffer = new byte[(int) sizeBytes];
            in.read(buffer);
            bytes = buffer;
        } else {
            bytes = in.readAllBytes();
        }
        if (bytes.length < HEADER_BYTES) {
            throw invalid(place + ": expected " + HEADER_BYTES + " bytes, was " + bytes.length);
        }
        ByteBuffer data = ByteBuffer.wrap(bytes);
        int rows = data.getInt();
        int dimensions = data.getInt();
        if (bug != SeededFormatBug.BELIEVES_HEADER
                && (rows < 1
                        || dimensions < 1
                        || (long) rows * dimensions > Integer.MAX_VALUE
                        || data.remaining() != (long) rows * dimensions * Float.BYTES)) {
            throw invalid(place + ": expected " + rows + " rows of " + dimensions + ", was " + data.remaining());
        }
        int last = bug == SeededFormatBug.LOSES_LAST_ROW ? Math.max(1, rows - 1) : rows;
        for (int row = 0; row < last; row++) {
            float[] vector = new float[dimensions];
            for (int i = 0; i < dimensions; i++) {
                vector[i] = data.getFloat();
                if (!Float.isFinite(vector[i]) && bug != SeededFormatBug.READS_NAN) {
                    throw invalid(place + " row " + row + ": expected a finite number, was " + vector[i]);
                }
            }
            sink.accept(VectorRow.of(vector));
        }
        if (bug == SeededFormatBug.CLOSES_STREAM) {
            in.close();
        }
    }

    @Override
    public void write(OutputStream out, Iterable<VectorRow> rows) throws IOException {
        List<float[]> all = new ArrayList<>();
        rows.forEach(row -> all.add(row.vector()));
        int dimensions = all.isEmpty() ? 0 : all.get(0).length;
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(all.size());
        data.writeInt(dimensions);
        for (float[] vector : all) {
            if (vector.length != dimensions && bug != SeededFormatBug.MIXES_LENGTHS) {
                throw new VexfsException(
                        FuseVexfsError.DIMENSION_MISMATCH,
                        "dimension mismatch: expected " + dimensions + ", was " + vector.length);
            }
            for (float component : vector) {
                if (!Float.isFinite(component) && bug != SeededFormatBug.WRITES_NAN) {
                    throw invalid("expected a finite number, was " + component);
                }
                data.writeFloat(bug == SeededFormatBug.ROUNDS ? Math.round(component) : component);
            }
        }
        data.flush();
    }

    private static VexfsException invalid(String message) {
        return new VexfsException(FuseVexfsError.INVALID_VECTOR, message);
    }
}
