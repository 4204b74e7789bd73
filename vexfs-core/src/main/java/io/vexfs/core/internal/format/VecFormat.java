package io.vexfs.core.internal.format;

import io.vexfs.api.Limits;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * {@code .vec}: text, one vector a line, numbers apart by white space or commas.
 *
 * <pre>
 * # a comment, to the end of its line
 * 0.25 -1.5 3e-2
 * [0.25, -1.5, 0.03]   # brackets and one comma at the end are allowed
 * </pre>
 *
 * <p>Blank lines count for line numbers and for nothing else. Metadata and ids cannot be written.
 */
public final class VecFormat implements VectorFormat {
    private static final int SHOWN_MAX = 32;

    /** Made by {@link java.util.ServiceLoader}. */
    public VecFormat() {}

    @Override
    public String suffix() {
        return ".vec";
    }

    @Override
    public boolean dedicated() {
        return true;
    }

    @Override
    public void read(InputStream in, long sizeBytes, String name, Consumer<VectorRow> sink) throws IOException {
        LineReader lines = new LineReader(in, sizeBytes, name);
        RowSink rows = new RowSink(name, sink);
        Line line = new Line(lines);
        while (lines.advance()) {
            int values = line.parse();
            if (values > 0) {
                rows.accept(Arrays.copyOf(line.values, values), lines.place());
            }
        }
        rows.requireRows();
    }

    @Override
    public void write(OutputStream out, Iterable<VectorRow> rows) throws IOException {
        RowChecks checks = new RowChecks();
        StringBuilder line = new StringBuilder();
        for (VectorRow row : rows) {
            float[] vector = checks.next(row);
            line.setLength(0);
            for (int i = 0; i < vector.length; i++) {
                line.append(i == 0 ? "" : " ").append(vector[i]);
            }
            out.write(line.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
        }
        checks.requireRows();
    }

    /** The values of the line that a reader stands on. */
    private static final class Line {
        private final LineReader lines;
        private float[] values = new float[256];
        private int count;

        Line(LineReader lines) {
            this.lines = lines;
        }

        /** Returns how many values the line has. */
        int parse() {
            count = 0;
            byte[] text = lines.buffer();
            int end = contentEnd(text, lines.from(), lines.to());
            int at = skipBlank(text, lines.from(), end);
            while (at < end && text[at] == '[') {
                if (text[end - 1] != ']' || end - 1 == at) {
                    throw RowSink.invalid("bracket without its partner: expected ']' at the end of the line", place());
                }
                at = skipBlank(text, at + 1, end);
                end = trimBlank(text, at, end - 1);
            }
            boolean comma = false;
            while (at < end) {
                if (text[at] == ',') {
                    if (comma || count == 0) {
                        throw RowSink.invalid("not a number: expected a float, was ','", place());
                    }
                    comma = true;
                    at = skipBlank(text, at + 1, end);
                    continue;
                }
                int to = at;
                while (to < end && text[to] != ',' && !blank(text[to])) {
                    to++;
                }
                add(text, at, to);
                comma = false;
                at = skipBlank(text, to, end);
            }
            return count;
        }

        private void add(byte[] text, int from, int to) {
            float value = FloatText.parse(text, from, to);
            if (!Float.isFinite(value)) {
                throw notFinite(shown(text, from, to), Float.isNaN(value));
            }
            if (count == values.length) {
                if (count == Limits.DIMENSIONS_MAX) {
                    throw RowSink.limit("dimensions", Limits.DIMENSIONS_MAX, "more", lines.place());
                }
                values = Arrays.copyOf(values, Math.min(Limits.DIMENSIONS_MAX, count * 2));
            }
            values[count++] = value;
        }

        private RuntimeException notFinite(String shown, boolean noNumber) {
            if (noNumber && !shown.toLowerCase(Locale.ROOT).matches("'[+-]?(nan|inf|infinity)'")) {
                return RowSink.invalid("not a number: expected a float, was " + shown, place());
            }
            return RowSink.notFinite(shown, place());
        }

        private String place() {
            return lines.place() + ", value " + (count + 1);
        }

        private static String shown(byte[] text, int from, int to) {
            int length = Math.min(to - from, SHOWN_MAX);
            String shown = new String(text, from, length, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
            return "'" + shown + (length < to - from ? "…" : "") + "'";
        }

        private static int contentEnd(byte[] text, int from, int to) {
            int end = from;
            while (end < to && text[end] != '#') {
                end++;
            }
            end = trimBlank(text, from, end);
            return end > from && text[end - 1] == ',' ? trimBlank(text, from, end - 1) : end;
        }

        private static int trimBlank(byte[] text, int from, int to) {
            int end = to;
            while (end > from && blank(text[end - 1])) {
                end--;
            }
            return end;
        }

        private static int skipBlank(byte[] text, int from, int to) {
            int at = from;
            while (at < to && blank(text[at])) {
                at++;
            }
            return at;
        }

        private static boolean blank(byte c) {
            return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 11;
        }
    }
}
