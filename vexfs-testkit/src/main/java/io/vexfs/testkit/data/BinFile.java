package io.vexfs.testkit.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reader of big-ann files: two whole numbers of four bytes, how many rows and how many columns, then the rows one after the other,
 * little-endian; and of {@code .bvecs}, where each row begins with its length.
 */
final class BinFile {
    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private BinFile() {}

    /** What a component is in the file. */
    enum Element {
        FLOAT(Float.BYTES),
        UNSIGNED_BYTE(1),
        SIGNED_BYTE(1);

        private final int bytes;

        Element(int bytes) {
            this.bytes = bytes;
        }

        float read(ByteBuffer from) {
            return switch (this) {
                case FLOAT -> from.getFloat();
                case UNSIGNED_BYTE -> from.get() & 0xff;
                case SIGNED_BYTE -> from.get();
            };
        }
    }

    static List<float[]> vectors(Path file, int rowsMax, Element element) throws IOException {
        try (FileRows rows = new FileRows(file)) {
            int[] shape = shape(rows, element.bytes);
            List<float[]> vectors = new ArrayList<>();
            long bytes = (long) shape[1] * element.bytes;
            for (int row = 0; row < Math.min(rowsMax, shape[0]); row++) {
                ByteBuffer from = rows.bytes(HEADER_BYTES + row * bytes, bytes);
                vectors.add(components(from, shape[1], element));
            }
            return vectors;
        }
    }

    private static float[] components(ByteBuffer from, int count, Element element) {
        float[] vector = new float[count];
        for (int i = 0; i < count; i++) {
            vector[i] = element.read(from);
        }
        return vector;
    }

    /** Rows of whole numbers; distances that some truths have behind them are left out. */
    static List<int[]> numbers(Path file, int rowsMax) throws IOException {
        try (FileRows rows = new FileRows(file)) {
            int[] shape = shape(rows, Integer.BYTES);
            List<int[]> numbers = new ArrayList<>();
            long bytes = (long) shape[1] * Integer.BYTES;
            for (int row = 0; row < Math.min(rowsMax, shape[0]); row++) {
                int[] each = new int[shape[1]];
                rows.bytes(HEADER_BYTES + row * bytes, bytes).asIntBuffer().get(each);
                numbers.add(each);
            }
            return numbers;
        }
    }

    private static int[] shape(FileRows rows, int elementBytes) throws IOException {
        ByteBuffer header = rows.bytes(0, HEADER_BYTES);
        int[] shape = {header.getInt(), header.getInt()};
        if (shape[0] < 0 || shape[1] < 1) {
            throw rows.wrong(0, "rows and columns", shape[0] + " and " + shape[1]);
        }
        // Divided, since the product of what a file claims may not fit.
        if (shape[0] > (rows.size() - HEADER_BYTES) / ((long) shape[1] * elementBytes)) {
            throw rows.wrong(HEADER_BYTES, shape[0] + " rows of " + shape[1], rows.size() - HEADER_BYTES + " bytes");
        }
        return shape;
    }

    static List<float[]> byteRows(Path file, int rowsMax) throws IOException {
        try (FileRows rows = new FileRows(file)) {
            List<float[]> vectors = new ArrayList<>();
            long offset = 0;
            while (offset < rows.size() && vectors.size() < rowsMax) {
                int dimensions = rows.bytes(offset, Integer.BYTES).getInt();
                if (dimensions < 1) {
                    throw rows.wrong(offset, "1 or more dimensions", Integer.toString(dimensions));
                }
                ByteBuffer from = rows.bytes(offset + Integer.BYTES, dimensions);
                vectors.add(components(from, dimensions, Element.UNSIGNED_BYTE));
                offset += Integer.BYTES + dimensions;
            }
            return vectors;
        }
    }
}
