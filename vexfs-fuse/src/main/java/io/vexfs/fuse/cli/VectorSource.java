package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * A file of vectors on the command line.
 *
 * @param file where it is
 * @param format what reads it, by its suffix
 */
record VectorSource(Path file, VectorFormat format) {
    /** The source in a file that is there and whose suffix some {@link VectorFormat} reads. */
    static VectorSource of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, file + ": expected a file of vectors, was a directory");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return forName(file, file.toString().toLowerCase(Locale.ROOT));
    }

    /** The source that a file of that suffix would be, whether it is there or not. */
    static VectorSource forSuffix(Path file, String suffix) {
        return forName(file, suffix);
    }

    private static VectorSource forName(Path file, String name) {
        List<VectorFormat> formats = ServiceLoader.load(VectorFormat.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return formats.stream()
                .filter(format -> name.endsWith(format.suffix()))
                .findFirst()
                .map(format -> new VectorSource(file, format))
                .orElseThrow(() -> new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        file + ": expected a file that ends in "
                                + formats.stream()
                                        .map(VectorFormat::suffix)
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
    }

    long sizeBytes() throws IOException {
        return Files.size(file);
    }

    /** Reads every row; {@code progress} is told how many bytes were read since it was last told. */
    void read(Consumer<VectorRow> sink, LongConsumer progress) throws IOException {
        try (InputStream in = new BufferedInputStream(new Told(Files.newInputStream(file), progress), 1 << 16)) {
            format.read(in, sizeBytes(), file.toString(), sink);
        }
    }

    List<VectorRow> rows() throws IOException {
        List<VectorRow> rows = new ArrayList<>();
        read(rows::add, bytes -> {});
        return rows;
    }

    private static final class Told extends FilterInputStream {
        private final LongConsumer progress;

        Told(InputStream in, LongConsumer progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            if (n > 0) {
                progress.accept(n);
            }
            return n;
        }
    }
}
