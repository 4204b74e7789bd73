package io.vexfs.testkit.bench.mount;

import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.testkit.bench.Median;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What measuring costs: two mounted stores, one that measures and one that does not, take turns on the same calls. The
 * calls are the fastest that always reach the mount, and the fastest that the engine counts. Two mounts of the same kind differ
 * by some percent already, by how their threads and files came to lie; so it is done several times with new ones.
 */
public final class MetricsCost {
    private static final int VECTORS = 10_000;
    private static final int DIMENSIONS = 128;
    private static final long SLICE_NANOS = 20_000_000;
    private static final int WARM_UP = 50;
    private static final int PAIRS = 4;

    private final int rounds;

    /** So many slices of each. */
    public MetricsCost(int rounds) {
        this.rounds = rounds;
    }

    /**
     * One call with and without.
     *
     * @param call which
     * @param onNanos median of its mean in a slice, measured
     * @param offNanos the same, not measured
     * @param cost how much lower the rate is; the median over pairs of slices
     */
    public record Result(String call, double onNanos, double offNanos, double cost) {
        /** One line. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "call=%s on_ns=%.0f off_ns=%.0f cost_percent=%.2f",
                    call,
                    onNanos,
                    offNanos,
                    cost * 100);
        }
    }

    /** Measures in stores below {@code work}. */
    public List<Result> run(Path work) throws IOException {
        Map<String, Slices> slices = new LinkedHashMap<>();
        Map<String, String> off = Map.of("metrics", "off");
        Map<String, String> blind = Map.of("metrics", "off", "stack-every", "0");
        for (int pair = 0; pair < PAIRS; pair++) {
            boolean measuredFirst = pair % 2 == 0;
            try (MountedBench first =
                            MountedBench.open(work, measuredFirst ? Map.of() : off, measuredFirst ? Map.of() : blind);
                    MountedBench second =
                            MountedBench.open(work, measuredFirst ? off : Map.of(), measuredFirst ? blind : Map.of())) {
                compare(measuredFirst ? first : second, measuredFirst ? second : first, slices);
            }
        }
        List<Result> results = new ArrayList<>();
        slices.forEach((call, each) -> results.add(each.result(call)));
        return results;
    }

    private void compare(MountedBench with, MountedBench without, Map<String, Slices> slices) throws IOException {
        Workload on = new Workload(with, VECTORS, DIMENSIONS);
        Workload none = new Workload(without, VECTORS, DIMENSIONS);
        compare(slices, "mount-attribute", attribute(with), attribute(without));
        try (Rates.Client one = on.searching(0);
                Rates.Client other = none.searching(0)) {
            compare(slices, "mount-search", one, other);
        }
        compare(slices, "engine-search", search(with), search(without));
        compare(slices, "engine-delete-absent", absent(with), absent(without));
    }

    /** What was measured of one call. */
    private static final class Slices {
        private final List<Double> measured = new ArrayList<>();
        private final List<Double> bare = new ArrayList<>();
        private final List<Double> costs = new ArrayList<>();

        private void add(double on, double off) {
            measured.add(on);
            bare.add(off);
            costs.add(1 - off / on);
        }

        private Result result(String call) {
            return new Result(call, Median.of(measured), Median.of(bare), Median.of(costs));
        }
    }

    /** The kernel keeps no attribute, so each call is one operation of the mount. */
    private static Rates.Client attribute(MountedBench bench) throws IOException {
        Path file = Files.createFile(bench.point().resolve("plain"));
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        view.write("a", ByteBuffer.wrap(new byte[1]));
        return round -> view.size("a");
    }

    private static Rates.Client search(MountedBench bench) {
        SearchRequest request = SearchRequest.nearest(
                        TestVectors.clustered(1, DIMENSIONS, 1, 1).get(0))
                .collection("/bench")
                .k(1)
                .ef(1)
                .build();
        return round -> bench.bridge().search(request, OperationContext.none());
    }

    private static Rates.Client absent(MountedBench bench) {
        return round -> bench.bridge().delete("/bench", "none", OperationContext.none());
    }

    private void compare(Map<String, Slices> slices, String call, Rates.Client on, Rates.Client off)
            throws IOException {
        Slices all = slices.computeIfAbsent(call, each -> new Slices());
        for (int round = -WARM_UP; round < Math.max(1, rounds / PAIRS); round++) {
            // The one that comes second gets the warmer caches, so they take turns at that too.
            boolean first = round % 2 == 0;
            double one = slice(first ? on : off);
            double two = slice(first ? off : on);
            if (round >= 0) {
                all.add(first ? one : two, first ? two : one);
            }
        }
    }

    private static double slice(Rates.Client client) throws IOException {
        long begin = System.nanoTime();
        long now = begin;
        int calls = 0;
        while (now - begin < SLICE_NANOS) {
            for (int i = 0; i < 16; i++) {
                client.call(calls++);
            }
            now = System.nanoTime();
        }
        return (double) (now - begin) / calls;
    }
}
