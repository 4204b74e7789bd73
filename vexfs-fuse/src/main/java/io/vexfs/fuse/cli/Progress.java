package io.vexfs.fuse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on the terminal; nothing where standard error is no terminal. */
final class Progress implements AutoCloseable {
    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    static Progress ofBytes(String task, long total) {
        return new Progress(
                builder(task, total).map(b -> b.setUnit(" MiB", 1 << 20)).map(ProgressBarBuilder::build));
    }

    static Progress ofCount(String task, long total) {
        return new Progress(builder(task, total).map(ProgressBarBuilder::build));
    }

    /** Work whose end is not known. */
    static Progress ofUnknown(String task) {
        return ofCount(task, -1);
    }

    void step(long by) {
        bar.ifPresent(b -> b.stepBy(by));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }

    private static Optional<ProgressBarBuilder> builder(String task, long total) {
        if (!terminal()) {
            return Optional.empty();
        }
        return Optional.of(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .setSpeedUnit(ChronoUnit.SECONDS)
                .clearDisplayOnFinish());
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
