package io.vexfs.testkit.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reader and writer of the data sets of ANN benchmarks: {@code .fvecs} with vectors, {@code .ivecs} with true neighbours. */
public final class FvecsFile {
    private FvecsFile() {}

    /** The first vectors of a {@code .fvecs} file, at most {@code rowsMax}. */
    public static List<float[]> vectors(Path file, int rowsMax) throws IOException {
        List<float[]> rows = new ArrayList<>();
        read(file, rowsMax, row -> {
            float[] vector = new float[row.remaining() / Float.BYTES];
            row.asFloatBuffer().get(vector);
            rows.add(vector);
        });
        return rows;
    }

    /** The first rows of whole numbers of an {@code .ivecs} file, at most {@code rowsMax}. */
    public static List<int[]> numbers(Path file, int rowsMax) throws IOException {
        List<int[]> rows = new ArrayList<>();
        read(file, rowsMax, row -> {
            int[] numbers = new int[row.remaining() / Integer.BYTES];
            row.asIntBuffer().get(numbers);
            rows.add(numbers);
        });
        return rows;
    }

    /** Writes a {@code .fvecs} file: each row its length, then its components, little-endian. */
    public static void writeVectors(Path file, List<float[]> rows) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (float[] row : rows) {
                ByteBuffer bytes = rowBuffer(row.length);
                for (float component : row) {
                    bytes.putFloat(component);
                }
                out.write(bytes.array());
            }
        }
    }

    /** Writes an {@code .ivecs} file: each row its length, then its numbers, little-endian. */
    public static void writeNumbers(Path file, List<int[]> rows) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int[] row : rows) {
                ByteBuffer bytes = rowBuffer(row.length);
                for (int number : row) {
                    bytes.putInt(number);
                }
                out.write(bytes.array());
            }
        }
    }

    private static ByteBuffer rowBuffer(int length) {
        return ByteBuffer.allocate(Integer.BYTES + length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length);
    }

    private static void read(Path file, int rowsMax, Consumer<ByteBuffer> sink) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            long offset = 0;
            for (int rows = 0; offset < size && rows < rowsMax; rows++) {
                requireLeft(file, offset, Integer.BYTES, size - offset);
                int dimensions = read(channel, file, offset, Integer.BYTES).getInt();
                if (dimensions < 1) {
                    throw new IOException(
                            file + " offset " + offset + ": expected 1 or more dimensions, was " + dimensions);
                }
                long bytes = (long) dimensions * Float.BYTES;
                requireLeft(file, offset, bytes, size - offset - Integer.BYTES);
                sink.accept(read(channel, file, offset + Integer.BYTES, Math.toIntExact(bytes)));
                offset += Integer.BYTES + bytes;
            }
        }
    }

    private static void requireLeft(Path file, long offset, long expected, long found) throws IOException {
        if (found < expected) {
            throw new IOException(file + " offset " + offset + ": expected " + expected + " bytes, was " + found);
        }
    }

    private static ByteBuffer read(FileChannel channel, Path file, long offset, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException(file + " offset " + offset + ": expected " + bytes + " bytes, was its end");
            }
        }
        return buffer.flip();
    }
}
