package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.data.TestVectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every {@link VectorFormat} promises. Implement it in a test class:
 *
 * <pre>
 * class MyFormatTest implements VectorFormatConformance {
 *     public VectorFormat format() { return new MyFormat(); }
 * }
 * </pre>
 */
@ExtendWith(FixtureGuard.class)
public interface VectorFormatConformance {
    /** The format under test. */
    VectorFormat format();

    /** A number that the format can carry, nearest to {@code component}; itself unless the format rounds. */
    default float carried(float component) {
        return component;
    }

    private byte[] written(List<VectorRow> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format().write(out, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private List<VectorRow> readBack(byte[] bytes) {
        List<VectorRow> rows = new ArrayList<>();
        try {
            format().read(new ByteArrayInputStream(bytes), bytes.length, "a" + format().suffix(), rows::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    private List<VectorRow> rows(int count, int dimensions) {
        List<VectorRow> rows = new ArrayList<>();
        for (float[] vector : TestVectors.uniform(count, dimensions, 7)) {
            rows.add(row(vector));
        }
        return rows;
    }

    private VectorRow row(float... vector) {
        float[] carried = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            carried[i] = carried(vector[i]);
        }
        return VectorRow.of(carried);
    }

    /** The suffix is lower case and begins with a dot. */
    @Test
    default void suffix_isLowerCaseWithDot() {
        assertThat(format().suffix()).startsWith(".").isLowerCase().doesNotContain("/");
    }

    /** The service loader finds it, and so does a name in any case. */
    @Test
    default void format_isFoundByServiceLoaderAndByName() {
        assertThat(ServiceLoader.load(VectorFormat.class)).hasAtLeastOneElementOfType(format().getClass());
        assertThat(VectorFormat.ofName("/x/A" + format().suffix().toUpperCase(Locale.ROOT)))
                .containsInstanceOf(format().getClass());
    }

    /** What is written is read again, bit by bit. */
    @Test
    default void readBack_manyRows_isWhatWasWritten() {
        List<VectorRow> rows = rows(100, 17);

        List<VectorRow> back = readBack(written(rows));

        assertThat(back).hasSameSizeAs(rows);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(back.get(i).vector())
                    .as("row %d", i)
                    .isEqualTo(rows.get(i).vector());
        }
    }

    /** The smallest and the largest floats survive. */
    @Test
    default void readBack_extremes_areKept() {
        VectorRow row =
                row(Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, Float.MIN_NORMAL, 1f / 3, 0f, 16777217f);

        assertThat(readBack(written(List.of(row))).get(0).vector()).isEqualTo(row.vector());
    }

    /** One row of one component is enough. */
    @Test
    default void readBack_oneRowOfOneComponent_isKept() {
        assertThat(readBack(written(rows(1, 1)))).hasSize(1);
    }

    /** A stream that gives single bytes is read as well. */
    @Test
    default void read_oneByteAtATime_isTheSame() throws IOException {
        byte[] bytes = written(rows(5, 9));
        List<VectorRow> rows = new ArrayList<>();

        format().read(new TrickleStream(bytes), bytes.length, "a", rows::add);

        assertThat(rows).hasSize(5);
        assertThat(rows.get(4).vector()).isEqualTo(rows(5, 9).get(4).vector());
    }

    /** The stream is the caller's to close. */
    @Test
    default void read_any_doesNotClose() throws IOException {
        byte[] bytes = written(rows(2, 2));
        TrickleStream in = new TrickleStream(bytes);

        format().read(in, bytes.length, "a", row -> {});

        assertThat(in.closed).isFalse();
    }

    /** An empty file holds no vectors, and the message names it. */
    @Test
    default void read_emptyFile_isInvalidAndNamed() {
        assertThatVexfs(() -> readBack(new byte[0]))
                .failsWith(FuseVexfsError.INVALID_VECTOR)
                .withMessageContaining("a" + format().suffix(), "expected", "was");
    }

    /** Rows of different lengths cannot be written. */
    @Test
    default void write_rowsOfDifferentLengths_isRefused() {
        assertThatVexfs(() -> written(List.of(row(1, 2), row(1, 2, 3))))
                .failsWith(FuseVexfsError.DIMENSION_MISMATCH)
                .withMessageContaining("expected 2", "was 3");
    }

    /** Infinity and NaN cannot be written. */
    @Test
    default void write_notFinite_isRefused() {
        assertThatVexfs(() -> written(List.of(VectorRow.of(1, Float.NaN)))).failsWith(FuseVexfsError.INVALID_VECTOR);
        assertThatVexfs(() -> written(List.of(VectorRow.of(1, Float.NEGATIVE_INFINITY))))
                .failsWith(FuseVexfsError.INVALID_VECTOR);
    }

    /** Damage is either harmless or a named error: nothing else is thrown, no row is not finite. */
    @Test
    default void read_damagedBytes_isNamedOrHarmless() {
        byte[] good = written(rows(8, 6));
        Random random = new Random(42);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = random.nextBoolean() ? good.clone() : Arrays.copyOf(good, random.nextInt(good.length));
            for (int flips = random.nextInt(4); flips >= 0 && bad.length > 0; flips--) {
                bad[random.nextInt(Math.min(bad.length, 160))] = (byte) random.nextInt(256);
            }
            requireNamedOrHarmless(bad, "try " + i);
        }
    }

    private void requireNamedOrHarmless(byte[] bytes, String which) {
        List<VectorRow> rows = new ArrayList<>();
        Throwable failure = catchThrowable(() -> rows.addAll(readBack(bytes)));
        if (failure != null) {
            assertThat(failure)
                    .as(which)
                    .isInstanceOf(VexfsException.class)
                    .hasMessageContaining("a" + format().suffix());
            assertThat(((VexfsException) failure).error())
                    .as(which)
                    .isIn(
                            FuseVexfsError.INVALID_VECTOR,
                            FuseVexfsError.DIMENSION_MISMATCH,
                            FuseVexfsError.LIMIT_REACHED);
        }
        for (VectorRow row : rows) {
            for (float component : row.vector()) {
                assertThat(component).as(which).isFinite();
            }
        }
    }

    /** A stream that gives one byte for each read and knows whether it was closed. */
    final class TrickleStream extends InputStream {
        private final byte[] bytes;
        private int at;
        private boolean closed;

        TrickleStream(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            int value = read();
            if (value < 0) {
                return -1;
            }
            into[offset] = (byte) value;
            return 1;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
