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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What measuring costs: in one mounted store it is switched on and off, slice by slice, while the same calls go on. The
 * calls are the fastest that always reach the mount, and the fastest that the engine counts. Two mounts of the same kind would differ
 * by some percent already, by how their threads and files came to lie. Neighbouring slices are held against each other,
 * and the median of many such pairs is taken, so that what else the machine does is left out.
 */
public final class MetricsCost {
    private static final int VECTORS = 10_000;
    private static final int DIMENSIONS = 128;
    /** Calls of the engine take a microsecond; short slices see the same machine. */
    private static final long ENGINE_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** Long enough for some of the calls whose stack is looked at. */
    private static final long MOUNT_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
    /** The part of the time that comes before, until everything is compiled. */
    private static final double WARM_UP = 0.25;
    /** Standard deviations of the interval that is given with the median. */
    private static final double DEVIATIONS = 1.96;

    private final long callNanos;

    /** So many seconds for each call. */
    public MetricsCost(int seconds) {
        callNanos = TimeUnit.SECONDS.toNanos(seconds);
    }

    /**
     * One call with and without.
     *
     * @param call which
     * @param onNanos median of its mean in a slice, measured
     * @param offNanos the same, not measured
     * @param cost how much lower the rate is; the median over pairs of slices
     * @param costLeast where the true median may begin, in 19 of 20 cases
     * @param costMost where it may end
     * @param pairs pairs of slices
     */
    public record Result(
            String call, double onNanos, double offNanos, double cost, double costLeast, double costMost, int pairs) {
        /** One line. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "call=%s on_ns=%.0f off_ns=%.0f cost_percent=%.2f from=%.2f to=%.2f pairs=%d",
                    call,
                    onNanos,
                    offNanos,
                    cost * 100,
                    costLeast * 100,
                    costMost * 100,
                    pairs);
        }
    }

    /** Switches measuring. */
    private interface Switch {
        void measure(boolean on);
    }

    /** Measures in a store below {@code work}. */
    public List<Result> run(Path work) throws IOException {
        List<Result> results = new ArrayList<>();
        try (MountedBench bench = MountedBench.open(work, Map.of(), Map.of())) {
            Workload workload = new Workload(bench, VECTORS, DIMENSIONS);
            Switch both = on -> {
                bench.bridge().measure(on);
                bench.mount().measure(on);
            };
            results.add(compare("mount-attribute", both, attribute(bench), MOUNT_SLICE_NANOS));
            try (Rates.Client searching = workload.searching(0)) {
                results.add(compare("mount-search", both, searching, MOUNT_SLICE_NANOS));
            }
            results.add(compare("engine-search", both, search(bench), ENGINE_SLICE_NANOS));
            results.add(compare("engine-delete-absent", both, absent(bench), ENGINE_SLICE_NANOS));
        }
        return results;
    }

    /** The kernel keeps no list of attributes, so each call is one operation of the mount. */
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

    private Result compare(String call, Switch measuring, Rates.Client client, long sliceNanos) throws IOException {
        List<Double> on = new ArrayList<>();
        List<Double> off = new ArrayList<>();
        List<Double> costs = new ArrayList<>();
        long start = System.nanoTime();
        // The one that comes second may have the warmer caches, so they take turns at that too.
        for (int pair = 0; System.nanoTime() - start < callNanos; pair++) {
            boolean first = pair % 2 == 0;
            double one = slice(measuring, first, client, sliceNanos);
            double two = slice(measuring, !first, client, sliceNanos);
            if (System.nanoTime() - start > WARM_UP * callNanos) {
                on.add(first ? one : two);
                off.add(first ? two : one);
                costs.add(1 - (first ? two / one : one / two));
            }
        }
        measuring.measure(true);
        Collections.sort(costs);
        int half = (int) Math.ceil(DEVIATIONS * Math.sqrt(costs.size()) / 2);
        int middle = costs.size() / 2;
        return new Result(
                call,
                Median.of(on),
                Median.of(off),
                Median.of(costs),
                costs.get(Math.max(0, middle - half)),
                costs.get(Math.min(costs.size() - 1, middle + half)),
                costs.size());
    }

    private static double slice(Switch measuring, boolean on, Rates.Client client, long sliceNanos) throws IOException {
        measuring.measure(on);
        long begin = System.nanoTime();
        long now = begin;
        int calls = 0;
        while (now - begin < sliceNanos) {
            for (int i = 0; i < 16; i++) {
                client.call(calls++);
            }
            now = System.nanoTime();
        }
        return (double) (now - begin) / calls;
    }
}
