package io.vexfs.testkit.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reader of NumPy's {@code .npy} with two dimensions in the order of rows: floats, whole numbers or bytes. */
final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int VERSION_BYTES = 2;
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=]?)([fiu])(\\d)'");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d{1,10}),\\s*(\\d{1,10}),?\\s*\\)");
    private static final Set<String> TYPES = Set.of("f4", "f8", "i1", "u1", "i4", "u4", "i8", "u8");

    private final FileRows rows;
    private final long data;
    private final ByteOrder order;
    private final String type;
    private final int columns;
    private final int count;

    private NpyFile(FileRows rows) throws IOException {
        this.rows = rows;
        ByteBuffer start = rows.bytes(0, MAGIC.length + VERSION_BYTES);
        for (byte each : MAGIC) {
            if (start.get() != each) {
                throw rows.wrong(0, "a file of NumPy", "another");
            }
        }
        int lengthBytes = start.get() == 1 ? Short.BYTES : Integer.BYTES;
        int at = MAGIC.length + VERSION_BYTES;
        ByteBuffer length = rows.bytes(at, lengthBytes);
        int headerBytes = lengthBytes == Short.BYTES ? length.getShort() & 0xffff : length.getInt();
        data = at + lengthBytes + headerBytes;
        String header = StandardCharsets.ISO_8859_1
                .decode(rows.bytes(at + lengthBytes, headerBytes))
                .toString();
        Matcher types = TYPE.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!types.find()
                || !TYPES.contains(types.group(2) + types.group(3))
                || !shape.find()
                || header.contains("'fortran_order': True")) {
            throw rows.wrong(
                    at, "rows and columns of one of " + TYPES.stream().sorted().toList(), header.strip());
        }
        order = types.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        type = types.group(2) + types.group(3);
        long rowCount = Long.parseLong(shape.group(1));
        long columnCount = Long.parseLong(shape.group(2));
        if (columnCount < 1
                || columnCount > Integer.MAX_VALUE
                || rowCount > Integer.MAX_VALUE
                || rowCount > (rows.size() - data) / (columnCount * elementBytes())) {
            throw rows.wrong(data, rowCount + " rows of " + columnCount + " components", rows.size() - data + " bytes");
        }
        count = (int) rowCount;
        columns = (int) columnCount;
    }

    private int elementBytes() {
        return type.charAt(1) - '0';
    }

    static List<float[]> vectors(Path file, int rowsMax) throws IOException {
        try (FileRows rows = new FileRows(file)) {
            NpyFile npy = new NpyFile(rows);
            List<float[]> vectors = new ArrayList<>();
            for (int row = 0; row < Math.min(rowsMax, npy.count); row++) {
                ByteBuffer from = npy.row(row);
                float[] vector = new float[npy.columns];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = (float) npy.number(from);
                }
                vectors.add(vector);
            }
            return vectors;
        }
    }

    static List<int[]> numbers(Path file, int rowsMax) throws IOException {
        try (FileRows rows = new FileRows(file)) {
            NpyFile npy = new NpyFile(rows);
            List<int[]> numbers = new ArrayList<>();
            for (int row = 0; row < Math.min(rowsMax, npy.count); row++) {
                ByteBuffer from = npy.row(row);
                int[] each = new int[npy.columns];
                for (int i = 0; i < each.length; i++) {
                    double number = npy.number(from);
                    if (number != (int) number) {
                        throw rows.wrong(npy.data, "whole numbers of 32 bits", number + " in row " + row);
                    }
                    each[i] = (int) number;
                }
                numbers.add(each);
            }
            return numbers;
        }
    }

    private ByteBuffer row(int row) throws IOException {
        long bytes = (long) columns * elementBytes();
        return rows.bytes(data + row * bytes, bytes).order(order);
    }

    private double number(ByteBuffer from) {
        return switch (type) {
            case "f4" -> from.getFloat();
            case "f8" -> from.getDouble();
            case "i1" -> from.get();
            case "u1" -> from.get() & 0xff;
            case "i4" -> from.getInt();
            case "u4" -> Integer.toUnsignedLong(from.getInt());
            default -> from.getLong();
        };
    }
}
