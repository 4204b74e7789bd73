package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.FileStatus;
import io.vexfs.api.OperationContext;
import io.vexfs.api.VectorFile;
import io.vexfs.testkit.model.MemoryBridge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconciliationTest {
    private static final int FILES = 500;

    @TempDir
    Path directory;

    private final MemoryBridge bridge = new MemoryBridge();
    private final WatchedFormat format = new WatchedFormat();
    /** The names of the files whose bytes were asked for. */
    private final List<String> read = new ArrayList<>();

    private HostFiles host;

    @BeforeEach
    void open() {
        host = HostFiles.open(directory);
        format.before = read::add;
    }

    @AfterEach
    void close() {
        host.close();
        bridge.close();
    }

    /** The names of the files that were read. */
    private List<String> reconciled() {
        read.clear();
        VectorFormats formats = new VectorFormats(List.of(format));
        VectorFiles vectors =
                new VectorFiles(bridge, host, formats, new ErrorLog(InstantSource.system()), OperationContext::none);
        new Reconciliation(bridge, host, vectors).run();
        return List.copyOf(read);
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> known() {
        List<String> paths = new ArrayList<>();
        bridge.files().forEachBelow("/", file -> paths.add(file.path()));
        return paths;
    }

    @Test
    void run_unchangedFiles_readsNone() throws IOException {
        for (int i = 0; i < FILES; i++) {
            write("d" + i % 7 + "/" + i + ".vec", i + " 1\n");
            write("d" + i % 7 + "/" + i + ".txt", "no vectors");
        }
        assertThat(reconciled()).hasSize(FILES);
        assertThat(reconciled()).isEmpty();
        assertThat(known()).hasSize(FILES);
    }

    @Test
    void run_someChanged_readsThoseAndForgetsTheGone() throws IOException {
        for (String name : List.of("a/kept.vec", "a/gone.vec", "a/changed.vec", "a/moved.vec", "b/lost.vec")) {
            write(name, "1 2\n");
        }
        reconciled();
        Files.delete(directory.resolve("a/gone.vec"));
        write("a/changed.vec", "3 4 \n");
        Files.move(directory.resolve("a/moved.vec"), directory.resolve("a/away.vec"));
        write("new.vec", "5 6\n");
        Files.delete(directory.resolve("b/lost.vec"));
        Files.delete(directory.resolve("b"));
        assertThat(reconciled()).containsExactlyInAnyOrder("/a/changed.vec", "/a/away.vec", "/new.vec");
        assertThat(known())
                .as("what lay in a directory that is gone is kept")
                .containsExactlyInAnyOrder("/a/kept.vec", "/a/changed.vec", "/a/away.vec", "/new.vec", "/b/lost.vec");
        assertThat(reconciled()).isEmpty();
    }

    @Test
    void run_anotherNameOfAKnownFile_isLinkedAndNotRead() throws IOException {
        write("one.vec", "1 2\n");
        reconciled();
        Files.createLink(directory.resolve("two.vec"), directory.resolve("one.vec"));
        // The new name changed the file's ctime, so it is read once, by one of its names.
        reconciled();
        assertThat(reconciled()).isEmpty();
        VectorFile two = bridge.files().file("/two.vec").orElseThrow();
        assertThat(two.stamp())
                .isEqualTo(bridge.files().file("/one.vec").orElseThrow().stamp());
    }

    @Test
    void run_anEmptiedFile_keepsItsVectorsAsAConflict() throws IOException {
        write("a.vec", "1 2\n");
        reconciled();
        write("a.vec", "");
        assertThat(reconciled()).isEmpty();
        VectorFile file = bridge.files().file("/a.vec").orElseThrow();
        assertThat(file.status().kind()).isEqualTo(FileStatus.Kind.CONFLICT);
        assertThat(file.rows()).isEqualTo(1);
    }

    @Test
    void run_anotherNameOfAFileInConflict_isLinked() throws IOException {
        write("a.vec", "1 2\n");
        reconciled();
        write("a.vec", "");
        reconciled();
        Files.createLink(directory.resolve("b.vec"), directory.resolve("a.vec"));
        assertThat(reconciled()).isEmpty();
        assertThat(bridge.files().file("/b.vec")).isEqualTo(bridge.files().file("/a.vec"));
        VectorFile file = bridge.files().file("/b.vec").orElseThrow();
        assertThat(file.status().kind()).isEqualTo(FileStatus.Kind.CONFLICT);
        assertThat(file.rows()).isEqualTo(1);
    }

    @Test
    void run_aHiddenFile_isRemoved() throws IOException {
        write(VectorFormats.HIDDEN_PREFIX + "0001.vec", "1 2\n");
        assertThat(reconciled()).isEmpty();
        assertThat(directory.resolve(VectorFormats.HIDDEN_PREFIX + "0001.vec")).doesNotExist();
    }
}
