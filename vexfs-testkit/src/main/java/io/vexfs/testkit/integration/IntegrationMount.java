package io.vexfs.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FusePerformanceMetrics;
import io.vexfs.testkit.data.ExactSearch;
import io.vexfs.testkit.data.TestVectors;
import io.vexfs.testkit.mount.GuardedMount;
import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import io.vexfs.testkit.mount.VectorPlace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mount that checks work on, and what they have in common. */
public final class IntegrationMount {
    private final GuardedMount mount;
    private final TestConfiguration configuration;
    private final String name;
    private int places;

    IntegrationMount(GuardedMount mount, TestConfiguration configuration, String name) {
        this.mount = mount;
        this.configuration = configuration;
        this.name = name;
    }

    /** How much is to be done. */
    public TestConfiguration configuration() {
        return configuration;
    }

    /** A new directory. */
    public Place place() {
        return Place.in(mount, name + "-" + places++);
    }

    /** A new collection under the Euclidean distance. */
    public VectorPlace collection() {
        return VectorPlace.euclidean(place());
    }

    /** The calls at the mount point. */
    public PosixCalls root() {
        return mount.calls("");
    }

    /** Mounts the same store again. */
    public void remount() throws Exception {
        mount.remount();
    }

    /** What the mount counted, if it does. */
    public Optional<FusePerformanceMetrics> performance() {
        return mount.mounted().performance();
    }

    /** A control file's content. */
    public String control(String file) {
        PosixCalls calls = root();
        int open = calls.open(".vexfs/" + file, PosixCalls.O_RDONLY, 0);
        try {
            return Place.read(calls, open);
        } finally {
            calls.close(open);
        }
    }

    /** Brings all to the disk. */
    public void sync() {
        PosixCalls calls = root();
        int open = calls.open(".vexfs/sync", PosixCalls.O_WRONLY, 0);
        try {
            calls.write(open, new byte[] {'x'});
        } finally {
            calls.close(open);
        }
    }

    /** A number of {@code metrics.json}: a counter, or a field of a timing. */
    public long metric(String metric, String field) {
        String value = field.isEmpty() ? "(-?\\d+)" : "\\{[^}]*?\"" + field + "\"\\s*:\\s*(-?\\d+)";
        Matcher number = Pattern.compile("\"" + Pattern.quote(metric) + "\"\\s*:\\s*" + value)
                .matcher(control("metrics.json"));
        assertThat(number.find()).as("metrics.json has %s %s", metric, field).isTrue();
        return Long.parseLong(number.group(1));
    }

    /** Vectors that stay the same for a seed. */
    public List<float[]> vectors(int count, long stream) {
        return TestVectors.clustered(count, configuration.dimensions(), 8, configuration.seed() + stream);
    }

    /** A vector as the text of a file. */
    public static String text(float[] vector) {
        StringBuilder text = new StringBuilder();
        for (float component : vector) {
            text.append(component).append(' ');
        }
        return text.append('\n').toString();
    }

    /** The names that an exact search gives, best first. */
    public List<String> truth(List<float[]> vectors, List<String> names, float[] query) {
        List<String> nearest = new ArrayList<>();
        for (ExactSearch.Neighbor each :
                ExactSearch.nearest(DistanceMetric.L2, vectors, query, Math.min(configuration.k(), vectors.size()))) {
            nearest.add(names.get(each.row()));
        }
        return nearest;
    }

    /** The names that the mount gives, best first. */
    public List<String> found(VectorPlace place, float[] query) {
        return place
                .json("{\"collection\":\"" + place.place().path() + "\",\"vector\":" + Arrays.toString(query)
                        + ",\"k\":" + configuration.k() + "}")
                .stream()
                .map(hit -> hit.substring(0, hit.indexOf('\t')))
                .toList();
    }
}
