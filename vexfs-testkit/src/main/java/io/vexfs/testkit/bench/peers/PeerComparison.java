package io.vexfs.testkit.bench.peers;

import io.vexfs.testkit.bench.AnnData;
import io.vexfs.testkit.bench.AnnFiles;
import io.vexfs.testkit.bench.GraphSettings;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.bench.RecallMeter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Engines side by side. Each builds while the others are idle; then they take turns, ef by ef and round by round, each round
 * beginning with another engine, so that a change of the machine's mood meets all of them.
 */
public final class PeerComparison {
    /** Candidates tried where the user names none; an engine goes no further than it needs for {@link #ENOUGH}. */
    private static final List<Integer> LADDER =
            List.of(10, 14, 20, 28, 40, 56, 80, 112, 160, 224, 320, 448, 640, 896, 1_280, 1_792);

    private static final double ENOUGH = 0.993;

    private final AnnFiles files;
    private final AnnData data;
    private final GraphSettings graph;
    private final PeerSettings settings;
    private final RecallMeter meter;

    /** A comparison on one data set; {@code data} is what the files hold. */
    public PeerComparison(AnnFiles files, AnnData data, GraphSettings graph, PeerSettings settings) {
        this.files = files;
        this.data = data;
        this.graph = graph;
        this.settings = settings;
        meter = new RecallMeter(data);
    }

    /**
     * Builds, asks and reports.
     *
     * @param efs the efs to measure; none for as many as lead to a recall of 0.993
     * @param rounds alternations
     * @param warmUp how long each engine searches before anything is measured
     */
    public List<PeerResult> run(List<Integer> efs, int rounds, Duration warmUp, Progress progress) throws IOException {
        progress.begin("build drivers", 1);
        List<Launch> launches = new PeerLaunches(settings, files, data.metric(), graph).all(graph.engine());
        progress.end();
        List<Contender> contenders = new ArrayList<>();
        Path scratch = Files.createTempDirectory(settings.work(), "vexfs-peers-");
        try {
            progress.begin("build and warm up", launches.size());
            for (Launch launch : launches) {
                contenders.add(start(launch, efs, warmUp, scratch));
                progress.step(1);
            }
            progress.end();
            measure(contenders, rounds, progress);
        } finally {
            contenders.forEach(Contender::close);
            delete(scratch);
        }
        return contenders.stream().map(Contender::result).toList();
    }

    private Contender start(Launch launch, List<Integer> efs, Duration warmUp, Path scratch) throws IOException {
        Contender contender = new Contender(launch, data.queries().size());
        contender.attempt(() -> {
            contender.start(scratch.resolve(launch.name().replace('/', '-') + ".log"));
            for (int ef : efs.isEmpty() ? LADDER : efs) {
                double recall = contender.judge(ef, meter, scratch.resolve("found.i32"));
                if (efs.isEmpty() && recall >= ENOUGH) {
                    break;
                }
            }
            contender.warmUp(warmUp);
        });
        return contender;
    }

    private static void measure(List<Contender> contenders, int rounds, Progress progress) throws IOException {
        TreeSet<Integer> all = new TreeSet<>();
        contenders.forEach(contender -> all.addAll(contender.efs()));
        progress.begin("measure", (long) rounds * all.size());
        List<Contender> order = new ArrayList<>(contenders);
        for (int round = 0; round < rounds; round++) {
            for (int ef : all) {
                for (Contender contender : order) {
                    contender.attempt(() -> contender.measure(ef));
                }
                progress.step(1);
            }
            Collections.rotate(order, -1);
        }
        progress.end();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
