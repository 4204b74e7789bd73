package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.OperationContext;
import io.vexfs.testkit.model.MemoryBridge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFilesTest {
    private static final OperationContext NOBODY = OperationContext.none();
    private static final MountPath A = MountPath.of("/a.vec");
    private static final MountPath B = MountPath.of("/b.vec");

    @TempDir
    Path directory;

    private final MemoryBridge bridge = new MemoryBridge();
    private final WatchedFormat format = new WatchedFormat();
    private HostFiles host;
    private VectorFiles vectors;

    @BeforeEach
    void open() {
        host = HostFiles.open(directory);
        VectorFormats formats = new VectorFormats(List.of(format));
        vectors = new VectorFiles(bridge, host, formats, new ErrorLog(InstantSource.system()), () -> NOBODY);
    }

    @AfterEach
    void close() {
        host.close();
        bridge.close();
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    /** Gives {@code a.vec} its second name and takes the first, as the mount does. */
    private void nameAnew() {
        try {
            Files.createLink(directory.resolve("b.vec"), directory.resolve("a.vec"));
            Files.delete(directory.resolve("a.vec"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        bridge.files().link(A.text(), B.text(), NOBODY);
        vectors.forget(A);
        format.before = name -> {};
    }

    private float[] vector(MountPath path) {
        return bridge.get("/", path.text()).orElseThrow().vector();
    }

    @Test
    void read_fileLinkedAndUnlinkedMeanwhile_isReadByItsOtherName() throws IOException {
        write("a.vec", "1 2\n");
        vectors.read(A);
        write("a.vec", "3 4\n");
        format.before = name -> nameAnew();
        vectors.read(A);
        assertThat(vectors.pending().due(false)).containsExactly(B);
        vectors.read(B);
        assertThat(vector(B)).containsExactly(3, 4);
    }

    @Test
    void flush_openFileWhoseNameIsGone_isReadByItsOtherName() throws IOException {
        write("a.vec", "1 2\n");
        vectors.read(A);
        HostFile file = new HostFile(host.open(A, Linux.O_WRONLY), Linux.O_WRONLY, false, false, 0, vectors);
        nameAnew();
        write("b.vec", "3 4\n");
        assertThat(vectors.flush(file)).isZero();
        assertThat(vectors.pending().due(false)).containsExactly(B);
        file.close();
    }

    @Test
    void forgetBelow_hardLinkOfAFileOutside_takesTheNameBelowAlone() throws IOException {
        write("a.vec", "1 2\n");
        Files.createDirectories(directory.resolve("d"));
        Files.createLink(directory.resolve("d/link.vec"), directory.resolve("a.vec"));
        vectors.read(A);
        bridge.files().link(A.text(), "/d/link.vec", NOBODY);
        MountPath to = MountPath.of(("/" + "d".repeat(240)).repeat(17));
        vectors.pending().addNow(to.child("link.vec"));
        vectors.forgetBelow(MountPath.of("/d"), to);
        assertThat(bridge.files().file("/d/link.vec")).isEmpty();
        assertThat(vector(A)).containsExactly(1, 2);
        assertThat(vectors.pending().due(true)).isEmpty();
    }

    @Test
    void forgetTooLong_namesBelow_forgetsThoseThatAreTooLongThen() throws IOException {
        List<String> kept = new ArrayList<>();
        String deep = "/v/" + "f".repeat(200) + ".vec";
        write("a.vec", "1 2\n");
        vectors.read(A);
        bridge.files().link(A.text(), "/v/short.vec", NOBODY);
        bridge.files().link(A.text(), deep, NOBODY);
        vectors.forget(A);
        bridge.files().link("/v/short.vec", A.text(), NOBODY);
        vectors.forget(MountPath.of("/v/short.vec"));
        vectors.forgetTooLong(
                MountPath.of("/v"), MountPath.of(("/" + "d".repeat(240)).repeat(16) + "/" + "w".repeat(100)));
        bridge.files().forEachBelow("/", file -> kept.add(file.path()));
        assertThat(kept).containsExactly(A.text());
        assertThat(bridge.files().file(deep)).isEmpty();
    }
}
