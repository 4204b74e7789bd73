package io.vexfs.testkit.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The shortest part of a failing sequence that still fails, sought by leaving out ever smaller pieces (Zeller and
 * Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002).
 */
final class Shortest {
    /** The system property that says how many parts are tried. */
    static final String TRIES = "vexfs.testkit.shorten.tries";

    private static final int TRIES_DEFAULT = 2_000;

    private Shortest() {}

    /** A part, in its order, from which no single step can be left out; or as far as tries and time went. */
    static <T> List<T> of(List<T> failing, Predicate<List<T>> fails, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        int tries = Integer.getInteger(TRIES, TRIES_DEFAULT);
        List<T> shortest = List.copyOf(failing);
        int piece = Math.max(1, shortest.size() / 2);
        while (true) {
            boolean shorter = false;
            for (int from = 0; from < shortest.size() && shortest.size() > 1; ) {
                if (tries-- <= 0 || System.nanoTime() - end > 0) {
                    return shortest;
                }
                List<T> rest = new ArrayList<>(shortest.subList(0, from));
                rest.addAll(shortest.subList(Math.min(shortest.size(), from + piece), shortest.size()));
                if (!rest.isEmpty() && fails.test(rest)) {
                    shortest = rest;
                    shorter = true;
                } else {
                    from += piece;
                }
            }
            if (piece == 1 && !shorter) {
                return shortest;
            }
            piece = Math.max(1, piece / 2);
        }
    }
}
