package io.vexfs.testkit.crash;

import io.vexfs.testkit.bench.Programs;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.files.Directories;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Kills the process of a mount again and again at random instants, while files of vectors are written, synced, saved
 * aside, moved and unlinked, and while it mounts. Mounted again, each file and each vector must be as the last call that
 * returned left it.
 */
public final class MountHarness {
    private static final String NAME = "mount-kills";
    /** Every so many kills one hits the mounting. */
    private static final int TURN = 4;

    private static final int STEPS_MILLIS_MAX = 1_000;
    private static final long PATIENCE_SECONDS = 60;
    private static final String DEVICE = "/dev/fuse";
    /** What {@link Process#exitValue} is after a SIGKILL. */
    private static final int EXIT_KILLED = 128 + 9;

    private final List<String> program;
    private final CrashSettings settings;
    private final Path directory;
    private final Path point;
    private final Random random;
    private final FileSteps steps;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> losses = new ArrayList<>();
    private @Nullable Process process;
    private long mountMillis = 1_000;

    private MountHarness(List<String> program, CrashSettings settings) throws IOException {
        this.program = program;
        this.settings = settings;
        directory = Files.createTempDirectory(settings.work(), "vexfs-mount-");
        point = Files.createDirectory(directory.resolve("mnt"));
        random = new Random(settings.seed());
        steps = new FileSteps(point, settings.seed());
        for (String count : List.of("kills", "in_mount", "in_steps", "mounts_compared", "steps")) {
            counts.put(count, 0L);
        }
    }

    /** Why this machine cannot do it; empty if it can. */
    public static Optional<String> hindrance() {
        return Files.exists(Path.of(DEVICE)) ? Optional.empty() : Optional.of("there is no " + DEVICE);
    }

    /**
     * Runs it; the canary is a file that no call has made.
     *
     * @param program the words of a command that understands {@code mount STORE MOUNTPOINT --foreground}
     */
    public static CrashReport run(List<String> program, CrashSettings settings, Progress progress)
            throws IOException, InterruptedException {
        MountHarness harness = new MountHarness(program, settings);
        try {
            harness.run(progress);
        } finally {
            harness.end();
        }
        if (harness.losses.isEmpty()) {
            Directories.remove(harness.directory);
        }
        return new CrashReport(NAME, settings.seed(), harness.counts, harness.losses);
    }

    private void run(Progress progress) throws IOException, InterruptedException {
        long limit = System.nanoTime() + settings.time().toNanos();
        progress.begin(NAME, settings.rounds());
        if (!mount()) {
            return;
        }
        Files.setAttribute(point, "user:vexfs.metric", ByteBuffer.wrap("l2".getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < TURN; i++) {
            steps.take();
        }
        canary();
        for (int kill = 1; kill <= settings.rounds() && losses.isEmpty() && System.nanoTime() - limit < 0; kill++) {
            if (kill % TURN == 0) {
                killed();
                start();
                alive().waitFor(random.nextLong(mountMillis), TimeUnit.MILLISECONDS);
                counts.merge("in_mount", 1L, Long::sum);
                killed();
            } else {
                stepUntilKilled(random.nextInt(STEPS_MILLIS_MAX));
            }
            if (mount()) {
                compare("kill " + kill);
            }
            progress.step(1);
        }
        counts.put("steps", steps.steps());
        progress.end();
    }

    private Process alive() {
        Process started = process;
        if (started == null) {
            throw new IllegalStateException("no mount was started");
        }
        return started;
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("mount", directory.resolve("store").toString(), point.toString(), "--foreground"));
        process = ChildJvm.builder(command, output()).start();
    }

    private Path output() {
        return directory.resolve("output.txt");
    }

    /** Mounts and waits until the mount answers; false, with a loss, if it does not. */
    private boolean mount() throws IOException, InterruptedException {
        Files.deleteIfExists(output());
        long began = System.nanoTime();
        start();
        Path sign = point.resolve(".vexfs/status.json");
        while (!answers(sign)) {
            boolean ended = alive().waitFor(1, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() - began > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                losses.add("not mounted: " + Programs.end(Files.readString(output())));
                return false;
            }
        }
        mountMillis = 1 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        return true;
    }

    /** The kernel remembers names and attributes of a dead mount for a while, so only reading tells. */
    private static boolean answers(Path sign) {
        try {
            return !Files.readString(sign).isEmpty();
        } catch (IOException dead) {
            return false;
        }
    }

    private void killed() throws IOException, InterruptedException {
        int exit = alive().destroyForcibly().waitFor();
        if (exit != EXIT_KILLED) {
            losses.add("the mount ended by itself with exit code " + exit + ": "
                    + Programs.end(Files.readString(output())));
        }
        counts.merge("kills", 1L, Long::sum);
    }

    private void stepUntilKilled(int millis) throws IOException, InterruptedException {
        Process killed = alive();
        AtomicBoolean shot = new AtomicBoolean();
        Thread killer = new Thread(
                () -> {
                    try {
                        shot.set(!killed.waitFor(millis, TimeUnit.MILLISECONDS));
                    } catch (InterruptedException noLonger) {
                        Thread.currentThread().interrupt();
                    }
                    killed.destroyForcibly();
                },
                "vexfs-crash-killer");
        killer.start();
        try {
            while (true) {
                steps.take();
            }
        } catch (IOException cutShort) {
            if (!shot.get()) {
                losses.add("a step failed before the kill: " + cutShort);
            }
        } finally {
            killer.join();
        }
        killed();
        counts.merge("in_steps", 1L, Long::sum);
    }

    private void canary() throws IOException {
        MountedFiles told = steps.allowed().get(0);
        steps.adopt(told.with("canary.vec", MountedFiles.File.of("1 2 3\n")));
        compare("canary");
        Canary.requireFound(NAME, "a file that no call has made", losses);
        losses.clear();
        steps.adopt(told);
    }

    private void compare(String when) throws IOException {
        List<String> found = MountView.of(point);
        counts.merge("mounts_compared", 1L, Long::sum);
        for (MountedFiles each : steps.allowed()) {
            if (MountView.of(each).equals(found)) {
                steps.adopt(each);
                return;
            }
        }
        List<String> expected = MountView.of(steps.allowed().get(0));
        losses.add(when + ", " + steps.allowed().size() + " allowed, the first: "
                + SteppedModel.apart("missing ", expected, found) + ", "
                + SteppedModel.apart("not expected ", found, expected) + "; the store is in " + directory);
    }

    /** Tells the last process to end, which unmounts; takes away what is left. */
    private void end() throws IOException, InterruptedException {
        Process last = process;
        if (last == null) {
            return;
        }
        last.destroy();
        if (!last.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            last.destroyForcibly().waitFor();
        }
        if (Files.readString(Path.of("/proc/self/mounts")).contains(" " + point + " ")) {
            Programs.run(directory, Map.of(), "to unmount", List.of("fusermount", "-uz", point.toString()));
        }
    }
}
