package io.vexfs.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.VectorPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Vectors as files: stored, replaced, renamed, removed. */
final class VectorChecks {
    private static final double NANOS_PER_SECOND = 1e9;

    private VectorChecks() {}

    static List<IntegrationCheck> all() {
        return List.of(
                check("store_everyFile_isIndexed", VectorChecks::store),
                check("randomSteps_always_agreeWithAList", VectorChecks::steps),
                check("store_manyRowsInAFile_areAllFound", VectorChecks::rows),
                check("store_otherFormats_areFoundWithTheirMetadata", VectorChecks::formats));
    }

    private static IntegrationCheck check(String name, IntegrationCheck.Body body) {
        return new IntegrationCheck(Area.VECTOR_OPERATIONS, name, body);
    }

    private static String store(IntegrationMount mount) {
        VectorPlace place = mount.collection();
        List<float[]> vectors = mount.vectors(mount.configuration().vectors(), 0);
        long start = System.nanoTime();
        for (int i = 0; i < vectors.size(); i++) {
            place.place().write("v" + i + ".vec", IntegrationMount.text(vectors.get(i)));
        }
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        for (int i = 0; i < vectors.size(); i++) {
            assertThat(place.status("v" + i + ".vec")).as("v%d.vec", i).hasValue("indexed");
            assertThat(mount.found(place, vectors.get(i)))
                    .as("nearest to v%d.vec", i)
                    .contains("v" + i + ".vec");
        }
        return String.format(Locale.ROOT, "%.0f files/s", vectors.size() / seconds);
    }

    private static String steps(IntegrationMount mount) {
        VectorPlace place = mount.collection();
        TestConfiguration configuration = mount.configuration();
        Random random = new Random(configuration.seed());
        List<float[]> drawn = mount.vectors(configuration.vectors(), 1);
        List<String> names = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        for (int step = 0; step < drawn.size(); step++) {
            float[] vector = drawn.get(step);
            int at = names.isEmpty() ? -1 : random.nextInt(names.size());
            switch (at < 0 ? 0 : random.nextInt(5)) {
                case 1 -> {
                    place.place().write(names.get(at), IntegrationMount.text(vector));
                    vectors.set(at, vector);
                }
                case 2 -> {
                    String renamed = "renamed" + step + ".vec";
                    place.place().calls().rename(names.get(at), renamed);
                    names.set(at, renamed);
                }
                case 3 -> {
                    place.place().calls().unlink(names.get(at));
                    names.remove(at);
                    vectors.remove(at);
                }
                default -> {
                    place.place().write("new" + step + ".vec", IntegrationMount.text(vector));
                    names.add("new" + step + ".vec");
                    vectors.add(vector);
                }
            }
        }
        assertThat(place.place().names(".")).containsExactlyInAnyOrderElementsOf(names);
        assertThat(place.json("{\"collection\":\"" + place.place().path() + "\",\"like\":\"" + names.get(0)
                        + "\",\"k\":10000}"))
                .hasSize(names.size() - 1);
        assertThat(mount.found(place, vectors.get(0)).get(0)).isEqualTo(names.get(0));
        return drawn.size() + " steps, " + names.size() + " left";
    }

    private static String rows(IntegrationMount mount) {
        VectorPlace place = mount.collection();
        List<float[]> vectors = mount.vectors(20, 2);
        StringBuilder text = new StringBuilder();
        vectors.forEach(vector -> text.append(IntegrationMount.text(vector)));
        place.place().write("rows.vec", text.toString());
        for (int i = 0; i < vectors.size(); i++) {
            assertThat(mount.found(place, vectors.get(i))).contains("rows.vec#" + i);
        }
        place.place().calls().unlink("rows.vec");
        assertThat(mount.found(place, vectors.get(0))).isEmpty();
        return "";
    }

    private static String formats(IntegrationMount mount) {
        VectorPlace place = mount.collection();
        place.place().write("v.vec", "1 2\n");
        place.place()
                .write(
                        "more.jsonl",
                        "{\"vector\":[3,4],\"metadata\":{\"legs\":2}}\n{\"vector\":[5,6],\"metadata\":{\"legs\":4}}\n");
        String answer = place.asked("{\"collection\":\"" + place.place().path() + "\",\"vector\":[3,4],\"k\":1}");
        assertThat(answer).contains("more.jsonl#0", "\"legs\":2");
        assertThat(place.near(1)).hasSize(3);
        return "";
    }
}
