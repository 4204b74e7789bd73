package io.vexfs.testkit.fuzz;

import io.vexfs.api.Metadata;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A vector format: what it reads is finite, is written again, and is then read as the same. */
final class FormatTarget implements FuzzTarget {
    private final VectorFormat format;

    FormatTarget(VectorFormat format) {
        this.format = format;
    }

    @Override
    public String name() {
        return "format-" + format.suffix().substring(1);
    }

    @Override
    public List<byte[]> seeds() throws IOException {
        Map<String, Object> fields = Map.of("name", "a \"b\"\n", "legs", 4L, "weight", 1.5e-3, "tame", true);
        return List.of(
                written(List.of(VectorRow.of(1))),
                written(List.of(VectorRow.of(1, 2, 3), VectorRow.of(4, 5, 6))),
                written(List.of(new VectorRow(Optional.of("a/b"), new float[] {0, 7}, Metadata.of(fields)))));
    }

    @Override
    public void read(byte[] input) throws IOException {
        List<VectorRow> rows;
        try {
            rows = rows(input);
        } catch (VexfsException refused) {
            if (!String.valueOf(refused.getMessage()).contains(fileName())) {
                throw new IllegalStateException("a refusal that does not name the file", refused);
            }
            return;
        }
        for (VectorRow row : rows) {
            for (float component : row.vector()) {
                if (!Float.isFinite(component)) {
                    throw new IllegalStateException("read as a vector: " + Arrays.toString(row.vector()));
                }
            }
        }
        if (!rows.isEmpty()) {
            requireSame(rows, rows(written(rows)));
        }
    }

    private static void requireSame(List<VectorRow> rows, List<VectorRow> again) {
        boolean same = rows.size() == again.size();
        for (int i = 0; same && i < rows.size(); i++) {
            same = Arrays.equals(rows.get(i).vector(), again.get(i).vector());
        }
        if (!same) {
            throw new IllegalStateException("what was read is written and read as something else");
        }
    }

    private String fileName() {
        return "a" + format.suffix();
    }

    private List<VectorRow> rows(byte[] input) throws IOException {
        List<VectorRow> rows = new ArrayList<>();
        format.read(new ByteArrayInputStream(input), input.length, fileName(), rows::add);
        return rows;
    }

    private byte[] written(List<VectorRow> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        format.write(out, rows);
        return out.toByteArray();
    }
}
