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
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What measuring costs: two mounted stores, one that measures and one that does not, take turns on the same calls. The
 * calls are the fastest that always reach the mount, and the fastest that the engine counts.
 */
public final class MetricsCost {
    private static final int VECTORS = 10_000;
    private static final int DIMENSIONS = 128;
    private static final long SLICE_NANOS = 20_000_000;
    private static final int WARM_UP = 50;

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
        Map<String, String> off = Map.of("metrics", "off");
        try (MountedBench with = MountedBench.open(work, Map.of(), Map.of());
                MountedBench without = MountedBench.open(work, off, Map.of("metrics", "off", "stack-every", "0"))) {
            Workload on = new Workload(with, VECTORS, DIMENSIONS);
            Workload none = new Workload(without, VECTORS, DIMENSIONS);
            List<Result> results = new ArrayList<>();
            results.add(compare("mount-attribute", attribute(with), attribute(without)));
            try (Rates.Client one = on.searching(0);
                    Rates.Client other = none.searching(0)) {
                results.add(compare("mount-search", one, other));
            }
            results.add(compare("engine-search", search(with), search(without)));
            results.add(compare("engine-delete-absent", absent(with), absent(without)));
            return results;
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

    private Result compare(String call, Rates.Client on, Rates.Client off) throws IOException {
        List<Double> measured = new ArrayList<>();
        List<Double> bare = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            // The one that comes second gets the warmer caches, so they take turns at that too.
            boolean first = round % 2 == 0;
            double one = slice(first ? on : off);
            double two = slice(first ? off : on);
            if (round >= 0) {
                measured.add(first ? one : two);
                bare.add(first ? two : one);
                costs.add(1 - (first ? two / one : one / two));
            }
        }
        return new Result(call, Median.of(measured), Median.of(bare), Median.of(costs));
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
