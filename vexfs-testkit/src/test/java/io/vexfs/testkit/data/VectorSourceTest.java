package io.vexfs.testkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorSourceTest {
    private static final String NPY = "\u0093NUMPY";

    @TempDir
    private Path directory;

    private Path file(String name, ByteBuffer bytes) throws IOException {
        return Files.write(directory.resolve(name), Arrays.copyOf(bytes.array(), bytes.position()));
    }

    private static ByteBuffer bytes() {
        return ByteBuffer.allocate(4_096).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer npy(String type, String shape) {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
        return bytes().put(NPY.getBytes(StandardCharsets.ISO_8859_1))
                .put(new byte[] {1, 0})
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void vectors_everyFormat_areRead() throws IOException {
        Path fvecs = directory.resolve("a.fvecs");
        FvecsFile.writeVectors(fvecs, List.of(new float[] {1, 2.5f}, new float[] {-3, 4}));
        List<Path> files = List.of(
                fvecs,
                file(
                        "a.fbin",
                        bytes().putInt(2)
                                .putInt(2)
                                .putFloat(1)
                                .putFloat(2.5f)
                                .putFloat(-3)
                                .putFloat(4)),
                file(
                        "a.npy",
                        npy("<f4", "(2, 2)")
                                .putFloat(1)
                                .putFloat(2.5f)
                                .putFloat(-3)
                                .putFloat(4)),
                file(
                        "b.NPY",
                        npy("<f8", "(2, 2)")
                                .putDouble(1)
                                .putDouble(2.5)
                                .putDouble(-3)
                                .putDouble(4)));
        for (Path file : files) {
            List<float[]> vectors = VectorSource.vectors(file, Integer.MAX_VALUE);
            assertThat(vectors).as(file.toString()).hasSize(2);
            assertThat(vectors.get(0)).as(file.toString()).containsExactly(1, 2.5f);
            assertThat(vectors.get(1)).as(file.toString()).containsExactly(-3, 4);
            assertThat(VectorSource.vectors(file, 1)).hasSize(1);
        }
    }

    @Test
    void vectors_ofBytes_areNumbers() throws IOException {
        byte[] row = {1, (byte) 200};
        Path bvecs = file("a.bvecs", bytes().putInt(2).put(row).putInt(2).put(row));
        assertThat(VectorSource.vectors(bvecs, 5)).hasSize(2);
        assertThat(VectorSource.vectors(bvecs, 5).get(1)).containsExactly(1, 200);
        assertThat(VectorSource.vectors(
                                file("a.u8bin", bytes().putInt(1).putInt(2).put(row)), 5)
                        .get(0))
                .containsExactly(1, 200);
        assertThat(VectorSource.vectors(
                                file("a.i8bin", bytes().putInt(1).putInt(2).put(row)), 5)
                        .get(0))
                .containsExactly(1, -56);
        assertThat(VectorSource.vectors(file("a.npy", npy("|u1", "(1, 2)").put(row)), 5)
                        .get(0))
                .containsExactly(1, 200);
    }

    @Test
    void numbers_everyFormat_areRead() throws IOException {
        Path ivecs = directory.resolve("a.ivecs");
        FvecsFile.writeNumbers(ivecs, List.of(new int[] {7, 8}));
        for (Path file : List.of(
                ivecs,
                // The distances behind a truth of big-ann are no rows.
                file(
                        "a.ibin",
                        bytes().putInt(1)
                                .putInt(2)
                                .putInt(7)
                                .putInt(8)
                                .putFloat(0.5f)
                                .putFloat(1)),
                file("a.npy", npy("<i8", "(1, 2)").putLong(7).putLong(8)))) {
            assertThat(VectorSource.numbers(file, 10)).as(file.toString()).hasSize(1);
            assertThat(VectorSource.numbers(file, 10).get(0)).containsExactly(7, 8);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.fbin  | 2147483647 | 2147483647 | expected 2147483647 rows of 2147483647
            a.fbin  | 3          | 2          | offset 8: expected 3 rows of 2, was 8 bytes
            a.fbin  | -1         | 2          | offset 0: expected rows and columns, was -1 and 2
            a.ibin  | 1          | 0          | offset 0: expected rows and columns, was 1 and 0
            a.bvecs | 100        | 2          | offset 4: expected 100 bytes, was 12
            a.bvecs | 2147483647 | 2          | offset 4: expected rows of at most
            a.npy   | 1          | 2          | expected a file of NumPy, was another
            a.csv   | 1          | 2          | expected a name that ends in one of
            """)
    void read_lyingHeader_isNamed(String name, int rows, int columns, String message) throws IOException {
        Path file = file(name, bytes().putInt(rows).putInt(columns).putLong(0));
        assertThatThrownBy(() -> {
                    if (name.endsWith(".ibin")) {
                        VectorSource.numbers(file, 10);
                    } else {
                        VectorSource.vectors(file, 10);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {".fbin", ".ibin", ".bvecs", ".npy", ".u8bin"})
    void read_damagedBytes_isNamedOrHarmless(String ending) throws IOException {
        Random random = new Random(5);
        byte[] good = ending.equals(".npy")
                ? Arrays.copyOf(npy("<f4", "(4, 4)").array(), 200)
                : Arrays.copyOf(bytes().putInt(4).putInt(4).array(), 100);
        for (int i = 0; i < 500; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length) + 1);
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(directory.resolve("bad" + ending), bad);
            try {
                List<?> rows = ending.equals(".ibin") ? VectorSource.numbers(file, 9) : VectorSource.vectors(file, 9);
                assertThat(rows).hasSizeLessThanOrEqualTo(9);
            } catch (IOException named) {
                assertThat(named).hasMessageStartingWith(file.toString());
            }
        }
    }
}
