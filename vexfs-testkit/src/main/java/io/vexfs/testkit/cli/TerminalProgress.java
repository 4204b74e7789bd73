package io.vexfs.testkit.cli;

import io.vexfs.testkit.bench.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar for each task on the terminal; nothing where standard error is no terminal. */
final class TerminalProgress implements Progress {
    private volatile @Nullable ProgressBar bar;

    @Override
    public void begin(String task, long total) {
        end();
        if (terminal()) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(100)
                    .setSpeedUnit(ChronoUnit.SECONDS)
                    .clearDisplayOnFinish()
                    .build();
        }
    }

    @Override
    public void step(long by) {
        ProgressBar current = bar;
        if (current != null) {
            current.stepBy(by);
        }
    }

    @Override
    public void end() {
        ProgressBar current = bar;
        if (current != null) {
            current.close();
            bar = null;
        }
    }

    /** Asked of the kernel: the JVM tells about standard output only, and from release to release differently. */
    private static boolean terminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
