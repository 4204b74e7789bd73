package io.vexfs.core.internal.format;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import io.vexfs.testkit.assertions.VexfsCallAssert;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinaryFormatsTest {
    private final VectorFormat fvecs = new FvecsFormat();
    private final VectorFormat npy = new NpyFormat();

    private static byte[] fvecs(int claimed, float... components) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + components.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(claimed);
        for (float component : components) {
            bytes.putFloat(component);
        }
        return bytes.array();
    }

    private static byte[] npy(int major, String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + (major == 1 ? 2 : 4) + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) major)
                .put((byte) 0);
        if (major == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        return bytes.put(text).put(data).array();
    }

    private static String header(String type, String fortran, String shape) {
        return "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }   \n";
    }

    private static byte[] doubles(ByteOrder order, double... components) {
        ByteBuffer bytes = ByteBuffer.allocate(components.length * 8).order(order);
        for (double component : components) {
            bytes.putDouble(component);
        }
        return bytes.array();
    }

    private static byte[] floats(ByteOrder order, float... components) {
        ByteBuffer bytes = ByteBuffer.allocate(components.length * 4).order(order);
        for (float component : components) {
            bytes.putFloat(component);
        }
        return bytes.array();
    }

    private VexfsCallAssert reading(VectorFormat format, byte[] bytes) {
        return assertThatVexfs(() -> Reading.rows(format, bytes));
    }

    @Test
    void fvecs_hugeDimensionCount_isRefusedBeforeAllocating() {
        reading(fvecs, fvecs(0x7fffffff, 1, 2))
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage("dimension count 2147483647: expected 8589934588 bytes to follow, was 8"
                        + " (a.fvecs offset 0, row 0)");
        reading(fvecs, fvecs(-1, 1, 2))
                .withMessage("dimension count: expected 1 or more, was -1 (a.fvecs offset 0, row 0)");
    }

    @Test
    void fvecs_honestButTooManyDimensions_isALimit() {
        reading(fvecs, fvecs(65_537, new float[65_537]))
                .failsWith(FuseVexfsError.LIMIT_REACHED)
                .withMessage("dimensions: expected at most 65536, was 65537 (a.fvecs offset 0, row 0)");
    }

    @Test
    void fvecs_changedDimensions_areRefused() {
        ByteBuffer bytes = ByteBuffer.allocate(20).put(fvecs(2, 1, 2)).put(fvecs(1, 1));
        reading(fvecs, bytes.array())
                .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                .withMessage("dimension mismatch: expected 2 as in the first row, was 1 (a.fvecs offset 12, row 1)");
    }

    @Test
    void fvecs_trailingBytes_areRefused() {
        reading(fvecs, Arrays.copyOf(fvecs(2, 1, 2), 14))
                .withMessage("truncated dimension count of row 1: expected 4 bytes, was 2 (a.fvecs offset 12)");
    }

    @Test
    void fvecs_notFinite_isRefused() {
        reading(fvecs, fvecs(2, 1, Float.NaN))
                .withMessage("not finite: expected a number that a float can hold, was NaN"
                        + " (a.fvecs offset 4, row 0, value 2)");
    }

    @Test
    void fvecs_streamShorterThanItsSize_isTruncated() {
        byte[] bytes = fvecs(2, 1, 2);
        assertThatVexfs(() -> fvecs.read(new ByteArrayInputStream(bytes, 0, 9), 12, "a.fvecs", row -> {}))
                .withMessage("truncated row 0: expected 8 bytes, was 5 (a.fvecs offset 4)");
    }

    @Test
    void npy_everyTypeOrderAndVersion_isRead() throws IOException {
        List<byte[]> files = List.of(
                npy(1, header("<f4", "False", "(2, 2)"), floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4)),
                npy(2, header(">f4", "False", "(2, 2)"), floats(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4)),
                npy(3, header("<f8", "False", "(2, 2)"), doubles(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4)),
                npy(1, header(">f8", "False", "(2,2,)"), doubles(ByteOrder.BIG_ENDIAN, 1, 2, 3, 4)),
                npy(
                        1,
                        "{\"shape\": (2, 2), \"descr\":\"<f4\", \"fortran_order\":False}",
                        floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4)));
        for (byte[] file : files) {
            List<VectorRow> rows = Reading.rows(npy, file);
            assertThat(rows).hasSize(2);
            assertThat(rows.get(1).vector()).containsExactly(3, 4);
        }
    }

    @Test
    void npy_oneDimension_isOneVector() throws IOException {
        byte[] file = npy(1, header("<f4", "True", "(3,)"), floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3));

        assertThat(Reading.rows(npy, file))
                .singleElement()
                .satisfies(row -> assertThat(row.vector()).containsExactly(1, 2, 3));
    }

    @Test
    void npy_objects_areRefused() {
        reading(npy, npy(1, header("|O", "False", "(1, 2)"), new byte[16]))
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessage("npy descr: expected float32 or float64 (<f4, >f4, <f8, >f8), was '|O':"
                        + " pickled objects are never loaded (a.npy offset 10)");
        reading(npy, npy(1, "{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", new byte[4]))
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessageContaining("was '[('x', '<f4')]'");
    }

    @Test
    void npy_columnOrder_isRefusedWithTheRemedy() {
        reading(npy, npy(1, header("<f4", "True", "(2, 2)"), new byte[16]))
                .withMessage("npy fortran_order: expected False (numpy.ascontiguousarray makes it so), was 'True'"
                        + " (a.npy offset 10)");
    }

    @Test
    void npy_lyingShape_isRefusedBeforeAllocating() {
        reading(npy, npy(1, header("<f4", "False", "(999999999999999999, 999999999999999999)"), new byte[16]))
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessageContaining("npy data: expected 999999999999999999 x", "was 16 bytes");
        reading(npy, npy(1, header("<f4", "False", "(2, 2)"), new byte[15]))
                .withMessageContaining("npy data: expected 2 x 2 numbers, was 15 bytes");
        reading(npy, npy(1, header("<f4", "False", "(2, 2)"), new byte[17]))
                .withMessageContaining("npy data: expected 16 bytes for 2 x 2, was 17");
        reading(npy, npy(1, header("<f4", "False", "(0, 2)"), new byte[0]))
                .withMessageContaining("no vectors: expected at least 1 row");
        reading(npy, npy(1, header("<f4", "False", "(1, 2, 2)"), new byte[16]))
                .withMessageContaining("npy shape: expected (dimensions,) or (rows, dimensions), was (1, 2, 2)");
    }

    @Test
    void npy_lyingHeaderLength_isRefused() {
        byte[] file = npy(2, header("<f4", "False", "(1, 1)"), new byte[4]);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);

        reading(npy, file).withMessageContaining("truncated npy header: expected 4294967295 bytes");
    }

    @Test
    void npy_hostileHeader_isRefusedQuickly() {
        String hostile = "{'descr': '" + "(".repeat(60_000);
        reading(npy, npy(2, hostile, new byte[0])).withMessageContaining("npy header: expected {'descr'");
        reading(npy, npy(2, " ".repeat(70_000), new byte[0])).failsWith(FuseVexfsError.LIMIT_REACHED);
    }

    @Test
    void npy_wrongMagicAndVersion_areNamed() {
        byte[] file = npy(1, header("<f4", "False", "(1, 1)"), new byte[4]);
        file[1] = 'X';
        reading(npy, file).withMessage("npy magic: expected 0x4e, was 0x58 (a.npy offset 1)");
        file[1] = 'N';
        file[6] = 9;
        reading(npy, file).withMessage("npy version: expected 1 to 3, was 9 (a.npy offset 6)");
    }

    @Test
    void npy_doubleTooLargeForAFloat_isRefused() {
        reading(npy, npy(1, header("<f8", "False", "(1, 1)"), doubles(ByteOrder.LITTLE_ENDIAN, 1e300)))
                .withMessageContaining("not finite", "was 1.0E300", "row 0, value 1");
    }
}
