package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFilesTest {
    @TempDir
    Path directory;

    private final Pointer stat = NativeLibraries.allocate(Stat.SIZE);

    private Path root() throws IOException {
        return Files.createDirectories(directory.resolve("files"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void path_throughALink_leadsNowhere(boolean walks) throws IOException {
        Files.writeString(directory.resolve("secret"), "outside");
        Files.createSymbolicLink(root().resolve("out"), directory);
        Files.createSymbolicLink(root().resolve("secret"), directory.resolve("secret"));
        try (HostFiles host = HostFiles.open(root(), walks, KeptDirectories.LIFE_NANOS)) {
            assertThat(host.stat(MountPath.of("/out/secret"), stat)).isNegative();
            assertThat(host.open(MountPath.of("/out/secret"), 0)).isNegative();
            assertThat(host.truncate(MountPath.of("/out/secret"), 0)).isNegative();
            assertThat(host.unlink(MountPath.of("/out/secret"))).isNegative();
            assertThat(host.rename(MountPath.of("/secret"), MountPath.of("/out/moved")))
                    .isNegative();
            assertThat(host.open(MountPath.of("/secret"), 0)).isEqualTo(-Linux.ELOOP);
            assertThat(host.truncate(MountPath.of("/secret"), 0)).isEqualTo(-Linux.ELOOP);
            assertThatThrownBy(() -> host.rename(MountPath.of("/out/secret"), MountPath.of("/moved")))
                    .isInstanceOf(ErrnoException.class);
        }
        assertThat(directory.resolve("secret")).hasContent("outside");
        assertThat(directory.resolve("moved")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void path_ofManyComponents_isReached(boolean walks) throws IOException {
        try (HostFiles host = HostFiles.open(root(), walks, KeptDirectories.LIFE_NANOS)) {
            Caller owner = Caller.ownerOfProcess();
            MountPath path = MountPath.ROOT;
            String name = "d".repeat(200);
            for (int i = 0; i < 30; i++) {
                path = path.child(name);
                assertThat(host.makeDirectory(path, 0755, owner)).isZero();
            }
            assertThat(path.length()).isGreaterThan(Linux.PATH_MAX);
            assertThat(host.stat(path, stat)).isZero();
            assertThat(Stat.directory(stat)).isTrue();
            for (; !path.root(); path = path.parent()) {
                assertThat(host.removeDirectory(path)).isZero();
            }
        }
    }

    @Test
    void stat_afterItsDirectoryMoved_looksInTheNewOne() throws IOException {
        Path inner = Files.createDirectories(root().resolve("a/b"));
        Files.writeString(inner.resolve("f"), "1");
        MountPath file = MountPath.of("/a/b/f");
        HostFiles host = HostFiles.open(root());
        Answering.current().begin();
        try (host) {
            assertThat(size(host, file)).isEqualTo(1);
            assertThat(host.renameDirectory(MountPath.of("/a/b"), MountPath.of("/c")))
                    .isZero();
            assertThat(host.stat(file, stat)).isEqualTo(-Linux.ENOENT);
            Files.createDirectory(inner);
            Files.writeString(inner.resolve("f"), "22");
            assertThat(size(host, file)).isEqualTo(2);
            assertThat(size(host, MountPath.of("/c/f"))).isEqualTo(1);
            assertThat(size(host, file)).isEqualTo(2);
            assertThat(host.unlink(file)).isZero();
            assertThat(host.removeDirectory(MountPath.of("/a/b"))).isZero();
            Files.createDirectory(inner);
            Files.writeString(inner.resolve("f"), "333");
            assertThat(size(host, file)).isEqualTo(3);
        } finally {
            host.threadEnds();
            Answering.current().end();
        }
    }

    private long size(HostFiles host, MountPath file) {
        assertThat(host.stat(file, stat)).isZero();
        return Stat.size(stat);
    }

    @Test
    void name_longerThanAName_isRefused() throws IOException {
        try (HostFiles host = HostFiles.open(root())) {
            MountPath path = MountPath.of("x".repeat(256));
            assertThat(host.stat(path, stat)).isEqualTo(-Linux.ENAMETOOLONG);
            assertThat(host.stat(path.child("y"), stat)).isEqualTo(-Linux.ENAMETOOLONG);
        }
    }

    @Test
    void path_ofAnOpenFile_followsItsName() throws IOException {
        Files.writeString(root().resolve("a"), "x");
        try (HostFiles host = HostFiles.open(root())) {
            int descriptor = host.open(MountPath.of("/a"), 0);
            assertThat(host.path(descriptor)).isEqualTo(MountPath.of("/a"));
            Files.createDirectory(root().resolve("d"));
            assertThat(host.rename(MountPath.of("/a"), MountPath.of("/d/b"))).isZero();
            assertThat(host.path(descriptor)).isEqualTo(MountPath.of("/d/b"));
            int second = host.reopen(descriptor);
            try (HostInput in = new HostInput(second)) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("x");
            }
            NativeLibraries.c().close(second);
            NativeLibraries.c().close(descriptor);
        }
    }

    @Test
    void open_directoryThatIsMissing_saysWhich() {
        assertThatThrownBy(() -> HostFiles.open(directory.resolve("none")))
                .isInstanceOf(VexfsException.class)
                .hasMessageContaining(directory.resolve("none").toString());
    }
}
