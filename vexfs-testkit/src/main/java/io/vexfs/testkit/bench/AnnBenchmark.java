package io.vexfs.testkit.bench;

import io.vexfs.api.BridgeProvider;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Build time, memory, and recall@10 against queries a second of any engine, through the API alone.
 *
 * <p>After a warm-up come rounds; each walks over all queries once for every ef, so that a change of the machine's mood
 * meets all of them. Queries a second are medians over the rounds; latencies come from all rounds together.
 */
public final class AnnBenchmark {
    private final BridgeProvider provider;
    private final AnnData data;
    private final GraphSettings graph;
    private final QuerySettings query;

    /** A benchmark of one engine on one data set. */
    public AnnBenchmark(BridgeProvider provider, AnnData data, GraphSettings graph, QuerySettings query) {
        this.provider = provider;
        this.data = data;
        this.graph = graph;
        this.query = query;
    }

    /**
     * Builds, asks and reports.
     *
     * @param work where the store may lie while it runs
     */
    public AnnReport run(Path work, Progress progress) throws IOException {
        long before = HeapMeter.usedBytes();
        try (BenchStore store = BenchStore.open(provider, work, graph)) {
            double buildSeconds = store.build(data.metric(), data.base(), progress);
            long bytesPerVector =
                    Math.max(0, HeapMeter.usedBytes() - before) / data.base().size();
            // The data set counts on both sides of the difference.
            Reference.reachabilityFence(data);
            warmUp(store, progress);
            return new AnnReport(conditions(), buildSeconds, bytesPerVector, measure(store, progress));
        }
    }

    private void warmUp(BenchStore store, Progress progress) {
        progress.begin("warm-up", query.efs().size());
        long end = System.nanoTime() + query.warmUp().toNanos();
        do {
            for (int ef : query.efs()) {
                new QueryPass(store, data.queries(), ef, query.threads());
                progress.step(1);
            }
        } while (System.nanoTime() < end);
        progress.end();
    }

    private List<EfResult> measure(BenchStore store, Progress progress) {
        RecallMeter meter = new RecallMeter(data);
        List<Measured> measured = query.efs().stream().map(Measured::new).toList();
        progress.begin("measure", (long) query.rounds() * measured.size());
        for (int round = 0; round < query.rounds(); round++) {
            for (Measured each : measured) {
                QueryPass pass = new QueryPass(store, data.queries(), each.ef, query.threads());
                each.add(pass);
                if (round == 0) {
                    // The graph stays as it is, so one round tells all.
                    each.recall = meter.recall(pass.rows());
                }
                progress.step(1);
            }
        }
        progress.end();
        return measured.stream().map(Measured::result).toList();
    }

    /** What the rounds brought together for one ef. */
    private static final class Measured {
        private final int ef;
        private final List<Double> speeds = new ArrayList<>();
        private final Histogram latencies = new Histogram(QueryPass.DIGITS);
        private double recall;

        Measured(int ef) {
            this.ef = ef;
        }

        void add(QueryPass pass) {
            speeds.add(pass.queriesPerSecond());
            latencies.add(pass.latencies());
        }

        EfResult result() {
            return new EfResult(
                    ef,
                    recall,
                    Median.of(speeds),
                    speeds,
                    latencies.getValueAtPercentile(50) / 1e3,
                    latencies.getValueAtPercentile(99) / 1e3);
        }
    }

    private Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("engine", provider.name());
        conditions.put("vectors", Integer.toString(data.base().size()));
        conditions.put("dimensions", Integer.toString(data.dimensions()));
        conditions.put("metric", data.metric().text());
        conditions.put("queries", Integer.toString(data.queries().size()));
        conditions.put("m", Integer.toString(graph.m()));
        conditions.put("ef_construction", Integer.toString(graph.efConstruction()));
        conditions.put("quantization", graph.quantization().text());
        conditions.put("storage", graph.storage().text());
        conditions.put("build_threads", Integer.toString(graph.threads()));
        conditions.put("threads", Integer.toString(query.threads()));
        conditions.put("rounds", Integer.toString(query.rounds()));
        conditions.put("java", Runtime.version().toString());
        graph.engine().forEach(conditions::put);
        return conditions;
    }
}
