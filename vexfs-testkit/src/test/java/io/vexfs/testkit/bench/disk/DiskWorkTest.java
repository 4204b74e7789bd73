package io.vexfs.testkit.bench.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The work itself, on a directory without any mount. */
class DiskWorkTest {
    private static final DiskSettings SMALL = new DiskSettings(4, 100, 20, 8, 1, List.of(1, 2), false, false);

    @Test
    void run_everyTaskInOrder_hasARateAndLeavesNoNames(@TempDir Path work) throws IOException {
        List<DiskTask> tasks = new ArrayList<>();
        for (int workers : SMALL.workers()) {
            tasks.addAll(new Transfers(SMALL).tasks(workers, 0.9));
        }
        NameWork names = new NameWork(SMALL);
        ToolWork tools = new ToolWork(SMALL, work);
        for (int workers : SMALL.workers()) {
            tasks.addAll(names.tasks(workers, 0.9));
            tasks.addAll(tools.lists(workers, 0.9));
            tasks.addAll(tools.tasks(workers, 0.9));
            tasks.addAll(new VectorFileWork(SMALL).tasks(workers));
        }
        HostSide host = new HostSide(work);
        for (int round = 0; round < 2; round++) {
            for (DiskTask task : tasks) {
                assertThat(task.work().run(host, task.workers(), round))
                        .as(task.name())
                        .isPositive();
            }
        }

        assertThat(work.resolve("host/names-0")).isEmptyDirectory();
        assertThat(work.resolve("host/tree-0")).doesNotExist();
        assertThat(work.resolve("host/vectors-2-1")).isDirectoryContaining("glob:**/v1-9.vec");
        assertThat(tasks).extracting(DiskTask::name).contains("sequential read 128 KiB", "random write 1 MiB");
    }

    @Test
    void rows_oneOfSeveralOnTheSameFiles_takesAllOfThem(@TempDir Path work) throws IOException {
        DiskRows rows = new DiskRows(Pattern.compile("stat|ls"));
        ToolWork tools = new ToolWork(SMALL, work);
        rows.alone(new Transfers(SMALL).tasks(1, 0.9));
        rows.together(new NameWork(SMALL).tasks(1, 0.9));
        rows.alone(tools.lists(1, 0.9));
        rows.together(tools.tasks(1, 0.9));
        assertThat(rows.chosen())
                .extracting(DiskTask::name)
                .containsExactly("create", "stat", "rename", "unlink", "ls -l of 100");
    }

    @Test
    void workers_oneFails_saysWhy() {
        assertThatThrownBy(() -> Workers.seconds(2, worker -> {
                    throw new IOException("no room for " + worker);
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no room for ");
    }

    @Test
    void settings_outOfRange_areNamed() {
        assertThatThrownBy(() -> new DiskSettings(4, 1, 20, 8, 1, List.of(1), false, false))
                .isInstanceOf(VexfsException.class)
                .hasMessage("--files: expected 100 to 1000000, was 1");
    }
}
