package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code demo} as a process of its own. */
class DemoVerbIT {
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    private VexfsProgram vexfs;
    private Path work;

    @BeforeEach
    void requireFuse() {
        assumeTrue(Files.exists(Path.of("/dev/fuse")), "no /dev/fuse: the kernel cannot mount");
        vexfs = new VexfsProgram(directory);
        work = directory.resolve("work");
    }

    @AfterEach
    void unmount() throws Exception {
        if (MountTable.mounted(work.resolve("mnt"))) {
            Unmount.detach(work.resolve("mnt"));
        }
    }

    @Test
    void demo_fewWords_showsTheSameNeighboursTwice() throws Exception {
        VexfsProgram.Outcome outcome = run("demo", work, "--words", "1500");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output())
                .contains("$ ls mnt/words/.search/like=king.vec,k=8/", "0001-", "$ cat mnt/q.search.results")
                .contains("tuesday.vec", "answers are the same as before", "What to try next:");
        assertThat(MountTable.mounted(work.resolve("mnt"))).isFalse();
        assertThat(work.resolve("store/FORMAT")).exists();
    }

    @Test
    void demo_terminated_leavesNothingMounted() throws Exception {
        Path output = directory.resolve("output.txt");
        Process process = start(output, "demo", work);
        while (!Files.exists(work.resolve("mnt/words/the.vec"))) {
            assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
                    .as(Files.readString(output))
                    .isFalse();
        }

        process.destroy();

        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(MountTable.mounted(work.resolve("mnt"))).isFalse();
    }

    private VexfsProgram.Outcome run(Object... arguments) throws IOException, InterruptedException {
        return vexfs.withLauncher(HOME).run(arguments);
    }

    private Process start(Path output, Object... arguments) throws IOException {
        return vexfs.withLauncher(HOME).start(output, arguments);
    }
}
