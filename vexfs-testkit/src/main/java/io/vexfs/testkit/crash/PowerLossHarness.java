package io.vexfs.testkit.crash;

import io.vexfs.api.Bridge;
import io.vexfs.api.Durability;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.files.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Cuts the power of a real file system under a store, once after each write that reached the device: the load is made
 * again from the start, and cut one write later, until it ends before it is cut. What {@link Durability#EVERY_WRITE}
 * acknowledged must be there when the file system is mounted again.
 */
public final class PowerLossHarness {
    /** Steps of the load: two openings and closings, compactions and checkpoints. */
    private static final int STEPS = 100;

    private static final int CANARY_ROUNDS = 6;
    private static final int CANARY_ACKNOWLEDGED = 7;

    private final Class<? extends CrashEngine> engine;
    private final CrashSettings settings;
    private final String kind;
    private final Durability durability;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> losses = new ArrayList<>();

    private PowerLossHarness(
            Class<? extends CrashEngine> engine, CrashSettings settings, String kind, Durability durability) {
        this.engine = engine;
        this.settings = settings;
        this.kind = kind;
        this.durability = durability;
        for (String count : List.of("cuts", "first_write", "last_write", "load_ended", "acknowledged_steps")) {
            counts.put(count, 0L);
        }
    }

    /** Why this machine or user cannot do it; empty if it can. */
    public static Optional<String> hindrance(String kind) {
        return SmallFileSystem.hindrance(kind);
    }

    /**
     * First the canary, a store that forces nothing to the disk; then the real one.
     *
     * @param kind {@code ext4} or {@code xfs}
     * @param first write of the device after which the first cut is made
     * @param stride writes between a cut and the next; 1 cuts after each
     */
    public static CrashReport run(
            Class<? extends CrashEngine> engine,
            CrashSettings settings,
            String kind,
            int first,
            int stride,
            Progress progress)
            throws IOException, InterruptedException {
        PowerLossHarness canary = new PowerLossHarness(engine, settings, kind, Durability.NONE);
        for (int round = 1; round <= CANARY_ROUNDS && canary.losses.isEmpty(); round++) {
            canary.cutOnce(Long.MAX_VALUE, CANARY_ACKNOWLEDGED * round);
        }
        Canary.requireFound("power-" + kind, "a store that forces nothing", canary.losses);
        return new PowerLossHarness(engine, settings, kind, Durability.EVERY_WRITE).walk(first, stride, progress);
    }

    private CrashReport walk(int first, int stride, Progress progress) throws IOException, InterruptedException {
        long limit = System.nanoTime() + settings.time().toNanos();
        progress.begin("power-" + kind, settings.rounds());
        counts.put("first_write", (long) first);
        long writes = first;
        boolean cut = true;
        for (int round = 1;
                cut && round <= settings.rounds() && losses.isEmpty() && System.nanoTime() - limit < 0;
                round++) {
            cut = cutOnce(writes, Integer.MAX_VALUE);
            if (cut) {
                counts.merge("cuts", 1L, Long::sum);
                counts.put("last_write", writes);
            }
            progress.step(1);
            writes += stride;
        }
        counts.put("load_ended", cut ? 0L : 1L);
        progress.end();
        return new CrashReport("power-" + kind, settings.seed(), counts, losses);
    }

    /** Cuts after so many writes to the device, or acknowledged steps; false if the load ended before. */
    private boolean cutOnce(long writes, int acknowledgedMax) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(settings.work(), "vexfs-power-");
        boolean cut;
        try (SmallFileSystem disk = SmallFileSystem.onLoopDevice(directory, kind)) {
            Path store = disk.mountPoint().resolve("store");
            Path said = directory.resolve("said.txt");
            Path output = directory.resolve("output.txt");
            StepsUntilKilled.Orders orders =
                    new StepsUntilKilled.Orders(engine, store, said, durability, settings.seed(), 0, STEPS, 0);
            Process child = ChildJvm.builder(orders.command(), output).start();
            String fault = "";
            int heard = -1;
            Said words = new Said(child, said, Said.PATIENCE);
            try (SmallFileSystem.WriteCounter counter = disk.writes();
                    FileSystemShutdown power = new FileSystemShutdown(disk.mountPoint())) {
                cut = untilTheCut(child, words, counter, writes, acknowledgedMax);
                if (cut) {
                    // Whoever hears of a step later has outlived the power, as nobody does.
                    heard = words.acknowledged(-1);
                    power.cut();
                }
            } catch (TimeoutException hangs) {
                cut = false;
                fault = String.valueOf(hangs.getMessage());
            } finally {
                child.destroyForcibly().waitFor();
            }
            if (fault.isEmpty() && !cut && child.exitValue() != 0) {
                fault = "the process ended by itself";
            }
            if (!fault.isEmpty()) {
                losses.add("write " + writes + " of the device: " + fault + ": " + Files.readString(output));
                return true;
            }
            disk.remount();
            if (durability == Durability.EVERY_WRITE && Files.exists(store)) {
                Directories.copy(store, directory.resolve("store"));
            }
            int acknowledged = words.acknowledged(-1);
            compare(
                    store,
                    cut ? heard : acknowledged,
                    acknowledged,
                    "after write " + writes + " of the device, last said: " + words.last());
        }
        if (losses.isEmpty() || durability != Durability.EVERY_WRITE) {
            Directories.remove(directory);
        } else {
            losses.add("the store as the cut left it is in " + directory);
        }
        return cut;
    }

    /** Returns when it is time, at once and without a pause, since the next write is some microseconds away; false at the load's end. */
    private static boolean untilTheCut(
            Process child, Said words, SmallFileSystem.WriteCounter counter, long writes, int acknowledgedMax)
            throws IOException, InterruptedException, TimeoutException {
        long before = counter.count();
        words.await(StepsUntilKilled.OPENING);
        long start = System.nanoTime();
        while (child.isAlive()) {
            if (acknowledgedMax == Integer.MAX_VALUE
                    ? counter.count() - before >= writes
                    : words.acknowledged(-1) >= acknowledgedMax) {
                return true;
            }
            words.requireInTime(start, STEPS + " steps");
            Thread.onSpinWait();
        }
        return false;
    }

    private void compare(Path store, int heard, int acknowledged, String when) {
        counts.merge("acknowledged_steps", acknowledged + 1L, Long::sum);
        try (SteppedModel model = new SteppedModel(settings.seed());
                Bridge bridge = StepsUntilKilled.engine(engine).open(store, Durability.EVERY_WRITE)) {
            model.difference(BridgeSteps.content(bridge), heard, acknowledged)
                    .ifPresent(difference -> losses.add(when + " " + difference));
        } catch (RuntimeException refused) {
            losses.add(when + ", step " + acknowledged + ": " + refused);
        }
    }
}
