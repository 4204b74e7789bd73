package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.Samples.L2;
import static io.vexfs.testkit.conformance.Samples.NOBODY;
import static io.vexfs.testkit.conformance.Samples.near;
import static io.vexfs.testkit.conformance.Samples.search;
import static io.vexfs.testkit.conformance.Samples.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vexfs.api.Bridge;
import io.vexfs.api.FileStatus;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.model.MemoryBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bridge does what the {@link MemoryBridge} does, whatever comes; part of {@link BridgeConformance}. */
public interface ModelConformance extends BridgeFixture {
    /** Steps of one run; the bridge is opened again after every hundredth. */
    int STEPS = 600;

    /** Random writes, files, links, renames and removals, the same on both: the same failures, the same content. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    default void randomSteps_always_agreeWithTheModel(long seed) {
        Random random = new Random(seed);
        Bridge bridge = open();
        try (MemoryBridge model = new MemoryBridge()) {
            for (Bridge each : List.of(bridge, model)) {
                each.changeCollection("/", L2);
                each.createCollection("/c", L2);
            }
            for (int step = 1; step <= STEPS; step++) {
                Consumer<Bridge> work = step(random, model);
                assertThat(outcome(bridge, work))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(outcome(model, work));
                if (step % 10 == 0) {
                    assertThat(content(bridge))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(content(model));
                    assertThat(distances(bridge))
                            .as("seed %d, step %d", seed, step)
                            .usingElementComparator(ModelConformance::aboutEqual)
                            .isEqualTo(distances(model));
                }
                if (step % 100 == 0) {
                    bridge.close();
                    bridge = reopen(bridge, false);
                    assertThat(content(bridge))
                            .as("seed %d, opened again after step %d", seed, step)
                            .isEqualTo(content(model));
                }
            }
        } finally {
            bridge.close();
        }
    }

    private static Consumer<Bridge> step(Random random, Bridge model) {
        String collection = random.nextBoolean() ? "/" : "/c";
        String id = "v" + random.nextInt(12);
        String path = path(random);
        String other = path(random);
        long fileId = 1 + random.nextInt(8);
        float[] vector = vector(random, 3);
        switch (random.nextInt(10)) {
            case 0, 1:
                return bridge -> Samples.put(bridge, collection, id, vector);
            case 2:
                return bridge -> bridge.delete(collection, id, NOBODY);
            case 3, 4, 5:
                List<VectorRow> rows = rows(random);
                if (!ofOneName(model, fileId, path)) {
                    return bridge -> {};
                }
                return bridge -> bridge.files().index(path, stamp(fileId), rows, true, NOBODY);
            case 6:
                return bridge -> bridge.files().remove(path, NOBODY);
            case 7:
                return bridge -> bridge.files().move(path, other, NOBODY);
            case 8:
                String from = random.nextBoolean() ? "/d" : "/e";
                String to = from.equals("/d") ? "/e" : "/d";
                List<String> below = new ArrayList<>();
                model.files().forEachBelow(to, file -> below.add(file.path()));
                return below.isEmpty() ? bridge -> bridge.files().move(from, to, NOBODY) : bridge -> {};
            default:
                FileStatus status = new FileStatus(FileStatus.Kind.INVALID, "step");
                if (!ofOneName(model, fileId, path)) {
                    return bridge -> {};
                }
                return bridge -> bridge.files().refuse(path, stamp(fileId), status, NOBODY);
        }
    }

    /** A frontend indexes a file under a name that it has, or a new file. */
    private static boolean ofOneName(Bridge model, long fileId, String path) {
        return model.files().file(fileId).map(file -> file.path().equals(path)).orElse(true);
    }

    private static String path(Random random) {
        return List.of("/", "/c/", "/d/", "/d/f/", "/e/").get(random.nextInt(5)) + "n" + random.nextInt(3) + ".vec";
    }

    private static float[] vector(Random random, int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = random.nextInt(1_000);
        }
        return vector;
    }

    private static List<VectorRow> rows(Random random) {
        int dimensions = random.nextInt(10) == 0 ? 4 : 3;
        List<VectorRow> rows = new ArrayList<>();
        for (int row = random.nextInt(3); row >= 0; row--) {
            rows.add(VectorRow.of(vector(random, dimensions)));
        }
        return rows;
    }

    private static String outcome(Bridge bridge, Consumer<Bridge> work) {
        Throwable failure = catchThrowable(() -> work.accept(bridge));
        return failure instanceof VexfsException vexfs ? vexfs.error().name() : String.valueOf(failure);
    }

    /** Everything that can be seen, as text. */
    private static List<String> content(Bridge bridge) {
        List<String> seen = new ArrayList<>();
        bridge.collections().forEach(info -> {
            seen.add("collection " + info.name() + " " + info.metric() + " " + info.dimensions() + " " + info.size());
            bridge.forEach(
                    info.name(),
                    stored -> seen.add("vector " + info.name() + " " + stored.id() + " " + text(stored.vector())));
            if (info.dimensions() > 0) {
                List<Hit> hits = search(
                                bridge,
                                near(info.name(), new float[info.dimensions()]).k(10_000))
                        .hits();
                hits.forEach(hit -> seen.add("found " + hit.path() + " " + hit.id()));
            }
        });
        bridge.files().forEachBelow("/", file -> seen.add("file " + file));
        seen.sort(null);
        return seen;
    }

    /** The distances of all vectors of all collections, best first. */
    private static List<Double> distances(Bridge bridge) {
        return bridge.collections().stream()
                .filter(info -> info.dimensions() > 0)
                .flatMap(info ->
                        search(
                                bridge,
                                near(info.name(), new float[info.dimensions()]).k(10_000))
                                .hits()
                                .stream())
                .map(Hit::distance)
                .toList();
    }

    /** Bridges may compute in single precision. */
    private static int aboutEqual(double a, double b) {
        return Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(b)) ? 0 : Double.compare(a, b);
    }

    private static String text(float[] vector) {
        StringBuilder text = new StringBuilder();
        for (float component : vector) {
            text.append(component).append(' ');
        }
        return text.toString();
    }
}
