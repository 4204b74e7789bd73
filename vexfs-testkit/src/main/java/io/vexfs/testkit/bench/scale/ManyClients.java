package io.vexfs.testkit.bench.scale;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.bench.Threads;
import io.vexfs.testkit.bench.mount.MountedBench;
import io.vexfs.testkit.bench.result.Figure;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Many clients search many vectors by files, each its own question in one of three ways, while one more client saves and
 * removes files. An answer is wrong if it is not sorted, gives a distance that is not the one from the client's own
 * question, or there are too few; files that were saved and are not found first, and those removed and found still, are counted
 * by themselves too.
 */
final class ManyClients {
    private static final String COLLECTION = "/crowd";
    private static final int DIMENSIONS = 32;
    private static final int CLUSTERS = 500;
    private static final int BATCH = 1_000;
    private static final long SEED = 13;
    private static final int K = 10;
    private static final int DIGITS = 3;
    private static final int SAVED = 50;
    /** Away from every other vector. */
    private static final float APART = 20;

    /** Wrong answers that are shown. */
    private static final int EXAMPLES = 5;

    private static final double TOLERANCE = 1e-3;

    private final MountedBench bench;
    private final ScaleSettings settings;
    private final List<float[]> vectors;
    private final Map<Answers.Way, Histogram> latencies = new TreeMap<>();
    private final LongAdder searches = new LongAdder();
    private final LongAdder changes = new LongAdder();
    private final LongAdder foundThemselves = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private final LongAdder savedNotFirst = new LongAdder();
    private final LongAdder removedYetFound = new LongAdder();
    private final Queue<String> examples = new ConcurrentLinkedQueue<>();

    ManyClients(MountedBench bench, ScaleSettings settings) {
        this.bench = bench;
        this.settings = settings;
        vectors = TestVectors.clustered(settings.vectors(), DIMENSIONS, CLUSTERS, SEED);
        for (Answers.Way way : Answers.Way.values()) {
            latencies.put(way, new SynchronizedHistogram(DIGITS));
        }
    }

    List<Figure> run(Progress progress) throws IOException {
        Path directory = Files.createDirectory(bench.point().resolve(COLLECTION.substring(1)));
        bench.bridge().createCollection(COLLECTION, new CollectionSettings(DistanceMetric.L2, DIMENSIONS));
        store(progress);
        progress.begin("search", settings.seconds());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.seconds());
        Threads.run("vexfs-scale-client", settings.clients() + 1, number -> {
            try (Answers answers = new Answers(bench.point(), COLLECTION, number)) {
                if (number == settings.clients()) {
                    change(directory, answers, end);
                } else {
                    search(answers, number, end);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        progress.step(settings.seconds());
        progress.end();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("clients.searchesPerSecond", searches.sum() / (double) settings.seconds()));
        latencies.forEach((way, all) -> {
            String name = "clients." + way.name().toLowerCase(Locale.ROOT);
            figures.add(Figure.of(name + ".p50Micros", all.getValueAtPercentile(50) / 1e3));
            figures.add(Figure.of(name + ".p99Micros", all.getValueAtPercentile(99) / 1e3));
        });
        figures.add(Figure.of("clients.recallOfItself", foundThemselves.sum() / (double) Math.max(1, searches.sum())));
        figures.add(Figure.of("clients.changesPerSecond", changes.sum() / (double) settings.seconds()));
        figures.add(Figure.of("clients.wrongAnswerErrors", wrong.sum()));
        figures.add(Figure.of("clients.savedNotFirstErrors", savedNotFirst.sum()));
        figures.add(Figure.of("clients.removedYetFoundErrors", removedYetFound.sum()));
        return figures;
    }

    /** The first answers that were wrong, and what they gave instead. */
    List<String> examples() {
        return examples.stream().limit(EXAMPLES).toList();
    }

    private void store(Progress progress) {
        progress.begin("store vectors", vectors.size());
        for (int from = 0; from < vectors.size(); from += BATCH) {
            List<StoredVector> batch = new ArrayList<>();
            for (int row = from; row < Math.min(from + BATCH, vectors.size()); row++) {
                batch.add(new StoredVector("v" + row, vectors.get(row), Metadata.empty()));
            }
            bench.bridge().putAll(COLLECTION, batch, OperationContext.none());
            progress.step(batch.size());
        }
        bench.bridge().forceSync();
        progress.end();
    }

    private void search(Answers answers, int number, long end) throws IOException {
        Random random = new Random(SEED + number);
        Answers.Way[] ways = Answers.Way.values();
        do {
            int row = random.nextInt(vectors.size());
            Answers.Way way = ways[random.nextInt(ways.length)];
            long begin = System.nanoTime();
            List<Answers.Hit> hits = answers.nearest(way, vectors.get(row), K);
            Objects.requireNonNull(latencies.get(way)).recordValue(System.nanoTime() - begin);
            searches.increment();
            if (!right(hits, vectors.get(row))) {
                wrong.increment();
                example(way, "v" + row, hits);
            } else if (hits.get(0).distance() < TOLERANCE) {
                foundThemselves.increment();
            }
        } while (System.nanoTime() - end < 0);
    }

    private boolean right(List<Answers.Hit> hits, float[] query) {
        double last = 0;
        for (Answers.Hit hit : hits) {
            boolean stored = hit.name().startsWith("v");
            int row = stored ? Integer.parseInt(hit.name().substring(1)) : 0;
            if (!stored
                    || hit.distance() < last
                    || Math.abs(distance(vectors.get(row), query) - hit.distance()) > TOLERANCE) {
                return false;
            }
            last = hit.distance();
        }
        return hits.size() == K;
    }

    private static double distance(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            double apart = (double) one[i] - other[i];
            sum += apart * apart;
        }
        return Math.sqrt(sum);
    }

    /** Saves a file and must find it, removes it and must not. */
    private void change(Path directory, Answers answers, long end) throws IOException {
        Random random = new Random(SEED);
        float[][] saved = new float[SAVED][];
        Answers.Way[] ways = Answers.Way.values();
        int round = 0;
        do {
            int slot = random.nextInt(SAVED);
            float[] old = saved[slot];
            Path file = directory.resolve("w" + slot + ".vec");
            float[] vector = old == null ? drawn(random) : old;
            if (old == null) {
                Files.writeString(file, Answers.words(vector) + "\n");
                saved[slot] = vector;
            } else {
                Files.delete(file);
                saved[slot] = null;
            }
            Answers.Way way = ways[round++ % ways.length];
            List<Answers.Hit> hits = answers.nearest(way, vector, 1);
            boolean first = !hits.isEmpty()
                    && hits.get(0).name().equals("w" + slot)
                    && hits.get(0).distance() < TOLERANCE;
            if (first != (old == null)) {
                wrong.increment();
                (first ? removedYetFound : savedNotFirst).increment();
                example(way, (first ? "removed " : "saved ") + file.getFileName(), hits);
            }
            changes.increment();
        } while (System.nanoTime() - end < 0);
    }

    /** Notes what a wrong answer was, unless others were noted before. */
    private void example(Answers.Way way, String sought, List<Answers.Hit> hits) {
        if (examples.size() < EXAMPLES) {
            String found = hits.isEmpty()
                    ? "nothing"
                    : hits.stream()
                            .map(hit -> hit.name() + " at " + hit.distance())
                            .collect(Collectors.joining(", "));
            examples.add(sought + " by " + way.name().toLowerCase(Locale.ROOT) + ": " + found);
        }
    }

    private static float[] drawn(Random random) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = APART + random.nextFloat();
        }
        return vector;
    }
}
