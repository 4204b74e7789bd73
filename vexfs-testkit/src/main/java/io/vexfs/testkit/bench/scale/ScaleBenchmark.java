package io.vexfs.testkit.bench.scale;

import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.bench.mount.MountedBench;
import io.vexfs.testkit.bench.result.BenchResult;
import io.vexfs.testkit.bench.result.Figure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Many files, many vectors, many clients: each part in a mounted store of its own, which goes with it. */
public final class ScaleBenchmark {
    private final ScaleSettings settings;

    /** A part. */
    public enum Part {
        /** Many small files in one directory. */
        FILES,
        /** A directory with many files of vectors, renamed. */
        MOVED,
        /** Many clients that search. */
        CLIENTS
    }

    /** A benchmark of that size. */
    public ScaleBenchmark(ScaleSettings settings) {
        this.settings = settings;
    }

    /** Runs parts in stores below {@code work}. */
    public BenchResult run(Path work, Set<Part> parts, Progress progress) throws IOException {
        List<Figure> figures = new ArrayList<>();
        Map<String, String> conditions = conditions();
        for (Part part : Part.values()) {
            if (parts.contains(part)) {
                try (MountedBench bench = MountedBench.open(work, Map.of(), Map.of())) {
                    figures.addAll(run(part, bench, conditions, progress));
                }
            }
        }
        return new BenchResult(conditions, figures, List.of());
    }

    private List<Figure> run(Part part, MountedBench bench, Map<String, String> conditions, Progress progress)
            throws IOException {
        return switch (part) {
            case FILES -> new ManyFiles(bench.point(), settings.files()).run(progress);
            case MOVED -> new MovedDirectory(bench, settings.moved()).run(progress);
            case CLIENTS -> {
                ManyClients clients = new ManyClients(bench, settings);
                List<Figure> figures = clients.run(progress);
                if (!clients.examples().isEmpty()) {
                    conditions.put("wrong", String.join("; ", clients.examples()));
                }
                yield figures;
            }
        };
    }

    private Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("benchmark", "scale");
        conditions.put("files", Integer.toString(settings.files()));
        conditions.put("moved", Integer.toString(settings.moved()));
        conditions.put("vectors", Integer.toString(settings.vectors()));
        conditions.put("clients", Integer.toString(settings.clients()));
        conditions.put("seconds", Integer.toString(settings.seconds()));
        conditions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("java", Runtime.version().toString());
        return conditions;
    }
}
