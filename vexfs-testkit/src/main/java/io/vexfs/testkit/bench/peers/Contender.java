package io.vexfs.testkit.bench.peers;

import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Median;
import io.vexfs.testkit.bench.RecallMeter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One engine in a comparison: its process, and what was measured so far. A failure ends it and leaves the others alone. */
final class Contender {
    private final Launch launch;
    private final int queries;
    private final TreeMap<Integer, Measured> measured = new TreeMap<>();
    private String version = "";
    private double buildSeconds;
    private long bytesPerVector;
    private String trouble;
    private @Nullable PeerProcess process;

    Contender(Launch launch, int queries) {
        this.launch = launch;
        this.queries = queries;
        trouble = launch.trouble();
    }

    /** Something that may fail because the engine does. */
    @FunctionalInterface
    interface Attempt {
        void run() throws IOException;
    }

    /** What the rounds brought together for one ef. */
    private record Measured(double recall, List<Double> speeds) {}

    /** Does it if the engine is still in the race. */
    void attempt(Attempt attempt) throws IOException {
        if (!trouble.isEmpty()) {
            return;
        }
        try {
            attempt.run();
        } catch (VexfsException failed) {
            trouble = String.valueOf(failed.getMessage());
            close();
        }
    }

    /** Starts the process and builds its index. */
    void start(Path log) throws IOException {
        process = new PeerProcess(launch.name(), launch.command(), log);
        PeerProcess.Built built = running().build();
        version = built.version();
        buildSeconds = built.seconds();
        bytesPerVector = built.bytesPerVector();
    }

    private PeerProcess running() {
        return Objects.requireNonNull(process, "process");
    }

    /** Judges what the engine finds at one ef, which is measured from now on; returns its recall. */
    double judge(int ef, RecallMeter meter, Path scratch) throws IOException {
        double recall = meter.recall(running().found(ef, scratch));
        measured.put(ef, new Measured(recall, new ArrayList<>()));
        return recall;
    }

    /** Searches without measuring. */
    void warmUp(Duration atLeast) {
        double left = atLeast.toNanos() / 1e9;
        while (left > 0) {
            for (int ef : measured.keySet()) {
                left -= running().search(ef);
            }
        }
    }

    Set<Integer> efs() {
        return measured.keySet();
    }

    /** Measures one walk over the queries, if this ef is one of the engine's. */
    void measure(int ef) {
        Measured at = measured.get(ef);
        if (at != null) {
            at.speeds.add(queries / running().search(ef));
        }
    }

    PeerResult result() {
        List<RecallCurve.Point> points = new ArrayList<>();
        if (trouble.isEmpty()) {
            measured.forEach((ef, at) -> points.add(new RecallCurve.Point(ef, at.recall, Median.of(at.speeds))));
        }
        return new PeerResult(launch.name(), version, buildSeconds, bytesPerVector, new RecallCurve(points), trouble);
    }

    void close() {
        if (process != null) {
            process.close();
        }
    }
}
