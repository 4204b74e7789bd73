package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.Samples.NOBODY;
import static io.vexfs.testkit.conformance.Samples.stamp;

import io.vexfs.api.Bridge;
import io.vexfs.api.FileStatus;
import io.vexfs.api.VectorRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Random steps on a bridge with a collection {@code /c}: the same seed gives the same. */
final class ModelSteps {
    /** Closes the bridge and opens its store again. */
    static final Step REOPEN = new Step("close and open", bridge -> true, bridge -> {});

    private static final int REOPEN_EACH = 100;

    private final Random random;

    private ModelSteps(long seed) {
        random = new Random(seed);
    }

    /**
     * One step.
     *
     * @param text what it does
     * @param possible whether a frontend could do it on what the bridge holds
     * @param work does it
     */
    record Step(String text, Predicate<Bridge> possible, Consumer<Bridge> work) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** So many steps; each hundredth is followed by opening again. */
    static List<Step> of(long seed, int count) {
        ModelSteps made = new ModelSteps(seed);
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            steps.add(made.step());
            if (i % REOPEN_EACH == 0) {
                steps.add(REOPEN);
            }
        }
        return steps;
    }

    private Step step() {
        String collection = random.nextBoolean() ? "/" : "/c";
        String id = "v" + random.nextInt(12);
        String path = path();
        String other = path();
        long fileId = 1 + random.nextInt(8);
        float[] vector = vector(3);
        return switch (random.nextInt(10)) {
            case 0, 1 ->
                always(
                        "put " + id + " in " + collection + " = " + Arrays.toString(vector),
                        bridge -> Samples.put(bridge, collection, id, vector));
            case 2 -> always("delete " + id + " in " + collection, bridge -> bridge.delete(collection, id, NOBODY));
            case 3, 4, 5 -> index(path, fileId);
            case 6 -> always("remove " + path, bridge -> bridge.files().remove(path, NOBODY));
            case 7 ->
                always("move " + path + " to " + other, bridge -> bridge.files().move(path, other, NOBODY));
            case 8 -> moveDirectory();
            default -> {
                FileStatus status = new FileStatus(FileStatus.Kind.INVALID, "step");
                yield new Step(
                        "refuse " + path + " of file " + fileId,
                        model -> ofOneName(model, fileId, path),
                        bridge -> bridge.files().refuse(path, stamp(fileId), status, NOBODY));
            }
        };
    }

    private static Step always(String text, Consumer<Bridge> work) {
        return new Step(text, model -> true, work);
    }

    private Step index(String path, long fileId) {
        List<VectorRow> rows = rows();
        String vectors = String.join(
                ", ", rows.stream().map(row -> Arrays.toString(row.vector())).toList());
        return new Step(
                "index " + path + " of file " + fileId + " = " + vectors,
                model -> ofOneName(model, fileId, path),
                bridge -> bridge.files().index(path, stamp(fileId), rows, true, NOBODY));
    }

    private Step moveDirectory() {
        String from = random.nextBoolean() ? "/d" : "/e";
        String to = from.equals("/d") ? "/e" : "/d";
        return new Step(
                "move " + from + " to " + to,
                model -> {
                    List<String> below = new ArrayList<>();
                    model.files().forEachBelow(to, file -> below.add(file.path()));
                    return below.isEmpty();
                },
                bridge -> bridge.files().move(from, to, NOBODY));
    }

    /** A frontend indexes a file under a name that it has, or a new file. */
    private static boolean ofOneName(Bridge model, long fileId, String path) {
        return model.files().file(fileId).map(file -> file.path().equals(path)).orElse(true);
    }

    private String path() {
        return List.of("/", "/c/", "/d/", "/d/f/", "/e/").get(random.nextInt(5)) + "n" + random.nextInt(3) + ".vec";
    }

    private float[] vector(int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = random.nextInt(1_000);
        }
        return vector;
    }

    private List<VectorRow> rows() {
        int dimensions = random.nextInt(10) == 0 ? 4 : 3;
        List<VectorRow> rows = new ArrayList<>();
        for (int row = random.nextInt(3); row >= 0; row--) {
            rows.add(VectorRow.of(vector(dimensions)));
        }
        return rows;
    }
}
