package io.vexfs.testkit.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reader of the data sets of ANN benchmarks: {@code .fvecs} with vectors, {@code .ivecs} with true neighbours. */
public final class FvecsFile {
    private FvecsFile() {}

    /** The first vectors of a {@code .fvecs} file, at most {@code rowsMax}. */
    public static List<float[]> vectors(Path file, int rowsMax) throws IOException {
        List<float[]> rows = new ArrayList<>();
        for (ByteBuffer row : rows(file, rowsMax)) {
            float[] vector = new float[row.remaining() / Float.BYTES];
            row.asFloatBuffer().get(vector);
            rows.add(vector);
        }
        return rows;
    }

    /** The first rows of whole numbers of an {@code .ivecs} file, at most {@code rowsMax}. */
    public static List<int[]> numbers(Path file, int rowsMax) throws IOException {
        List<int[]> rows = new ArrayList<>();
        for (ByteBuffer row : rows(file, rowsMax)) {
            int[] numbers = new int[row.remaining() / Integer.BYTES];
            row.asIntBuffer().get(numbers);
            rows.add(numbers);
        }
        return rows;
    }

    private static List<ByteBuffer> rows(Path file, int rowsMax) throws IOException {
        List<ByteBuffer> rows = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            long offset = 0;
            while (offset < size && rows.size() < rowsMax) {
                requireLeft(file, offset, Integer.BYTES, size - offset);
                int dimensions = read(channel, file, offset, Integer.BYTES).getInt();
                if (dimensions < 1) {
                    throw new IOException(
                            file + " offset " + offset + ": expected 1 or more dimensions, was " + dimensions);
                }
                long bytes = (long) dimensions * Float.BYTES;
                requireLeft(file, offset, bytes, size - offset - Integer.BYTES);
                rows.add(read(channel, file, offset + Integer.BYTES, Math.toIntExact(bytes)));
                offset += Integer.BYTES + bytes;
            }
        }
        return rows;
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
