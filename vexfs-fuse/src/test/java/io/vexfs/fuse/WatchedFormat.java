package io.vexfs.fuse;

import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** The format of {@code .vec} files, with something that happens before each is read. */
final class WatchedFormat implements VectorFormat {
    /** Gets the name of the file that is about to be read. */
    Consumer<String> before = name -> {};

    private final VectorFormat vec = VectorFormat.ofName("a.vec").orElseThrow();

    @Override
    public String suffix() {
        return vec.suffix();
    }

    @Override
    public boolean dedicated() {
        return true;
    }

    @Override
    public void read(InputStream in, long bytes, String name, Consumer<VectorRow> sink) throws IOException {
        before.accept(name);
        vec.read(in, bytes, name, sink);
    }

    @Override
    public void write(OutputStream out, Iterable<VectorRow> rows) throws IOException {
        vec.write(out, rows);
    }
}
