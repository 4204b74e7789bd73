package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mount} and {@code umount} as processes of their own. */
class MountVerbIT {
    private static final Pattern PROCESS = Pattern.compile("\\(process (\\d+)\\)");

    @TempDir
    private Path directory;

    private VexfsProgram vexfs;
    private Path store;
    private Path point;

    @BeforeEach
    void makeMountPoint() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "no /dev/fuse: the kernel cannot mount");
        vexfs = new VexfsProgram(directory);
        store = directory.resolve("a store");
        point = Files.createDirectory(directory.resolve("mount point"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (MountTable.mounted(point)) {
            Unmount.detach(point);
        }
        var holder = Vexfs.holder(store);
        if (holder.isPresent()) {
            ProcessHandle.of(holder.get().pid())
                    .ifPresent(process -> process.onExit().join());
        }
    }

    @Test
    void mount_newStore_answersUntilUmount() throws Exception {
        String output = succeed("mount", store, point);

        assertThat(output).startsWith("mounted " + store + " at " + point + " (process ");
        Files.writeString(point.resolve("a.vec"), "1 0\n");
        Files.writeString(point.resolve("b.vec"), "1 1\n");
        assertThat(succeed("search", point, "/", "--like", "a.vec")).endsWith("b.vec\n");
        assertThat(succeed("search", store, "/", "--like", "a.vec")).endsWith("b.vec\n");
        assertThat(succeed("stats", point)).contains("synced", "search ", "threads");

        assertThat(succeed("umount", point)).endsWith("unmounted " + point + "\n");
        assertThat(MountTable.mounted(point)).isFalse();
        assertThat(Vexfs.holder(store)).isEmpty();
        assertThat(store.resolve(MountLog.NAME)).exists();
        assertThat(succeed("search", store, "/", "--like", "a.vec")).endsWith("b.vec\n");
    }

    @Test
    void top_ofAMount_showsScreensAndEnds() throws Exception {
        mount();
        Files.writeString(point.resolve("a.vec"), "1 0\n");

        assertThat(here("top", point, "--count", "2", "--interval", "1"))
                .contains("\n\n" + point)
                .containsPattern("store +1 ")
                .contains("recent", "errors:");
        assertThat(here("top", point, "--once"))
                .startsWith(point + "  process ")
                .contains("errors:");
        assertThat(CommandLineRun.of("top", point, "--interval", "0").exitCode())
                .isEqualTo(2);
        succeed("umount", point);
        assertThat(CommandLineRun.of("top", store).err()).contains("expected a mount, was a store");
    }

    @Test
    void mount_withNonsenseThresholds_isWrongUsage() {
        CommandLineRun run = CommandLineRun.of("mount", store, point, "--threshold", "stack=lots");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("threshold stack: expected a size above 0 (such as 6k, 64m, 2g), was 'lots'");
        assertThat(MountTable.mounted(point)).isFalse();
    }

    @Test
    void backup_ofAMount_isAStoreThatMountsWithTheSameAnswers() throws Exception {
        mount();
        Files.writeString(point.resolve("a.vec"), "1 0\n");
        Files.writeString(point.resolve("b.vec"), "1 1\n");
        Files.writeString(point.resolve("notes.txt"), "plain");
        String answers = here("search", point, "/", "--like", "a.vec");
        Path copy = directory.resolve("copy");

        assertThat(here("backup", point, copy)).contains(" and 3 files (");
        assertThat(here("backup", store, directory.resolve("second"))).contains(" and 3 files (");

        succeed("umount", point);
        assertThat(here("verify", store)).contains("sound: ");
        CommandLineRun looked = CommandLineRun.of("verify", copy);
        assertThat(looked.out()).startsWith("sound: ");
        assertThat(looked.err()).contains("2 files are copies of those that were read");
        succeed("mount", copy, point);
        assertThat(here("search", point, "/", "--like", "a.vec")).isEqualTo(answers);
        assertThat(Files.readString(point.resolve("notes.txt"))).isEqualTo("plain");
        succeed("umount", point);
    }

    @Test
    void tools_ofAMount_workOnItOrSayWhyNot() throws Exception {
        mount();
        Files.writeString(point.resolve("a.vec"), "1 0\n");
        for (int i = 0; i < 20; i++) {
            Files.writeString(point.resolve("b.vec"), i + " 1\n");
        }
        Path exported = directory.resolve("all.jsonl");

        assertThat(here("compact", point)).contains("compacted the log of " + point, ": 2 vectors in ");
        assertThat(here("compact", store, "--json")).contains("\"vectors\":2");
        assertThat(here("verify", point)).startsWith("sound: ");
        assertThat(here("verify", store)).startsWith("sound: ");
        assertThat(here("export", point, "/", exported)).contains("exported 2 vectors");
        assertThat(Files.readString(exported)).contains("a.vec", "b.vec");
        for (Object held : List.of(point, store)) {
            CommandLineRun refused = CommandLineRun.of("rebuild", held);
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.err()).contains("vexfs umount " + point);
            assertThat(CommandLineRun.of("verify", held, "--repair").err()).contains("vexfs umount " + point);
        }
        succeed("umount", point);
        assertThat(here("search", store, "/", "--like", "a.vec")).endsWith("b.vec\n");
    }

    @Test
    void mount_storeThatIsMounted_saysWhere() throws Exception {
        long pid = mount();
        Path other = Files.createDirectory(directory.resolve("other"));

        assertThat(fail("mount", store, other))
                .contains(store + " is held by process " + pid + ", mounted at " + point);
        assertThat(fail("mount", directory.resolve("store2"), point))
                .contains(point + ": expected a free directory, was a live mount of VexFS already");
        assertThat(fail("get", store, "/", "a.vec")).contains("vexfs umount " + point);
    }

    @Test
    void mount_afterKill_clearsTheDeadMount() throws Exception {
        long pid = mount();
        Files.writeString(point.resolve("a.vec"), "1 0\n");
        Files.writeString(point.resolve("b.vec"), "0 1\n");
        // What the kernel remembers for a second must not make a dead mount look alive.
        assertThat(point.resolve(".vexfs/status.json")).exists();
        assertThat(point).isDirectory();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
        assertThat(MountTable.dead(point)).isTrue();

        assertThat(succeed("mount", store, point)).contains("cleared the dead mount at " + point);

        assertThat(succeed("search", point, "/", "--like", "a.vec")).endsWith("b.vec\n");
    }

    @Test
    void umount_afterKill_clearsTheDeadMount() throws Exception {
        ProcessHandle process = ProcessHandle.of(mount()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();

        assertThat(succeed("umount", point)).contains("cleared " + point);

        assertThat(MountTable.mounted(point)).isFalse();
    }

    @Test
    void umount_whileAFileIsOpen_refusesAndLeavesIt() throws Exception {
        mount();
        try (OutputStream open = Files.newOutputStream(point.resolve("open.txt"))) {
            open.write('a');

            assertThat(fail("umount", point)).contains(point + " is busy", "nothing was unmounted");

            assertThat(MountTable.answers(point)).isTrue();
        }
        succeed("umount", point);
    }

    @Test
    void terminate_daemon_unmountsAndCloses() throws Exception {
        ProcessHandle process = ProcessHandle.of(mount()).orElseThrow();
        Files.writeString(point.resolve("a.vec"), "1 0\n");

        process.destroy();

        process.onExit().get(300, TimeUnit.SECONDS);
        assertThat(MountTable.mounted(point)).isFalse();
        assertThat(Vexfs.holder(store)).isEmpty();
        assertThat(succeed("stats", store)).contains("opened.cleanEnd\ttrue");
    }

    @Test
    void mount_unknownOption_printsTheReason() throws Exception {
        assertThat(fail("mount", store, point, "-o", "frobnicate")).contains("frobnicate", "vexfs.log");
        assertThat(MountTable.mounted(point)).isFalse();
        assertThat(Vexfs.holder(store)).isEmpty();
    }

    @Test
    void mount_readOnly_refusesWrites() throws Exception {
        mount();
        Files.writeString(point.resolve("a.vec"), "1 0\n");
        succeed("umount", point);

        succeed("mount", store, point, "--read-only");

        assertThat(Files.readString(point.resolve("a.vec"))).isEqualTo("1 0\n");
        assertThatThrownBy(() -> Files.writeString(point.resolve("b.vec"), "1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Read-only file system");
    }

    private long mount() throws Exception {
        Matcher process = PROCESS.matcher(succeed("mount", store, point));
        assertThat(process.find()).isTrue();
        return Long.parseLong(process.group(1));
    }

    private String succeed(Object... arguments) throws Exception {
        VexfsProgram.Outcome outcome = vexfs.run(arguments);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output();
    }

    /** In this process, which takes less long to start. */
    private static String here(Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private String fail(Object... arguments) throws Exception {
        VexfsProgram.Outcome outcome = vexfs.run(arguments);
        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
        return outcome.output();
    }
}
