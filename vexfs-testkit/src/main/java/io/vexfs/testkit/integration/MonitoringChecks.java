package io.vexfs.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.FusePerformanceMetrics;
import io.vexfs.testkit.conformance.MountSuite;
import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixException;
import io.vexfs.testkit.mount.VectorPlace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether what is counted is what was done, and the stack that it took. */
final class MonitoringChecks {
    private static final int TIMES = 25;
    private static final Duration RELEASES = Duration.ofSeconds(60);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Pattern STACK =
            Pattern.compile("\"vexfs\\.fuse\\.(\\w+)\\.stack\\.bytes\"\\s*:\\s*([0-9.E+]+)");

    private MonitoringChecks() {}

    static List<IntegrationCheck> all() {
        return List.of(
                check(Area.MONITORING, "count_ofCreations_isWhatWasDone", MonitoringChecks::creations),
                check(Area.MONITORING, "count_ofErrors_isWhatWasRefused", MonitoringChecks::errors),
                check(Area.MONITORING, "bytes_read_andWritten_areWhatWasMoved", MonitoringChecks::bytes),
                check(Area.MONITORING, "count_ofVectorsAndSearches_isWhatWasDone", MonitoringChecks::operations),
                check(Area.MONITORING, "latencies_areInOrderAndBelowTheirLimit", MonitoringChecks::latencies),
                check(Area.MONITORING, "status_tellsTheCollections", MonitoringChecks::collections),
                check(Area.MONITORING, "prometheus_everyLine_isInItsFormat", MonitoringChecks::prometheus),
                check(Area.STACK, "deepPathsAndLongVectors_areAnswered", MonitoringChecks::deep),
                check(Area.STACK, "stack_ofEveryOperation_isBelowItsLimit", MonitoringChecks::stack));
    }

    private static IntegrationCheck check(Area area, String name, IntegrationCheck.Body body) {
        return new IntegrationCheck(area, name, body);
    }

    private static String creations(IntegrationMount mount) {
        Place place = mount.place();
        long before = mount.metric("vexfs.fuse.create.nanos", "count");
        for (int i = 0; i < TIMES; i++) {
            place.write("f" + i, "x");
        }
        assertThat(mount.metric("vexfs.fuse.create.nanos", "count") - before).isEqualTo(TIMES);
        long removed = mount.metric("vexfs.fuse.unlink.nanos", "count");
        for (int i = 0; i < TIMES; i++) {
            place.calls().unlink("f" + i);
        }
        // What libfuse has not been told to be closed is unlinked when it is.
        MountSuite.within(
                RELEASES,
                () -> assertThat(mount.metric("vexfs.fuse.unlink.nanos", "count") - removed)
                        // A file that an earlier check left open may be among them.
                        .isGreaterThanOrEqualTo(TIMES));
        return TIMES + " files";
    }

    private static String errors(IntegrationMount mount) {
        VectorPlace place = mount.collection().with("a.vec");
        long before = mount.metric("vexfs.fuse.flush.errors", "");
        int refused = 0;
        for (int i = 0; i < TIMES; i++) {
            try {
                place.place().write("bad" + i + ".vec", "words");
            } catch (PosixException expected) {
                refused++;
            }
        }
        assertThat(refused).isEqualTo(TIMES);
        assertThat(mount.metric("vexfs.fuse.flush.errors", "") - before).isEqualTo(TIMES);
        return TIMES + " refusals";
    }

    private static String bytes(IntegrationMount mount) {
        VectorPlace place = mount.collection().with("a.vec");
        long written = mount.metric("vexfs.fuse.write.bytes", "");
        // A file of a vector, as the kernel may read and write others by itself.
        place.place().write("long.vec", "1" + " ".repeat(299_997) + "1\n");
        assertThat(mount.metric("vexfs.fuse.write.bytes", "") - written).isEqualTo(300_000);
        return "";
    }

    private static String operations(IntegrationMount mount) {
        VectorPlace place = mount.collection().with("a.vec");
        Optional<FusePerformanceMetrics> before = mount.performance();
        if (before.isEmpty()) {
            return "not counted by this mount";
        }
        for (int i = 0; i < TIMES; i++) {
            place.place().write("v" + i + ".vec", i + " 1\n");
            place.near(i);
            place.near(i);
        }
        FusePerformanceMetrics after = mount.performance().orElseThrow();
        assertThat(after.vectorOperations() - before.get().vectorOperations()).isEqualTo(TIMES);
        assertThat(after.searchOperations() - before.get().searchOperations()).isEqualTo(2L * TIMES);
        return TIMES + " stores, " + 2 * TIMES + " searches";
    }

    private static String latencies(IntegrationMount mount) {
        Place place = mount.collection().with("a.vec").place();
        for (int i = 0; i < 4 * TIMES; i++) {
            place.write("again.vec", i + " 1\n");
            place.read("again.vec");
        }
        double worst = 0;
        for (String operation : List.of("create", "open", "write", "flush", "getattr")) {
            String name = "vexfs.fuse." + operation + ".nanos";
            long median = mount.metric(name, "p50Nanos");
            long p99 = mount.metric(name, "p99Nanos");
            assertThat(mount.metric(name, "minNanos"))
                    .as(operation)
                    .isPositive()
                    .isLessThanOrEqualTo(median);
            assertThat(median).as(operation).isLessThanOrEqualTo(p99);
            assertThat(p99).as(operation).isLessThanOrEqualTo(mount.metric(name, "maxNanos"));
            worst = Math.max(worst, p99 / NANOS_PER_MILLI);
        }
        assertThat(worst)
                .as("p99 in ms")
                .isLessThanOrEqualTo(mount.configuration().operationMillisMax());
        return String.format(Locale.ROOT, "worst p99 %.2f ms", worst);
    }

    private static String collections(IntegrationMount mount) {
        VectorPlace place = mount.collection().with("a.vec", "b.vec", "c.vec");
        place.place().calls().unlink("b.vec");
        String status = mount.control("status.json");
        Matcher own = Pattern.compile("\\{[^{}]*\"name\"\\s*:\\s*\""
                        + Pattern.quote(place.place().path()) + "\"[^{}]*")
                .matcher(status);
        assertThat(own.find()).as(status).isTrue();
        assertThat(own.group())
                .containsPattern("\"size\"\\s*:\\s*2\\b")
                .containsPattern("\"dimensions\"\\s*:\\s*2\\b")
                .containsPattern("\"metric\"\\s*:\\s*\"l2\"");
        return "";
    }

    private static String prometheus(IntegrationMount mount) {
        Pattern sample = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{[^}]*})? [-+0-9.eENaInf]+");
        Pattern comment = Pattern.compile("# (HELP|TYPE|UNIT|EOF).*");
        String[] lines = mount.control("metrics.prom").split("\n");
        assertThat(Stream.of(lines).filter(line -> !line.isEmpty()))
                .isNotEmpty()
                .allMatch(line ->
                        sample.matcher(line).matches() || comment.matcher(line).matches());
        return lines.length + " lines";
    }

    private static String deep(IntegrationMount mount) {
        Place place = mount.place();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < 13; i++) {
            path.append(i == 0 ? "" : "/").append(Integer.toString(i % 10).repeat(240));
            place.calls().mkdir(path.toString(), 0755);
        }
        place.putAttribute(path.toString(), "user.vexfs.metric", "l2");
        StringBuilder vector = new StringBuilder();
        for (int i = 0; i < 4_096; i++) {
            vector.append(i % 7).append(' ');
        }
        for (int i = 0; i < TIMES; i++) {
            place.write(path + "/v.vec", vector.toString());
            assertThat(place.attribute(path + "/v.vec", "user.vexfs.status")).hasValue("indexed");
        }
        place.calls().rename(path + "/v.vec", path + "/w.vec");
        assertThat(place.attribute(path + "/w.vec", "user.vexfs.dimensions")).hasValue("4096");
        return "path of " + path.length() + " bytes, 4096 dimensions";
    }

    private static String stack(IntegrationMount mount) {
        List<String> above = new ArrayList<>();
        double most = 0;
        int measured = 0;
        Matcher each = STACK.matcher(mount.control("metrics.json"));
        while (each.find()) {
            double bytes = Double.parseDouble(each.group(2));
            measured += bytes > 0 ? 1 : 0;
            most = Math.max(most, bytes);
            if (bytes > mount.configuration().stackBytesMax()) {
                above.add(each.group(1) + " " + bytes);
            }
        }
        assertThat(above)
                .as("above %d bytes", mount.configuration().stackBytesMax())
                .isEmpty();
        return measured == 0 ? "not sampled" : (long) most + " bytes, of " + measured + " operations that were sampled";
    }
}
