package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The background process of a mount: the same JVM command once more, with {@code --foreground}, on its own. */
final class MountChild {
    private static final long TICK_MILLIS = 20;
    private static final String SHORT_RUN = "-XX:TieredStopAtLevel";
    private static final String ARCHIVING = "-XX:ArchiveClassesAtExit";
    private static final String SIMD = "--add-modules=jdk.incubator.vector";

    private MountChild() {}

    /**
     * Starts it and returns its process id once the mount answers; fails with the reason if it ended before that. What
     * it says of a recovery meanwhile is told on.
     */
    static long start(MountPlan plan, Consumer<String> progress) throws IOException, InterruptedException {
        MountLog log = MountLog.next(plan.store());
        ProcessBuilder builder = new ProcessBuilder(command(plan));
        // The service that this verb may be run by is not the mount.
        builder.environment().remove(MountServer.NOTIFY_SOCKET);
        Process child = builder
                // Not the caller's directory, which could then not be unmounted or removed.
                .directory(new File("/"))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()))
                .redirectErrorStream(true)
                .start();
        // Ctrl-C while waiting ends the child too, which a session of its own would keep it from.
        Thread interrupted = new Thread(child::destroy, "vexfs-mount-interrupted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        String told = "";
        while (!child.waitFor(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
            String said = log.recovering().orElse(told);
            if (!said.equals(told)) {
                told = said;
                progress.accept(said);
            }
            if (MountTable.mounted(plan.point()) && MountTable.answers(plan.point())) {
                Runtime.getRuntime().removeShutdownHook(interrupted);
                return child.pid();
            }
        }
        String reason = log.failure()
                .orElse("the mount process ended with exit code " + child.exitValue()
                        + log.lastLine().map(line -> ": " + line).orElse(""));
        throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, reason + " (log: " + log.file() + ")");
    }

    private static List<String> command(MountPlan plan) {
        List<String> command = new ArrayList<>();
        if (Programs.present("setsid")) {
            // A session of its own: closing the terminal or Ctrl-C there does not reach it.
            command.add("setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
        // What the launcher chose for a process that is over soon does not suit one that stays.
        flags.stream()
                .filter(flag -> !flag.startsWith(SHORT_RUN) && !flag.startsWith(ARCHIVING))
                .forEach(command::add);
        if (!flags.contains(SIMD)
                && ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            command.add(SIMD);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), VexfsCli.class.getName()));
        command.addAll(plan.foregroundArguments());
        return command;
    }
}
