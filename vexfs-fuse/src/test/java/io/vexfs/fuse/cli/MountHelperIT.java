package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.core.Vexfs;
import io.vexfs.fuse.ShellCommand;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import io.vexfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code mount.vexfs}, as mount(8) calls it, over a real store. */
@RequiresFuse
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MountHelperIT {
    private static final Path SCRIPT = Path.of("..", "system", "mount.vexfs");

    @TempDir
    private Path directory;

    private VexfsProgram vexfs;
    private Path helper;
    private Path store;
    private Path point;

    @BeforeEach
    void installHelper() throws IOException {
        vexfs = new VexfsProgram(directory).withLauncher(directory);
        helper = directory.resolve("mount.vexfs");
        String script = Files.readString(SCRIPT);
        Files.writeString(
                helper, script.replace("@VEXFS@", directory.resolve("vexfs").toString()));
        store = directory.resolve("store");
        point = Files.createDirectory(directory.resolve("point"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (MountTable.mounted(point)) {
            Unmount.detach(point);
        }
        var holder = Vexfs.holder(store);
        if (holder.isPresent()) {
            ProcessHandle.of(holder.get().pid())
                    .ifPresent(process ->
                            process.onExit().orTimeout(300, TimeUnit.SECONDS).join());
        }
    }

    private String sh(String commands) throws Exception {
        return ShellCommand.run(directory, commands).out();
    }

    private String mount(String options) throws Exception {
        return sh("sh " + helper + " " + store + " " + point + " -n -v -o " + options);
    }

    @Test
    @RequiresRoot
    void helper_withOptionsOfEveryKind_mountsSo() throws Exception {
        assertThat(
                        mount(
                                "rw,nofail,x-systemd.automount,relatime,noexec,allow_other,uid=4321,umask=077,strict,threads=3,durability=none"))
                .contains("mounted " + store);

        assertThat(sh("grep ' " + point + " ' /proc/mounts"))
                .startsWith(store + " " + point + " fuse.vexfs rw,")
                .contains("noexec", "allow_other");
        assertThat(sh("stat -c '%u %a' point; grep -o '\"durability\" : \"[a-z]*\"' point/.vexfs/status.json"))
                .isEqualTo("4321 700\n\"durability\" : \"none\"\n");
        long pid = Vexfs.holder(store).orElseThrow().pid();
        // A thread gets its name when it first runs, and others end while they are looked at.
        assertThat(sh("for i in $(seq 300); do threads=$(cat /proc/" + pid
                        + "/task/*/comm 2>/dev/null | grep -c '^vexfs-fuse-[0-9]'); [ $threads -ge 3 ] && break;"
                        + " sleep 0.1; done; echo $threads"))
                .isEqualTo("3\n");
        assertThat(sh("sh mount.vexfs store point -f")).contains("expected the absolute path of a store, was store");
        assertThat(sh("sh mount.vexfs " + store + " " + point + " -f -o ro; echo $?"))
                .isEqualTo("0\n");
        assertThat(sh("sh mount.vexfs " + store + " " + point + " -o umask=9; echo $?"))
                .contains("umask: expected a number, was '9'")
                .endsWith("2\n");
    }

    @Test
    @RequiresPrograms("setfattr")
    void attributes_afterAKill_areStillMetadataAndSearchedReadOnly() throws Exception {
        mount("durability=every-write");
        sh(
                "cd point; for i in 1 2 3; do echo 1 $i > $i.vec; setfattr -n user.n -v $i $i.vec; done; setfattr -x user.n 2.vec");
        ProcessHandle process =
                ProcessHandle.of(Vexfs.holder(store).orElseThrow().pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(300, TimeUnit.SECONDS);
        Unmount.detach(point);

        assertThat(mount("ro")).contains("mounted " + store);

        String search = vexfs.run("search", point, "/", "--like", "1.vec", "--where", "exists(n)")
                .output();
        assertThat(search).contains("3.vec").doesNotContain("2.vec");
        assertThat(sh("ls 'point/.search/vector=1 0,where=n > 1'; sync point/1.vec && echo synced; touch point/new"))
                .startsWith("0001-3.vec\nsynced\n")
                .contains("Read-only file system");
    }

    @Test
    @RequiresPrograms("python3")
    void foreground_startedByAServiceManager_tellsItWhenItAnswersAndEnds() throws Exception {
        Files.writeString(directory.resolve("manager.py"), """
                import os, socket, subprocess, sys
                manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                manager.bind('notify')
                manager.settimeout(140)
                service = subprocess.Popen(['./vexfs', 'mount', *sys.argv[1:], '--foreground'], stdout=subprocess.DEVNULL,
                    env={**os.environ, 'NOTIFY_SOCKET': os.path.abspath('notify')})
                try:
                    print(manager.recv(999).split()[0], os.path.ismount(sys.argv[2]))
                    service.terminate()
                    print(manager.recv(999).split()[0], service.wait(140))
                finally:
                    service.kill()
                """);

        // Before it stands what the service logs.
        assertThat(sh("python3 manager.py " + store + " " + point)).endsWith("b'READY=1' True\nb'STOPPING=1' 143\n");
        assertThat(MountTable.mounted(point)).isFalse();
    }
}
