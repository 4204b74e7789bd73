package io.vexfs.peers;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reader of {@code .fvecs} files that were checked before. */
final class Fvecs {
    private static final int BUFFER_BYTES = 1 << 20;

    private Fvecs() {}

    static List<float[]> read(Path file, boolean normalised) throws IOException {
        List<float[]> rows = new ArrayList<>();
        long left = Files.size(file);
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            while (left > 0) {
                int dimensions = Integer.reverseBytes(in.readInt());
                left -= (long) (dimensions + 1) * Float.BYTES;
                if (dimensions < 1 || left < 0) {
                    throw new EOFException(file + ": ends within a row");
                }
                byte[] bytes = in.readNBytes(dimensions * Float.BYTES);
                float[] row = new float[dimensions];
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(row);
                rows.add(normalised ? normalise(row) : row);
            }
        }
        return rows;
    }

    private static float[] normalise(float[] row) {
        double squares = 0;
        for (float component : row) {
            squares += (double) component * component;
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < row.length; i++) {
            row[i] *= scale;
        }
        return row;
    }
}
