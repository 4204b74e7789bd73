package io.vexfs.testkit.conformance;

import io.vexfs.testkit.conformance.ModelTree.Content;
import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.VectorPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a thread's directory shows, and what it should show: lines that can be compared. */
final class ModelView {
    private static final Pattern HIT = Pattern.compile("\"path\"\\s*:\\s*\"([^\"]*)\"\\s*,"
            + "\\s*\"distance\"\\s*:\\s*([-+.0-9eE]+)\\s*,\\s*\"metadata\"\\s*:\\s*\\{([^}]*)\\}");
    private static final Pattern COLOR = Pattern.compile("\"color\"\\s*:\\s*\"([^\"]*)\"");
    /** From two points, two vectors are hardly ever at the same distances. */
    private static final List<int[]> EYES = List.of(new int[] {0, 0}, new int[] {1_000, 17});

    private final Place collection;
    private final String directory;
    private final ModelTree tree;

    /**
     * Of one thread.
     *
     * @param collection with all the threads' directories in it
     * @param directory the thread's, in the collection
     */
    ModelView(Place collection, String directory, ModelTree tree) {
        this.collection = collection;
        this.directory = directory;
        this.tree = tree;
    }

    private String path(String below) {
        return below.isEmpty() ? directory : directory + "/" + below;
    }

    /** Every directory with its names, every file with its content and its attribute. */
    List<String> files() {
        List<String> lines = new ArrayList<>();
        lines.add(names(""));
        tree.directories().forEach(below -> lines.add(names(below)));
        tree.files().values().forEach(names -> names.forEach(name -> lines.add(file(name))));
        return lines;
    }

    /** The same as it should be. */
    List<String> expectedFiles() {
        List<String> lines = new ArrayList<>();
        lines.add(names("", tree.names("")));
        tree.directories().forEach(below -> lines.add(names(below, tree.names(below))));
        tree.files().forEach((file, names) -> names.forEach(name -> lines.add(line(name, file.text(), file.color()))));
        return lines;
    }

    private String names(String below) {
        return names(below, collection.names(path(below)));
    }

    private static String names(String below, List<String> names) {
        return "in " + (below.isEmpty() ? "." : below) + ": " + names;
    }

    private String file(String name) {
        return line(name, collection.read(path(name)), collection.attribute(path(name), MountStep.ATTRIBUTE));
    }

    private static String line(String name, String text, Optional<String> color) {
        return name + ": '" + text.replace("\n", "\\n").replace("\0", "\\0") + "'" + color(color);
    }

    private static String color(Optional<String> color) {
        return color.map(value -> " " + value).orElse("");
    }

    /** Every vector that a search finds, without those of files that may still be read. */
    List<String> vectors() {
        Map<String, String> shown = new TreeMap<>();
        Map<String, Boolean> settled = new TreeMap<>();
        tree.files()
                .forEach((file, names) -> tree.shown(names).forEach(name -> {
                    shown.put(name, tree.shown(names).get(0));
                    settled.put(name, !file.unsettled());
                }));
        List<String> lines = new ArrayList<>();
        for (int[] eye : EYES) {
            Matcher hit = HIT.matcher(answer(eye));
            while (hit.find()) {
                String id = hit.group(1);
                int row = id.indexOf('#');
                String name = relative(row < 0 ? id : id.substring(0, row));
                double distance = Double.parseDouble(hit.group(2));
                if (settled.getOrDefault(name, true)) {
                    lines.add("from " + eye[0] + ": " + shown.getOrDefault(name, "nowhere: " + name)
                            + (row < 0 ? "" : id.substring(row)) + " at " + Math.round(distance * distance)
                            + color(hit.group(3)));
                }
            }
        }
        lines.sort(null);
        return lines;
    }

    private static String color(String metadata) {
        Matcher color = COLOR.matcher(metadata);
        return color.find() ? " " + color.group(1) : "";
    }

    private String relative(String path) {
        String above = collection.path() + "/" + directory + "/";
        return path.startsWith(above) ? path.substring(above.length()) : path;
    }

    private String answer(int[] eye) {
        String answer = VectorPlace.asked(
                collection,
                "{\"collection\":\"" + collection.path() + "\",\"in\":\"" + directory + "\",\"vector\":[" + eye[0] + ","
                        + eye[1] + "],\"k\":1000}");
        if (!answer.startsWith("{") || answer.contains("\"error\"")) {
            throw new AssertionError("expected hits of a search, was " + answer.strip());
        }
        return answer;
    }

    /** The same as it should be. */
    List<String> expectedVectors() {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<Content, List<String>> each : tree.files().entrySet()) {
            List<String> names = tree.shown(each.getValue());
            Content file = each.getKey();
            if (names.isEmpty() || file.unsettled()) {
                continue;
            }
            List<int[]> rows = ModelTree.rows(file.text());
            for (int row = 0; row < rows.size(); row++) {
                for (int[] eye : EYES) {
                    long x = rows.get(row)[0] - (long) eye[0];
                    long y = rows.get(row)[1] - (long) eye[1];
                    lines.add("from " + eye[0] + ": " + names.get(0) + (rows.size() == 1 ? "" : "#" + row) + " at "
                            + (x * x + y * y) + color(file.color()));
                }
            }
        }
        lines.sort(null);
        return lines;
    }

    /** Where two lists of lines part; empty if nowhere. */
    static Optional<String> difference(List<String> expected, List<String> seen) {
        if (expected.equals(seen)) {
            return Optional.empty();
        }
        List<String> missing = new ArrayList<>(expected);
        seen.forEach(missing::remove);
        List<String> more = new ArrayList<>(seen);
        expected.forEach(more::remove);
        return Optional.of("expected also " + missing + ", was instead " + more);
    }
}
