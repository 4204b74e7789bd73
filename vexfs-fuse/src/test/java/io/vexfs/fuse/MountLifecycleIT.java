package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.model.MemoryBridge;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@RequiresFuse
class MountLifecycleIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private Path mountPoint;
    private Path files;

    @BeforeEach
    void directories() throws IOException {
        mountPoint = Files.createDirectory(directory.resolve("m p"));
        files = directory.resolve("files");
    }

    @AfterEach
    void unmountWhateverIsLeft() {
        if (DeadMount.mounted(mountPoint)) {
            Unmounting.detach(mountPoint);
        }
    }

    private VexfsMount mount() {
        return VexfsMount.start(new MemoryBridge(), files, mountPoint, MountOptions.DEFAULT);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("vexfs-fuse"))
                .toList();
    }

    @Test
    void close_twice_endsMountAndThreads() throws IOException {
        VexfsMount mount = mount();
        assertThat(threads()).contains("vexfs-fuse-1", "vexfs-fuse-reader");
        Files.writeString(mountPoint.resolve("a"), "x");
        mount.close();
        mount.close();
        assertThat(mount.mounted()).isFalse();
        assertThat(DeadMount.mounted(mountPoint)).isFalse();
        assertThat(threads()).isEmpty();
        assertThat(mountPoint.resolve("a")).doesNotExist();
        assertThat(files.resolve("a")).hasContent("x");
    }

    @Test
    void start_afterClose_showsTheSameFiles() throws IOException {
        for (int i = 0; i < 5; i++) {
            try (VexfsMount mount = mount()) {
                Files.writeString(mount.mountPoint().resolve("f" + i), "x");
                assertThat(mountPoint).isDirectoryContaining("glob:**f0");
            }
        }
    }

    @Test
    void unmount_fromOutside_endsTheWait() throws Exception {
        try (VexfsMount mount = mount()) {
            assertThat(mount.awaitEnd(Duration.ofMillis(10))).isFalse();
            assertThat(new ProcessBuilder("fusermount", "-u", mountPoint.toString())
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(mount.awaitEnd(PATIENCE)).isTrue();
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void close_whileAFileIsOpen_keepsWhatWasWrittenAndEnds() throws Exception {
        VexfsMount mount = mount();
        Process holder = new ProcessBuilder("bash", "-c", "exec 3>busy; echo written >&3; echo ready; sleep 300")
                .directory(mountPoint.toFile())
                .start();
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready");
            mount.close();
            assertThat(threads()).isEmpty();
            assertThat(DeadMount.mounted(mountPoint)).isFalse();
            assertThat(files.resolve("busy")).hasContent("written");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void close_afterALazyUnmountWithAFileOpen_ends() throws Exception {
        VexfsMount mount = mount();
        Process holder = new ProcessBuilder("bash", "-c", "exec 3>busy; echo ready; sleep 300")
                .directory(mountPoint.toFile())
                .start();
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("ready");
            Unmounting.detach(mountPoint);
            assertThat(mount.mounted()).isTrue();
            mount.close();
            assertThat(threads()).isEmpty();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void start_overAMountOfAKilledProcess_clearsIt() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dfile.encoding=UTF-8",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        MountUntilKilled.class.getName(),
                        files.toString(),
                        mountPoint.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.lines().anyMatch(MountUntilKilled.READY::equals)).isTrue();
            Files.writeString(mountPoint.resolve("a.vec"), "1 2");
            // From now on, and for a second, the kernel tells the attributes without asking.
            assertThat(mountPoint).isDirectory();
        } finally {
            child.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        MemoryBridge bridge = new MemoryBridge();
        try (VexfsMount mount = VexfsMount.start(bridge, files, mountPoint, MountOptions.DEFAULT)) {
            assertThat(mount.mounted()).isTrue();
            assertThat(mountPoint.resolve("a.vec")).hasContent("1 2");
            assertThat(bridge.collection("/").orElseThrow().size()).isEqualTo(1);
        }
    }

    @Test
    void start_readOnly_refusesWritesWithErofs() throws IOException {
        Files.createDirectories(files);
        Files.writeString(files.resolve("a"), "x");
        MountOptions readOnly = MountOptions.DEFAULT.toBuilder().readOnly(true).build();
        try (VexfsMount mount = VexfsMount.start(new MemoryBridge(), files, mountPoint, readOnly)) {
            assertThat(mount.mountPoint().resolve("a")).hasContent("x");
            assertThatThrownBy(() -> Files.writeString(mountPoint.resolve("b"), "x"))
                    .hasMessageContaining("Read-only file system");
        }
    }

    @Test
    void start_onAPlaceThatIsNoEmptyDirectory_saysWhatItIs() throws IOException {
        assertRefused(directory.resolve("missing"), FuseVexfsError.INVALID_ARGUMENT, "was none that can be read");
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertRefused(file, FuseVexfsError.INVALID_ARGUMENT, "expected an empty directory, was a file");
        assertRefused(directory, FuseVexfsError.NOT_EMPTY, "expected an empty directory, was one with files in it");
        Path inside = Files.createDirectories(files.resolve("inside"));
        assertRefused(inside, FuseVexfsError.INVALID_ARGUMENT, "outside of the store's files, was inside");
        try (VexfsMount mount = mount()) {
            assertRefused(mount.mountPoint(), FuseVexfsError.IN_USE, "was a mounted store");
        }
    }

    private void assertRefused(Path place, FuseVexfsError error, String message) {
        assertThatThrownBy(() -> VexfsMount.start(new MemoryBridge(), files, place, MountOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        failure -> assertThat(failure.error()).isEqualTo(error))
                .hasMessageContaining(message)
                .hasMessageContaining(place.toString());
    }

    @Test
    void start_withAnUnknownOption_namesTheOptions() {
        MountOptions odd = MountOptions.DEFAULT.toBuilder()
                .extra(List.of("no_such_option=1"))
                .build();
        assertThatThrownBy(() -> VexfsMount.start(new MemoryBridge(), files, mountPoint, odd))
                .hasMessageContaining("no_such_option=1");
        assertThat(DeadMount.mounted(mountPoint)).isFalse();
    }
}
