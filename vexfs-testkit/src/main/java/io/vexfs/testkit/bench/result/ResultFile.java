package io.vexfs.testkit.bench.result;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reader of what benchmarks write with {@code --json}: figures and series as they are; of {@code bench ann} one figure for each
 * ef and number, as {@code ef64.recall}, and of {@code bench peers} the same with the engine before it.
 */
public final class ResultFile {
    private ResultFile() {}

    /**
     * Reads one file.
     *
     * @throws VexfsException {@code INVALID_ARGUMENT} if it holds no result
     */
    public static BenchResult read(Path file) throws IOException {
        Map<String, Object> tree = JsonTree.read(file);
        Map<String, String> conditions = new LinkedHashMap<>();
        object(tree.get("conditions")).forEach((name, value) -> conditions.put(name, String.valueOf(value)));
        List<Figure> figures = new ArrayList<>();
        List<Series> series = new ArrayList<>();
        for (Map<String, Object> each : objects(tree.get("figures"))) {
            List<Double> samples = numbers(each.get("samples"));
            if (each.get("value") instanceof Double value) {
                figures.add(new Figure(text(each, "name"), samples.isEmpty() ? List.of(value) : samples));
            }
        }
        for (Map<String, Object> each : objects(tree.get("series"))) {
            series.add(new Series(
                    text(each, "chart"),
                    text(each, "name"),
                    text(each, "xAxis"),
                    text(each, "yAxis"),
                    points(numbers(each.get("x")), numbers(each.get("y")))));
        }
        curve("", conditions.getOrDefault("engine", "vexfs"), tree, figures, series);
        for (Map<String, Object> engine : objects(tree.get("engines"))) {
            curve(text(engine, "name") + ".", text(engine, "name"), engine, figures, series);
        }
        if (figures.isEmpty()) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    file + ": expected a result that 'vexfs bench … --json' wrote, was JSON without figures");
        }
        conditions.putIfAbsent(
                "benchmark", tree.containsKey("engines") ? "peers" : tree.containsKey("results") ? "ann" : "store");
        return new BenchResult(conditions, figures, series);
    }

    /** Several runs of the same, in one: a file, or all {@code .json} files of a directory; samples come together. */
    public static BenchResult readAll(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return read(place);
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(place)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, place + ": expected files that end in .json, was none");
        }
        BenchResult first = read(files.get(0));
        Map<String, List<Double>> samples = new LinkedHashMap<>();
        for (Path file : files) {
            // The median of each run: rounds of one run are more alike than runs are.
            read(file)
                    .figures()
                    .forEach(figure -> samples.computeIfAbsent(figure.name(), name -> new ArrayList<>())
                            .add(figure.value()));
        }
        List<Figure> figures = new ArrayList<>();
        samples.forEach((name, values) -> figures.add(new Figure(name, values)));
        return new BenchResult(first.conditions(), figures, first.series());
    }

    private static void curve(
            String prefix, String name, Map<String, Object> from, List<Figure> figures, List<Series> series) {
        from.forEach((field, value) -> {
            if (value instanceof Double number) {
                figures.add(Figure.of(prefix + field, number));
            }
        });
        List<Series.Point> speeds = new ArrayList<>();
        Map<String, List<Series.Point>> latencies = new LinkedHashMap<>();
        for (Map<String, Object> each : objects(from.get("results"))) {
            double ef = number(each, "ef");
            speeds.add(new Series.Point(number(each, "recall"), number(each, "queriesPerSecond")));
            each.forEach((field, value) -> {
                if (value instanceof Double number && !field.equals("ef")) {
                    List<Double> rounds = numbers(each.get(field + "Rounds"));
                    String full = prefix + "ef" + (long) ef + "." + field;
                    figures.add(new Figure(full, rounds.isEmpty() ? List.of(number) : rounds));
                    if (field.endsWith("Micros")) {
                        latencies
                                .computeIfAbsent(field, any -> new ArrayList<>())
                                .add(new Series.Point(ef, number));
                    }
                }
            });
        }
        if (!speeds.isEmpty()) {
            series.add(new Series("Recall against queries a second", name, "recall@10", "queries a second", speeds));
        }
        latencies.forEach((field, points) ->
                series.add(new Series("Latency of a search", prefix + field, "ef", "microseconds", points)));
    }

    private static List<Series.Point> points(List<Double> xs, List<Double> ys) {
        List<Series.Point> points = new ArrayList<>();
        for (int i = 0; i < Math.min(xs.size(), ys.size()); i++) {
            points.add(new Series.Point(xs.get(i), ys.get(i)));
        }
        return points;
    }

    private static Map<String, Object> object(@Nullable Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, field) -> fields.put(String.valueOf(name), field));
        }
        return fields;
    }

    private static List<Map<String, Object>> objects(@Nullable Object value) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(each -> objects.add(object(each)));
        }
        return objects;
    }

    private static List<Double> numbers(@Nullable Object value) {
        List<Double> numbers = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Double number) {
                    numbers.add(number);
                }
            }
        }
        return numbers;
    }

    private static String text(Map<String, Object> from, String name) {
        return String.valueOf(from.getOrDefault(name, ""));
    }

    private static double number(Map<String, Object> from, String name) {
        return from.get(name) instanceof Double number ? number : 0;
    }
}
