package io.vexfs.testkit.bench.disk;

import io.vexfs.testkit.bench.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row: the rates of every side, by round.
 *
 * @param name what was done
 * @param workers by how many at once
 * @param unit of the rates
 * @param leastRatio of the mount to the pass-through
 * @param rates by side, in the order of the rounds
 */
public record DiskFigure(String name, int workers, String unit, double leastRatio, Map<String, List<Double>> rates) {
    /** Copies the rates. */
    public DiskFigure {
        Map<String, List<Double>> copy = new LinkedHashMap<>();
        rates.forEach((side, each) -> copy.put(side, List.copyOf(each)));
        rates = copy;
    }

    /** The median rate of a side; empty where it was not measured. */
    public Optional<Double> rate(String side) {
        return Optional.ofNullable(rates.get(side)).map(Median::of);
    }

    /** The median of what one side did to the other, round by round. */
    public Optional<Double> ratio(String side, String other) {
        List<Double> own = rates.get(side);
        List<Double> theirs = rates.get(other);
        if (own == null || theirs == null) {
            return Optional.empty();
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            ratios.add(own.get(i) / theirs.get(i));
        }
        return Optional.of(Median.of(ratios));
    }
}
