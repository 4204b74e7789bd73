package io.vexfs.testkit.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A test's directory as a collection of its own, and the three ways to search it. */
public final class VectorPlace {
    private static final Pattern HIT =
            Pattern.compile("\"path\"\\s*:\\s*\"([^\"]*)\"\\s*,\\s*\"distance\"\\s*:\\s*([-+.0-9eE]+)");
    private static final int ANSWER_BYTES_MAX = 1 << 20;

    private final Place place;

    private VectorPlace(Place place) {
        this.place = place;
    }

    /** Makes the directory a collection under the Euclidean distance. */
    public static VectorPlace euclidean(Place place) {
        place.putAttribute(".", "user.vexfs.metric", "l2");
        return new VectorPlace(place);
    }

    /** A few points on a line, so that every distance is known: {@code a} at 1, {@code b} at 2 and so on. */
    public VectorPlace with(String... names) {
        for (int i = 0; i < names.length; i++) {
            place.write(names[i], (i + 1) + " 0\n");
        }
        return this;
    }

    /** The directory. */
    public Place place() {
        return place;
    }

    /** A file's status; empty if it is none of vectors. */
    public Optional<String> status(String file) {
        return place.attribute(file, "user.vexfs.status");
    }

    /** One answer of a search: path below this directory, tab, distance with three decimals. */
    public List<String> json(String request) {
        String answer = asked(request);
        assertThat(answer).startsWith("{\"hits\"");
        List<String> hits = new ArrayList<>();
        Matcher hit = HIT.matcher(answer);
        while (hit.find()) {
            hits.add(line(hit.group(1), Double.parseDouble(hit.group(2))));
        }
        return hits;
    }

    /** The nearest to a point on the line, by JSON. */
    public List<String> near(double x) {
        return json("{\"collection\":\"" + place.path() + "\",\"vector\":[" + x + ",0],\"k\":100}");
    }

    /** The answer to a request, as it is. */
    public String asked(String request) {
        return asked(place, request);
    }

    /** The same, of any place in a mount. */
    public static String asked(Place place, String request) {
        PosixCalls calls = place.root();
        int open = calls.open(".vexfs/search", PosixCalls.O_RDWR, 0);
        try {
            return asked(calls, open, request);
        } finally {
            calls.close(open);
        }
    }

    /** The answer to a request through an open handle of the search file. */
    public static String asked(PosixCalls calls, int open, String request) {
        calls.write(open, request.getBytes(StandardCharsets.UTF_8));
        byte[] answer = new byte[ANSWER_BYTES_MAX];
        int length = calls.read(open, answer);
        return new String(answer, 0, length, StandardCharsets.UTF_8);
    }

    private String line(String path, double distance) {
        String name = path.startsWith(place.path() + "/")
                ? path.substring(place.path().length() + 1)
                : path;
        return String.format(Locale.ROOT, "%s\t%.3f", name, distance);
    }

    /** What a file of results says, in the same form. */
    public List<String> results(String file) {
        List<String> hits = new ArrayList<>();
        for (String each : place.read(file).lines().toList()) {
            String[] fields = each.split("\t");
            assertThat(fields).as(each).hasSize(3);
            assertThat(fields[0]).isEqualTo(Integer.toString(hits.size() + 1));
            hits.add(line(fields[2], Double.parseDouble(fields[1])));
        }
        return hits;
    }

    /** Shorter: a hit as the others say it. */
    public static String hit(String name, double distance) {
        return String.format(Locale.ROOT, "%s\t%.3f", name, distance);
    }
}
