package io.vexfs.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.StoreHolder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreDirectoryTest {
    private static final CleanMark MARK = new CleanMark(
            42,
            3,
            1_000,
            List.of(
                    new TableMark(1, 3, 4, List.of(new VolumeMark(12, 7), new VolumeMark(1L << 40, -1))),
                    new TableMark(9, 1L << 40, 1L << 50, List.of())));

    @TempDir
    Path parent;

    private Path store() {
        return parent.resolve("deep/store");
    }

    private StoreDirectory open() {
        return StoreDirectory.open(store(), true, Optional.of("/mnt/v"));
    }

    private static void requireError(ThrowingCallable call, FuseVexfsError error, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        thrown -> assertThat(thrown.error()).isEqualTo(error))
                .hasMessageContainingAll(parts);
    }

    @Test
    void open_missing_makesItForItsOwnerAlone() throws Exception {
        long id;
        try (StoreDirectory store = open()) {
            id = store.storeId();
            for (Path room : List.of(store.path(), store.log(), store.map(), store.graph(), store.files())) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(room)))
                        .isEqualTo("rwx------");
            }
        }
        assertThat(StoreDirectory.isStore(store())).isTrue();
        try (StoreDirectory store = StoreDirectory.open(store(), false, Optional.empty())) {
            assertThat(store.storeId()).isEqualTo(id);
        }
    }

    @Test
    void open_missingAndMayNotBeMade_isNotFound() {
        requireError(
                () -> StoreDirectory.open(store(), false, Optional.empty()),
                FuseVexfsError.FILE_NOT_FOUND,
                "expected a store, found no file " + store().resolve("FORMAT"));
        assertThat(store()).doesNotExist();
    }

    @Test
    void open_directoryWithSomethingElse_namesItAndTouchesNothing() throws Exception {
        Files.createDirectories(store());
        Files.writeString(store().resolve("thesis.txt"), "precious");
        requireError(
                this::open,
                FuseVexfsError.INVALID_ARGUMENT,
                "expected a store or an empty directory, found 'thesis.txt'");
        try (var files = Files.list(store())) {
            assertThat(files).hasSize(1);
        }
        requireError(
                () -> StoreDirectory.open(store().resolve("thesis.txt"), true, Optional.empty()),
                FuseVexfsError.INVALID_ARGUMENT,
                "expected the directory of a store, was a file");
    }

    @Test
    void open_halfMade_isFinished() throws Exception {
        Files.createDirectories(store().resolve("log"));
        Files.writeString(store().resolve("FORMAT.new"), "half");
        open().close();
        assertThat(StoreDirectory.isStore(store())).isTrue();
    }

    @Test
    void open_formatLost_isCorruptRatherThanMadeAnew() throws Exception {
        open().close();
        Files.createFile(store().resolve("log/0000000000000001.log"));
        Files.delete(store().resolve("FORMAT"));
        requireError(
                this::open, FuseVexfsError.CORRUPT, "FORMAT at offset 0: expected a file beside log/, was no file");
    }

    @Test
    void open_everyByteOfFormatFlipped_isCorrupt() throws Exception {
        open().close();
        Path format = store().resolve("FORMAT");
        byte[] sound = Files.readAllBytes(format);
        assertThat(sound).hasSize(24);
        for (int at = 0; at < sound.length; at++) {
            byte[] flipped = sound.clone();
            flipped[at] ^= 1;
            Files.write(format, flipped);
            assertThatThrownBy(this::open)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("FORMAT");
            Files.write(format, Arrays.copyOf(sound, at));
            assertThatThrownBy(this::open)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("FORMAT");
        }
    }

    @Test
    void open_newerFormat_namesBothVersions() throws Exception {
        open().close();
        Path format = store().resolve("FORMAT");
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(format), 40);
        ByteBuffer newer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 7);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 20);
        newer.putInt(20, (int) crc.getValue());
        Files.write(format, bytes);
        requireError(this::open, FuseVexfsError.UNSUPPORTED, "store format version: expected at most 1, was 7");
    }

    @Test
    void open_heldByThisProcess_saysSo() throws Exception {
        try (StoreDirectory store = open()) {
            String self = "is held by process " + ProcessHandle.current().pid() + ", mounted at /mnt/v";
            requireError(this::open, FuseVexfsError.IN_USE, "store " + store.path() + " " + self);
            assertThat(StoreDirectory.holder(store()))
                    .hasValueSatisfying(
                            holder -> assertThat(holder.mountPoint()).contains("/mnt/v"));
        }
        assertThat(StoreDirectory.holder(store())).isEmpty();
        open().close();
    }

    /** Holds a store until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (StoreDirectory store = StoreDirectory.open(Path.of(arguments[0]), true, Optional.of("/mnt/x"))) {
                System.out.println("open " + store.storeId());
                System.in.read();
            }
        }
    }

    @Test
    void open_heldByAnotherProcess_saysWhoUntilItEnds() throws Exception {
        Process child =
                ChildJvm.builder(List.of(), Holder.class, store().toString()).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).startsWith("open ");
            StoreHolder holder = new StoreHolder(child.pid(), Optional.of("/mnt/x"));
            assertThat(StoreDirectory.holder(store())).contains(holder);
            requireError(
                    this::open,
                    FuseVexfsError.IN_USE,
                    "store " + store() + " is held by process " + child.pid() + ", mounted at /mnt/x");
            assertThat(StoreDirectory.holder(store())).contains(holder);
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(StoreDirectory.holder(store())).isEmpty();
        open().close();
    }

    @Test
    void cleanMark_written_comesBackUntilItIsRemoved() {
        try (StoreDirectory store = open()) {
            assertThat(store.cleanMark()).isEmpty();
            store.writeCleanMark(MARK);
        }
        try (StoreDirectory store = open()) {
            assertThat(store.cleanMark()).contains(MARK);
            store.removeCleanMark();
            store.removeCleanMark();
            assertThat(store.cleanMark()).isEmpty();
        }
    }

    @Test
    void cleanMark_damagedOrOfAnotherStore_isNotTrusted() throws Exception {
        try (StoreDirectory store = open()) {
            store.writeCleanMark(MARK);
            Path file = store.path().resolve("CLEAN");
            byte[] sound = Files.readAllBytes(file);
            for (int at = 0; at < sound.length; at++) {
                byte[] flipped = sound.clone();
                flipped[at] ^= 1;
                Files.write(file, flipped);
                assertThat(store.cleanMark()).isEmpty();
                Files.write(file, Arrays.copyOf(sound, at));
                assertThat(store.cleanMark()).isEmpty();
            }
            Files.write(file, MARK.bytes(store.storeId() + 1));
            assertThat(store.cleanMark()).isEmpty();
        }
    }

    @Test
    void open_mapIsALink_isRefused() throws Exception {
        open().close();
        Files.delete(store().resolve("map"));
        Files.createSymbolicLink(store().resolve("map"), parent);
        requireError(this::open, FuseVexfsError.PERMISSION_DENIED, "map", "was a symbolic link");
    }

    @Test
    void open_roomOfAnotherUser_isRefused() throws Exception {
        open().close();
        Path map = store().resolve("map");
        int self = (int) Files.getAttribute(map, "unix:uid");
        assumeTrue(self == 0, "only root may give a directory away");
        Files.setAttribute(map, "unix:uid", 12_345);

        requireError(this::open, FuseVexfsError.PERMISSION_DENIED, "map", "expected an owner of uid 0", "was 12345");
    }

    @Test
    void open_roomsOpenToOthers_closesThem() throws Exception {
        open().close();
        for (String room : List.of("map", "log", "graph", "files")) {
            Files.setPosixFilePermissions(store().resolve(room), PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        open().close();

        for (String room : List.of("map", "log", "graph", "files")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store().resolve(room))))
                    .as(room)
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void close_twice_isOnce() {
        StoreDirectory store = open();
        store.close();
        store.close();
        assertThat(StoreDirectory.holder(store())).isEmpty();
    }
}
