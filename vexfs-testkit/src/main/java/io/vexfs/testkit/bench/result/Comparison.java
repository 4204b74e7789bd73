package io.vexfs.testkit.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two results beside each other. A figure counts as changed only where the noise does not explain it: of four runs or more on
 * each side where the {@link RankTest} says so and the medians differ by two per cent; of single runs where they differ by more
 * than the noise that is assumed, and the test agrees if there are rounds enough. Rounds of one run do not show how runs differ.
 */
public final class Comparison {
    private static final double PROBABILITY_MAX = 0.05;
    private static final double CHANGE_MIN = 0.02;
    private static final int SAMPLES_MIN = 4;

    private final List<Change> changes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** What became of a figure. */
    public enum Verdict {
        /** It is better. */
        BETTER,
        /** It is worse. */
        WORSE,
        /** It is another, and nobody can say whether better. */
        CHANGED,
        /** Noise explains it. */
        SAME
    }

    /**
     * One figure in both results.
     *
     * @param name of it
     * @param before its median
     * @param after its median
     * @param verdict what became of it
     * @param reason why that verdict
     */
    public record Change(String name, double before, double after, Verdict verdict, String reason) {
        /** One line of the table. */
        public String line() {
            String ratio = before == 0 ? "-" : String.format(Locale.ROOT, "%+.1f %%", (after / before - 1) * 100);
            return String.format(
                    Locale.ROOT,
                    "%-40s %14s %14s %10s  %-7s %s",
                    name,
                    Figure.text(before),
                    Figure.text(after),
                    ratio,
                    verdict.name().toLowerCase(Locale.ROOT),
                    reason);
        }
    }

    /**
     * Compares.
     *
     * @param noise the part by which single runs may differ without meaning anything
     * @param ofRuns whether each sample is of a run of its own; else they are rounds of one
     */
    public Comparison(BenchResult before, BenchResult after, double noise, boolean ofRuns) {
        Map<String, String> conditions = new TreeMap<>(before.conditions());
        conditions.keySet().retainAll(after.conditions().keySet());
        conditions.forEach((name, value) -> {
            String other = after.conditions().get(name);
            if (!value.equals(other)) {
                notes.add(name + " was " + value + ", is " + other);
            }
        });
        for (Figure old : before.figures()) {
            after.figure(old.name()).ifPresent(now -> changes.add(change(old, now, noise, ofRuns)));
        }
    }

    private static Change change(Figure old, Figure now, double noise, boolean ofRuns) {
        double before = old.value();
        double after = now.value();
        double difference = before == after ? 0 : Math.abs(after - before) / Math.max(Math.abs(before), 1e-9);
        boolean real;
        String reason;
        if (old.samples().size() >= SAMPLES_MIN && now.samples().size() >= SAMPLES_MIN) {
            double probability = RankTest.probability(old.samples(), now.samples());
            real = probability <= PROBABILITY_MAX && (ofRuns ? difference >= CHANGE_MIN : difference > noise);
            reason = String.format(
                    Locale.ROOT,
                    "by chance p=%.3f, %d and %d %s",
                    probability,
                    old.samples().size(),
                    now.samples().size(),
                    ofRuns ? "runs" : "rounds; noise of " + Math.round(noise * 100) + " % assumed");
        } else {
            real = difference > noise;
            reason = String.format(Locale.ROOT, "noise of %.0f %% assumed", noise * 100);
        }
        return new Change(old.name(), before, after, real ? verdict(old, before, after) : Verdict.SAME, reason);
    }

    private static Verdict verdict(Figure figure, double before, double after) {
        return switch (figure.better()) {
            case HIGHER -> after > before ? Verdict.BETTER : Verdict.WORSE;
            case LOWER -> after < before ? Verdict.BETTER : Verdict.WORSE;
            case UNKNOWN -> Verdict.CHANGED;
        };
    }

    /** Every figure that is in both results. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    /** Conditions that are not the same. */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
