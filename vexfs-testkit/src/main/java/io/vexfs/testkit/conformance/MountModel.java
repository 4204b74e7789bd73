package io.vexfs.testkit.conformance;

import io.vexfs.testkit.conformance.MountStep.Kind;
import io.vexfs.testkit.mount.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Random steps of several threads on a mount, compared with a simple model. Each thread has a directory of its own, so that
 * what must come of every step is known, however the threads meet: its answer, what a search of the directory finds in
 * between, and everything that can be seen once all wait. A sequence that fails is made shorter as long as it still fails.
 */
public final class MountModel {
    /** How often steps are tried again before they count as right: threads meet as they like. */
    private static final int TRIES = 3;

    private final Place place;
    private final Settings settings;
    private int runs;

    private MountModel(Place place, Settings settings) {
        this.place = place;
        this.settings = settings;
    }

    /**
     * How much is tried.
     *
     * @param threads that work at once
     * @param steps of each thread in each phase
     * @param phases after each of which everything is compared; the first, third and so on end with a remount
     * @param vectors whether files of vectors are more than files; false for a mount of files alone
     * @param settlesWithin when a file that was truncated by its name is read at the latest
     * @param namesAgreeWithin how long a file's names may tell different sizes
     * @param shortenMost how long the shortest steps that fail are sought
     */
    public record Settings(
            int threads,
            int steps,
            int phases,
            boolean vectors,
            Duration settlesWithin,
            Duration namesAgreeWithin,
            Duration shortenMost) {
        /** What a suite tries in a second or two. */
        public static final Settings DEFAULT =
                new Settings(3, 60, 2, true, Duration.ofSeconds(60), Duration.ofMillis(1_500), Duration.ofSeconds(20));

        /** All positive. */
        public Settings {
            if (threads < 1 || steps < 1 || phases < 1) {
                throw new IllegalArgumentException(
                        "expected threads, steps and phases from 1, was " + threads + ", " + steps + " and " + phases);
            }
        }
    }

    /**
     * Takes the steps of a seed, each time they are tried in a new directory of {@code place}.
     *
     * @throws AssertionError with the seed, where mount and model part, and the shortest steps that fail
     */
    public static void check(Place place, long seed, Settings settings) {
        List<MountStep> steps = MountSteps.of(seed, settings.threads(), settings.steps(), settings.phases());
        MountModel model = new MountModel(place, settings);
        Optional<String> wrong = model.wrong(steps, true, settings.settlesWithin());
        if (wrong.isPresent()) {
            throw new AssertionError("seed " + seed + ", " + wrong.get() + "\n" + model.shortest(steps));
        }
    }

    private String shortest(List<MountStep> steps) {
        // It has failed already, so there is less need for patience.
        Duration patience = settings.settlesWithin().dividedBy(5);
        boolean atOnce = wrong(steps, false, patience).isEmpty();
        List<MountStep> shortest =
                Shortest.of(steps, part -> again(part, atOnce, patience).isPresent(), settings.shortenMost());
        return "the shortest steps that fail, " + (atOnce ? "at once by thread" : "one after the other") + ":\n  "
                + shortest.stream().map(MountStep::toString).collect(Collectors.joining("\n  "))
                + "\n" + again(shortest, atOnce, patience).orElse("which did not fail once more");
    }

    private Optional<String> again(List<MountStep> steps, boolean atOnce, Duration patience) {
        Optional<String> wrong = Optional.empty();
        for (int i = 0; i < (atOnce ? TRIES : 1) && wrong.isEmpty(); i++) {
            wrong = wrong(steps, atOnce, patience);
        }
        return wrong;
    }

    /** Where mount and model part; empty if nowhere. */
    private Optional<String> wrong(List<MountStep> steps, boolean atOnce, Duration patience) {
        Place collection = place.below("run" + runs++);
        if (settings.vectors()) {
            collection.putAttribute(".", "user.vexfs.metric", "l2");
            collection.putAttribute(".", "user.vexfs.dimensions", "2");
        }
        List<ModelThread> threads = new ArrayList<>();
        for (int i = 0; i < settings.threads(); i++) {
            threads.add(new ModelThread(collection, i, settings.vectors(), patience, settings.namesAgreeWithin()));
        }
        List<MountStep> phase = new ArrayList<>();
        for (MountStep step : steps) {
            if (!step.kind().forAll()) {
                phase.add(step);
                continue;
            }
            Optional<String> wrong = worked(phase, threads, atOnce).or(() -> compared(step, threads));
            if (wrong.isPresent()) {
                return wrong;
            }
            phase.clear();
        }
        return worked(phase, threads, atOnce).or(() -> compared(MountStep.SETTLE, threads));
    }

    private Optional<String> compared(MountStep step, List<ModelThread> threads) {
        if (step.kind() == Kind.REMOUNT) {
            try {
                place.remount();
            } catch (Exception failed) {
                return Optional.of(step + ": " + failed);
            }
        }
        return threads.stream()
                .map(ModelThread::settled)
                .flatMap(Optional::stream)
                .findFirst()
                .map(wrong -> (step.kind() == Kind.REMOUNT ? "after a remount, " : "") + wrong);
    }

    private static Optional<String> worked(List<MountStep> phase, List<ModelThread> threads, boolean atOnce) {
        if (!atOnce) {
            return taken(phase, threads);
        }
        ExecutorService workers = Executors.newFixedThreadPool(threads.size());
        try {
            List<Future<Optional<String>>> running = new ArrayList<>();
            for (int i = 0; i < threads.size(); i++) {
                int number = i;
                List<MountStep> own =
                        phase.stream().filter(step -> step.thread() == number).toList();
                running.add(workers.submit(() -> taken(own, threads)));
            }
            Optional<String> wrong = Optional.empty();
            for (Future<Optional<String>> one : running) {
                Optional<String> other = one.get();
                wrong = wrong.or(() -> other);
            }
            return wrong;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (ExecutionException failed) {
            return Optional.of("a step failed: " + failed.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private static Optional<String> taken(List<MountStep> steps, List<ModelThread> threads) {
        for (MountStep step : steps) {
            Optional<String> wrong = threads.get(step.thread()).take(step);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }
}
