package io.vexfs.core.internal.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copying a tree in which others make, rename and remove files at the worst moments. */
final class FileTreeTest {
    private static final int DIRECTORIES = 5;
    private static final int FILES = 4;

    @TempDir
    private Path directory;

    private Path from;
    private Path to;

    @BeforeEach
    void makeTree() throws IOException {
        from = Files.createDirectory(directory.resolve("from"));
        to = Files.createDirectory(directory.resolve("to"));
        for (int d = 0; d < DIRECTORIES; d++) {
            Files.createDirectory(from.resolve("d" + d));
            for (int f = 0; f < FILES; f++) {
                Files.writeString(from.resolve("d" + d + "/f" + f), "text " + d + " " + f);
            }
        }
    }

    /** The work of somebody else, done at the moment that the {@code nth} file has been copied. */
    private static LongConsumer after(int nth, Work work) {
        AtomicInteger copied = new AtomicInteger();
        return bytes -> {
            if (copied.incrementAndGet() == nth) {
                try {
                    work.run();
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        };
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static TreeMap<String, String> texts(Path tree) throws IOException {
        TreeMap<String, String> texts = new TreeMap<>();
        for (Path file : all(tree)) {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                texts.put(tree.relativize(file).toString(), Files.readString(file));
            } else {
                texts.put(tree.relativize(file).toString(), Files.isSymbolicLink(file) ? "link" : "directory");
            }
        }
        return texts;
    }

    private static List<Path> all(Path tree) throws IOException {
        try (Stream<Path> walk = Files.walk(tree)) {
            return walk.toList();
        }
    }

    @Test
    void copy_renamedToWhereTheWalkHasBeen_hasEveryFileOnce() throws IOException {
        FileTree tree = new FileTree(from, to, after(FILES + 1, () -> {
            Path done = finished();
            int moved = 0;
            for (Path file : all(from)) {
                if (Files.isRegularFile(file) && !Files.exists(to.resolve(from.relativize(file)))) {
                    Files.move(file, done.resolve("moved" + moved++));
                }
            }
        }));
        tree.copy();
        assertThat(texts(to)).isEqualTo(texts(from));
        assertThat(tree.files()).isEqualTo(DIRECTORIES * FILES);
    }

    /** A directory of which the walk has copied everything. */
    private Path finished() throws IOException {
        for (Path each : all(from)) {
            if (each.getFileName().toString().startsWith("d")) {
                boolean whole = true;
                for (int f = 0; f < FILES; f++) {
                    whole &= Files.exists(to.resolve(from.relativize(each)).resolve("f" + f));
                }
                if (whole) {
                    return each;
                }
            }
        }
        throw new AssertionError("expected a directory that is copied as a whole, was none");
    }

    @Test
    void copy_copiedFilesRenamed_hasThemUnderTheNewNameAlone() throws IOException {
        FileTree tree = new FileTree(from, to, after(3, () -> {
            for (Path file : all(from)) {
                if (Files.isRegularFile(file) && Files.exists(to.resolve(from.relativize(file)))) {
                    Files.move(file, from.resolve("renamed-" + file.getFileName()));
                }
            }
        }));
        tree.copy();
        assertThat(texts(to)).isEqualTo(texts(from));
        assertThat(tree.files()).isEqualTo(DIRECTORIES * FILES);
    }

    @Test
    void copy_fileRenamedOverOneThatWasCopied_hasWhatIsThereAtTheEnd() throws IOException {
        FileTree tree = new FileTree(from, to, after(FILES + 1, () -> {
            Path done = finished();
            for (Path file : all(from)) {
                if (Files.isRegularFile(file) && !Files.exists(to.resolve(from.relativize(file)))) {
                    Files.writeString(file, "longer than the other");
                    Files.move(file, done.resolve("f0"), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }));
        tree.copy();
        assertThat(texts(to)).isEqualTo(texts(from));
        assertThat(texts(to)).containsValue("longer than the other");
    }

    @Test
    void copy_directoryRemovedWhileInIt_leavesItOut() throws IOException {
        FileTree tree = new FileTree(from, to, after(1, () -> {
            for (int d = 0; d < DIRECTORIES; d++) {
                if (Stream.of(0, 1, 2, 3).anyMatch(holdsCopy(d))) {
                    for (int f = 0; f < FILES; f++) {
                        Files.delete(from.resolve("d" + d + "/f" + f));
                    }
                    Files.delete(from.resolve("d" + d));
                }
            }
        }));
        tree.copy();
        assertThat(texts(to)).isEqualTo(texts(from));
        assertThat(tree.files()).isEqualTo((DIRECTORIES - 1) * FILES);
    }

    private Predicate<Integer> holdsCopy(int d) {
        return f -> Files.exists(to.resolve("d" + d + "/f" + f));
    }

    @Test
    void copy_fileThatBecomesADirectoryAndTheOtherWayRound_isAsItIsAtTheEnd() throws IOException {
        FileTree tree = new FileTree(from, to, after(DIRECTORIES * FILES, () -> {
            Files.delete(from.resolve("d0/f0"));
            Files.createDirectory(from.resolve("d0/f0"));
            Files.writeString(from.resolve("d0/f0/deep"), "deep");
            for (int f = 0; f < FILES; f++) {
                Files.delete(from.resolve("d1/f" + f));
            }
            Files.delete(from.resolve("d1"));
            Files.writeString(from.resolve("d1"), "a file now");
        }));
        tree.copy();
        assertThat(texts(to)).isEqualTo(texts(from));
    }

    @Test
    void copy_namesOfOneFile_areNamesOfOneFileWithTheirTimesAndLinks() throws IOException {
        Files.createLink(from.resolve("second"), from.resolve("d0/f0"));
        Files.createLink(from.resolve("d4/third"), from.resolve("d0/f0"));
        Files.createSymbolicLink(from.resolve("d3/link"), Path.of("nowhere"));
        FileTree tree = new FileTree(from, to, bytes -> {});
        tree.copy();
        assertThat(texts(to)).isEqualTo(texts(from));
        assertThat(Files.getAttribute(to.resolve("second"), "unix:ino"))
                .isEqualTo(Files.getAttribute(to.resolve("d0/f0"), "unix:ino"))
                .isEqualTo(Files.getAttribute(to.resolve("d4/third"), "unix:ino"));
        assertThat(Files.getLastModifiedTime(to.resolve("d2")).toMillis())
                .isEqualTo(Files.getLastModifiedTime(from.resolve("d2")).toMillis());
        assertThat(Files.readSymbolicLink(to.resolve("d3/link"))).hasToString("nowhere");
        assertThat(tree.files()).isEqualTo(DIRECTORIES * FILES);
    }

    /** The copy of the first name is gone when the second is copied. */
    @Test
    void copy_firstNameOfAFileRemoved_keepsTheOthers() throws IOException {
        Files.createLink(from.resolve("d4/second"), from.resolve("d0/f0"));
        FileTree tree = new FileTree(from, to, after(DIRECTORIES * FILES, () -> {
            Files.delete(from.resolve("d0/f0"));
            // Neither need be there yet: the order of a directory is the file system's.
            Files.deleteIfExists(to.resolve("d0/f0"));
            Files.deleteIfExists(to.resolve("d4/second"));
            Files.createLink(from.resolve("d3/third"), from.resolve("d4/second"));
        }));
        tree.copy();
        assertThat(texts(to)).isEqualTo(texts(from));
    }

    @Test
    @Timeout(600)
    void copy_underRenamesAllTheTime_succeeds() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> renames = thread.submit(() -> {
                for (int i = 0; !stop.get(); i++) {
                    Path file = from.resolve("d" + i % DIRECTORIES + "/busy");
                    Files.writeString(file, "busy");
                    Files.createDirectory(from.resolve("come"));
                    Files.move(file, from.resolve("come/busy"));
                    Files.move(from.resolve("come"), from.resolve("gone"));
                    Files.delete(from.resolve("gone/busy"));
                    Files.delete(from.resolve("gone"));
                }
                return null;
            });
            for (int round = 0; round < 10; round++) {
                Path each = Files.createDirectory(directory.resolve("to" + round));
                new FileTree(from, each, bytes -> {}).copy();
                assertThat(texts(each)).containsAllEntriesOf(still());
            }
            stop.set(true);
            renames.get();
        } finally {
            stop.set(true);
            thread.shutdown();
        }
    }

    /** The files that nobody touches. */
    private static TreeMap<String, String> still() {
        TreeMap<String, String> still = new TreeMap<>();
        for (int d = 0; d < DIRECTORIES; d++) {
            for (int f = 0; f < FILES; f++) {
                still.put("d" + d + "/f" + f, "text " + d + " " + f);
            }
        }
        return still;
    }
}
