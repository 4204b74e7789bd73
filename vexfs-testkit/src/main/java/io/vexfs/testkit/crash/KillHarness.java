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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Kills a process again and again at random instants: among its steps, while it closes, and while it recovers from the
 * kill before. After each kill a copy of the store is opened and compared with what the process had acknowledged.
 */
public final class KillHarness {
    private static final String NAME = "kills";
    /** Every second kill hits an opening, which is a recovery from the kill before; every so many a close. */
    private static final int OPENING_TURN = 2;

    private static final int CLOSE_TURN = 6;

    private static final int STEPS_MILLIS_MAX = 600;
    private static final int CANARY_ROUNDS = 8;
    private static final int CANARY_AHEAD = 5;

    private final Class<? extends CrashEngine> engine;
    private final CrashSettings settings;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> losses = new ArrayList<>();
    private final Random random;
    private final int ahead;
    private int round;
    /** How long the last whole opening and closing of a child took, so that kills fall into the next ones. */
    private long openingMillis = 200;

    private long closingMillis = 100;
    private String end = StepsUntilKilled.CLOSED;

    private KillHarness(Class<? extends CrashEngine> engine, CrashSettings settings, int ahead) {
        this.engine = engine;
        this.settings = settings;
        this.ahead = ahead;
        random = new Random(settings.seed());
        for (String count : List.of("kills", "in_recovery", "in_opening", "in_steps", "in_close", "steps")) {
            counts.put(count, 0L);
        }
    }

    /** First the canary, a process that acknowledges steps before it takes them; then the real one. */
    public static CrashReport run(Class<? extends CrashEngine> engine, CrashSettings settings, Progress progress)
            throws IOException, InterruptedException {
        CrashReport canary = new KillHarness(engine, settings.atMost(CANARY_ROUNDS), CANARY_AHEAD).run(Progress.NONE);
        Canary.requireFound(NAME, "steps acknowledged before they are taken", canary.losses());
        return new KillHarness(engine, settings, 0).run(progress);
    }

    private CrashReport run(Progress progress) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(settings.work(), "vexfs-kills-");
        progress.begin(NAME, settings.rounds());
        long limit = System.nanoTime() + settings.time().toNanos();
        try (SteppedModel model = new SteppedModel(settings.seed())) {
            while (round < settings.rounds() && losses.isEmpty() && System.nanoTime() - limit < 0) {
                round++;
                killOnce(directory, model);
                progress.step(1);
            }
            counts.put("steps", (long) model.next());
        } finally {
            progress.end();
        }
        if (losses.isEmpty() || ahead > 0) {
            Directories.remove(directory);
        }
        return new CrashReport(NAME, settings.seed(), counts, losses);
    }

    private void killOnce(Path directory, SteppedModel model) throws IOException, InterruptedException {
        Path store = directory.resolve("store");
        Path said = Files.createTempFile(directory, "said", ".txt");
        Path output = directory.resolve("output-" + round + ".txt");
        StepsUntilKilled.Orders orders = new StepsUntilKilled.Orders(
                engine, store, said, Durability.BATCHED, settings.seed(), model.next(), Integer.MAX_VALUE, ahead);
        Process child = ChildJvm.builder(orders.command(), output).start();
        Said words = new Said(child, said, Said.PATIENCE);
        String fault;
        try {
            fault = untilTheKill(words, child) ? "" : "the process ended by itself";
        } catch (TimeoutException hangs) {
            fault = String.valueOf(hangs.getMessage());
        } finally {
            child.destroyForcibly().waitFor();
        }
        if (!fault.isEmpty()) {
            losses.add("kill " + round + ": " + fault + ": " + Files.readString(output));
            return;
        }
        count(words.lines());
        int acknowledged = words.acknowledged(model.next() - 1);
        Path copy = directory.resolve("copy");
        if (Files.exists(store)) {
            Directories.copy(store, copy);
        }
        compare(copy, acknowledged, model, directory);
        Directories.remove(copy);
        Files.delete(said);
        Files.delete(output);
    }

    /** False if the process ended before it could be killed. */
    private boolean untilTheKill(Said words, Process child) throws IOException, InterruptedException, TimeoutException {
        if (!words.await(StepsUntilKilled.OPENING)) {
            return false;
        }
        if (round % OPENING_TURN == 0) {
            // The first at once: the last opening may have taken long beside this one, on a machine that was loaded.
            long millis = round == OPENING_TURN ? 0 : random.nextLong(openingMillis + 1);
            return !child.waitFor(millis, TimeUnit.MILLISECONDS);
        }
        long opening = System.nanoTime();
        if (!words.await(StepsUntilKilled.OPENED)) {
            return false;
        }
        openingMillis = 1 + millisSince(opening);
        if (round % CLOSE_TURN != CLOSE_TURN / 2) {
            return !child.waitFor(random.nextInt(STEPS_MILLIS_MAX), TimeUnit.MILLISECONDS);
        }
        if (!words.await(StepsUntilKilled.CLOSING)) {
            return false;
        }
        long closing = System.nanoTime();
        boolean alive = !child.waitFor(random.nextLong(closingMillis + 1), TimeUnit.MILLISECONDS);
        if (words.lines().contains(StepsUntilKilled.CLOSED)) {
            closingMillis = 1 + millisSince(closing);
        } else {
            // The next one may be killed later.
            closingMillis += closingMillis / 2;
        }
        return alive;
    }

    private static long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private void count(List<String> lines) {
        String last = lines.get(lines.size() - 1);
        counts.merge("kills", 1L, Long::sum);
        boolean recovering = lines.size() == 1 && !end.equals(StepsUntilKilled.CLOSED);
        switch (last) {
            case StepsUntilKilled.OPENING -> counts.merge(recovering ? "in_recovery" : "in_opening", 1L, Long::sum);
            case StepsUntilKilled.CLOSING -> counts.merge("in_close", 1L, Long::sum);
            case StepsUntilKilled.CLOSED -> counts.merge("in_opening", 1L, Long::sum);
            default -> counts.merge("in_steps", 1L, Long::sum);
        }
        end = last;
    }

    private void compare(Path copy, int acknowledged, SteppedModel model, Path directory) {
        try (Bridge bridge = StepsUntilKilled.engine(engine).open(copy, Durability.BATCHED)) {
            Optional<String> difference = model.difference(BridgeSteps.content(bridge), acknowledged);
            difference.ifPresent(what -> losses.add(
                    "kill " + round + " (last said: " + end + ") " + what + "; the store is in " + directory));
        } catch (RuntimeException refused) {
            losses.add("kill " + round + " (last said: " + end + "): " + refused + "; the store is in " + directory);
        }
    }
}
