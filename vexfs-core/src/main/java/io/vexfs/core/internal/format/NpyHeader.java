package io.vexfs.core.internal.format;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the header of a {@code .npy} file says (NumPy's NEP 1, versions 1 to 3).
 *
 * <pre>
 * 0x93 'N' 'U' 'M' 'P' 'Y' | major | minor | header length (uint16, from version 2 uint32, little endian) | header
 * header: {'descr': '&lt;f4', 'fortran_order': False, 'shape': (rows, dimensions), } and blanks
 * </pre>
 *
 * <p>The header is Python text; it is read by this fixed grammar and never evaluated.
 *
 * @param rows rows of the array; 1 for an array of one dimension
 * @param dimensions components of each row
 * @param componentBytes 4 or 8
 * @param order of the bytes of a component
 */
record NpyHeader(long rows, int dimensions, int componentBytes, ByteOrder order) {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern GRAMMAR = Pattern.compile(
            "\\s*\\{\\s*" + entry("a") + "\\s*,\\s*" + entry("b") + "\\s*,\\s*" + entry("c") + "\\s*,?\\s*\\}\\s*");
    private static final Pattern SHAPE =
            Pattern.compile("\\(\\s*([0-9]{1,18})\\s*(?:,\\s*([0-9]{1,18})?\\s*,?\\s*)?\\)");

    private static String entry(String group) {
        return "['\"](?<" + group + "name>descr|fortran_order|shape)['\"]\\s*:\\s*(?<" + group
                + ">'[^']*+'|\"[^\"]*+\"|True|False|\\([0-9,\\s]*+\\)|\\[[^\\]]*+\\])";
    }

    static NpyHeader read(BinaryInput in) throws IOException {
        if (in.left() < MAGIC.length + 4) {
            throw in.truncated("npy header", MAGIC.length + 4, in.left());
        }
        ByteBuffer start = in.fill(BinaryInput.buffer(MAGIC.length + 2, ByteOrder.LITTLE_ENDIAN), "npy header");
        for (int i = 0; i < MAGIC.length; i++) {
            if (start.get(i) != MAGIC[i]) {
                throw RowSink.invalid(
                        "npy magic: expected 0x" + Integer.toHexString(MAGIC[i] & 0xff) + ", was 0x"
                                + Integer.toHexString(start.get(i) & 0xff),
                        in.name() + " offset " + i);
            }
        }
        int major = start.get(MAGIC.length);
        if (major < 1 || major > 3) {
            throw RowSink.invalid("npy version: expected 1 to 3, was " + major, in.name() + " offset 6");
        }
        long length = headerBytes(in, major);
        if (length > in.left()) {
            throw in.truncated("npy header", length, in.left());
        }
        if (length > FormatLimits.NPY_HEADER_BYTES_MAX) {
            throw RowSink.limit(
                    "bytes of the npy header", FormatLimits.NPY_HEADER_BYTES_MAX, String.valueOf(length), in.place());
        }
        String place = in.place();
        ByteBuffer header = in.fill(BinaryInput.buffer((int) length, ByteOrder.LITTLE_ENDIAN), "npy header");
        return parse(new String(header.array(), StandardCharsets.UTF_8), in.left(), place)
                .requireData(in);
    }

    private static long headerBytes(BinaryInput in, int major) throws IOException {
        if (major == 1) {
            return in.fill(BinaryInput.buffer(2, ByteOrder.LITTLE_ENDIAN), "npy header")
                            .getShort()
                    & 0xffffL;
        }
        return in.fill(BinaryInput.buffer(4, ByteOrder.LITTLE_ENDIAN), "npy header")
                        .getInt()
                & 0xffff_ffffL;
    }

    private static NpyHeader parse(String text, long dataBytes, String place) {
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            throw RowSink.invalid(
                    "npy header: expected {'descr': …, 'fortran_order': …, 'shape': …}, was " + shown(text), place);
        }
        String type = value(matcher, "descr", place);
        String fortran = value(matcher, "fortran_order", place);
        Matcher shape = SHAPE.matcher(value(matcher, "shape", place));
        if (!shape.matches()) {
            throw RowSink.invalid(
                    "npy shape: expected (dimensions,) or (rows, dimensions), was " + value(matcher, "shape", place),
                    place);
        }
        long first = Long.parseLong(shape.group(1));
        boolean flat = shape.group(2) == null;
        long rows = flat ? 1 : first;
        long dimensions = flat ? first : Long.parseLong(shape.group(2));
        if (!fortran.equals("False") && rows > 1 && dimensions > 1) {
            throw RowSink.invalid(
                    "npy fortran_order: expected False (numpy.ascontiguousarray makes it so), was " + shown(fortran),
                    place);
        }
        return typed(type, requireCounts(rows, dimensions, dataBytes, place), (int) dimensions, place);
    }

    private static long requireCounts(long rows, long dimensions, long dataBytes, String place) {
        if (rows < 1 || dimensions < 1) {
            throw RowSink.invalid(
                    "no vectors: expected at least 1 row and 1 dimension, was " + rows + " and " + dimensions, place);
        }
        if (rows > dataBytes / Float.BYTES / dimensions) {
            throw RowSink.invalid(
                    "npy data: expected " + rows + " x " + dimensions + " numbers, was " + dataBytes + " bytes", place);
        }
        if (dimensions > Limits.DIMENSIONS_MAX) {
            throw RowSink.limit("dimensions", Limits.DIMENSIONS_MAX, String.valueOf(dimensions), place);
        }
        if (rows > FormatLimits.ROWS_MAX) {
            throw RowSink.limit("rows", FormatLimits.ROWS_MAX, String.valueOf(rows), place);
        }
        return rows;
    }

    private static NpyHeader typed(String type, long rows, int dimensions, String place) {
        return switch (type) {
            case "<f4" -> new NpyHeader(rows, dimensions, Float.BYTES, ByteOrder.LITTLE_ENDIAN);
            case ">f4" -> new NpyHeader(rows, dimensions, Float.BYTES, ByteOrder.BIG_ENDIAN);
            case "<f8" -> new NpyHeader(rows, dimensions, Double.BYTES, ByteOrder.LITTLE_ENDIAN);
            case ">f8" -> new NpyHeader(rows, dimensions, Double.BYTES, ByteOrder.BIG_ENDIAN);
            default ->
                throw new VexfsException(
                        FuseVexfsError.INVALID_VECTOR,
                        "npy descr: expected float32 or float64 (<f4, >f4, <f8, >f8), was " + shown(type)
                                + (type.contains("O") ? ": pickled objects are never loaded" : "") + " (" + place
                                + ")");
        };
    }

    private static String value(Matcher matcher, String name, String place) {
        for (String group : new String[] {"a", "b", "c"}) {
            if (name.equals(matcher.group(group + "name"))) {
                String value = matcher.group(group);
                return value.startsWith("'") || value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
            }
        }
        throw RowSink.invalid("npy header: expected '" + name + "', was none", place);
    }

    private static String shown(String text) {
        String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
        return "'" + shown.replaceAll("\\p{Cntrl}", "?").strip() + "'";
    }

    private NpyHeader requireData(BinaryInput in) {
        long claimed = Math.multiplyExact(Math.multiplyExact(rows, dimensions), (long) componentBytes);
        if (claimed != in.left()) {
            throw RowSink.invalid(
                    "npy data: expected " + claimed + " bytes for " + rows + " x " + dimensions + ", was " + in.left(),
                    in.place());
        }
        return this;
    }
}
