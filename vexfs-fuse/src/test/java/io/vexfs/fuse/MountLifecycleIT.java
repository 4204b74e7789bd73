package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import io.vexfs.testkit.RequiresRoot;
import io.vexfs.testkit.model.MemoryBridge;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresFuse
@Timeout(400)
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

    /** A mount whose name is gone is ended by the kernel's control file system, which root mounts where it is missing. */
    private static void assumeConnectionsCanBeEnded() throws IOException {
        boolean root = Caller.ownerOfProcess().user() == 0;
        assumeTrue(
                root || Files.readString(Path.of("/proc/mounts")).contains(" fusectl "),
                "no fusectl on /sys/fs/fuse/connections, and not root");
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
        assumeConnectionsCanBeEnded();
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
        assumeConnectionsCanBeEnded();
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
    @RequiresPrograms("setfattr")
    void start_readOnly_searchesInEveryWay() throws Exception {
        try (MountedStore store = new MountedStore(directory)) {
            store.sh("echo '1 0' > a.vec; echo '1 0.1' > b.vec; mkdir d; echo 'like: a.vec' > q.search")
                    .ok();
            store.mount().close();
            Files.writeString(store.files().resolve("b.vec"), "1 0.11");
            MountOptions readOnly =
                    MountOptions.DEFAULT.toBuilder().readOnly(true).build();
            try (VexfsMount mount = VexfsMount.start(store.bridge(), store.files(), store.mountPoint(), readOnly)) {
                assertThat(store.sh("exec 3<>.vexfs/search; echo '{\"like\":\"a.vec\"}' >&3; cat <&3; ls"
                                        + " .search/like=a.vec; cut -f 3 q.search.results")
                                .ok())
                        .contains("\"path\":\"/b.vec\"", "0001-b.vec\n/b.vec\n");
                assertThat(store.status("a.vec") + store.status("b.vec")).isEqualTo("indexedpending");
                for (String write : List.of(
                        "echo x > new",
                        "echo x >> a.vec",
                        "rm a.vec",
                        "mv a.vec c.vec",
                        "ln a.vec c.vec",
                        "mkdir e",
                        "rmdir d",
                        "ln -s x y",
                        "chmod 600 a.vec",
                        "chown $(id -u) a.vec",
                        "truncate -s 0 a.vec",
                        "touch a.vec",
                        "mkfifo p",
                        "setfattr -n user.a -v 1 a.vec",
                        "setfattr -n user.vexfs.metric -v l2 d",
                        "echo x > .vexfs/sync",
                        "echo x > .vexfs/compact")) {
                    assertThat(store.sh(write).out()).as(write).contains("Read-only file system");
                }
                assertThat(store.sh("sync a.vec; cat a.vec").ok()).isEqualTo("1 0\n");
                assertThat(mount.mounted()).isTrue();
            }
        }
    }

    @Test
    @RequiresRoot
    void start_withOwnership_showsAndJudgesByIt() throws IOException {
        MountOptions options = MountOptions.DEFAULT.toBuilder()
                .allowOther(true)
                .ownership(new Ownership(OptionalInt.of(4321), OptionalInt.of(4322), OptionalInt.of(027)))
                .build();
        try (MountedStore store = new MountedStore(directory, options)) {
            store.sh("echo '1 0' > a.vec; echo '1 0.1' > b.vec").ok();
            assertThat(store.sh("stat -c '%u %g %a' a.vec .").ok()).isEqualTo("4321 4322 750\n4321 4322 750\n");
            String owner = "setpriv --reuid 4321 --regid 99 --clear-groups ";
            String group = "setpriv --reuid 99 --regid 4322 --clear-groups ";
            assertThat(store.sh(owner + "ls .search/like=a.vec; " + owner
                                    + "bash -c 'cat .vexfs/status.json; echo 0 1 > c.vec'")
                            .ok())
                    .contains("0001-b.vec", "pid");
            assertThat(store.sh(group + "ls .search/like=a.vec,k=1").ok()).isEqualTo("0001-b.vec\n");
            assertThat(store.sh(group + "cat .vexfs/status.json").out()).contains("Permission denied");
            assertThat(store.sh("setpriv --reuid 99 --regid 99 --clear-groups ls")
                            .out())
                    .contains("Permission denied");
        }
    }

    @Test
    @RequiresPrograms("python3")
    void start_withAServiceManagersSocket_tellsIt() throws Exception {
        Path socket = directory.resolve("notify");
        Process manager = new ProcessBuilder(
                        "python3",
                        "-uc",
                        "import socket, sys; s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(sys.argv[1]);"
                                + " print('bound'); print(s.recv(999).decode()); print(s.recv(999).decode())",
                        socket.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = manager.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("bound");
            MountOptions told = MountOptions.DEFAULT.toBuilder()
                    .notifySocket(Optional.of(socket.toString()))
                    .build();
            VexfsMount.start(new MemoryBridge(), files, mountPoint, told).close();
            assertThat(out.lines())
                    .containsExactly("READY=1", "STATUS=mounted at " + mountPoint, "STOPPING=1", "STATUS=unmounting");
        } finally {
            manager.destroyForcibly();
        }
        MountOptions nobody = MountOptions.DEFAULT.toBuilder()
                .notifySocket(Optional.of("@nobody-listens"))
                .build();
        try (VexfsMount mount = VexfsMount.start(new MemoryBridge(), files, mountPoint, nobody)) {
            assertThat(mount.mounted()).isTrue();
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
