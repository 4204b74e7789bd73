package io.vexfs.core.internal.format;

import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Files in memory for the tests of formats. */
final class Reading {
    private Reading() {}

    static List<VectorRow> rows(VectorFormat format, String text) throws IOException {
        return rows(format, text.getBytes(StandardCharsets.UTF_8));
    }

    static List<VectorRow> rows(VectorFormat format, byte[] bytes) throws IOException {
        List<VectorRow> rows = new ArrayList<>();
        format.read(new ByteArrayInputStream(bytes), bytes.length, "a" + format.suffix(), rows::add);
        return rows;
    }
}
