package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.api.Bridge;
import io.vexfs.api.Budget;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.JmxMetrics;
import io.vexfs.api.MetricSample;
import io.vexfs.api.PerformanceAlert;
import io.vexfs.api.PerformanceThresholds;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.model.MemoryBridge;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a mount tells of itself, while things go wrong on purpose. */
@RequiresFuse
class MonitoringIT {
    @TempDir
    private Path directory;

    private final MemoryBridge memory = new MemoryBridge();
    /** What the next search ends with. */
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    /** The call that ends with it. */
    private volatile String faulty = "search";

    private final List<PerformanceAlert> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private Path point;
    private VexfsMount mount;

    @BeforeEach
    void makeMountPoint() throws IOException {
        point = Files.createDirectory(directory.resolve("mnt"));
    }

    @AfterEach
    void unmount() {
        if (mount != null) {
            mount.close();
        }
        memory.close();
    }

    private Bridge faulty() {
        return (Bridge) Proxy.newProxyInstance(
                Bridge.class.getClassLoader(), new Class<?>[] {Bridge.class}, (proxy, method, arguments) -> {
                    Throwable failure = method.getName().equals(faulty) ? fault.get() : null;
                    if (failure != null) {
                        throw failure;
                    }
                    try {
                        return method.invoke(memory, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private void mount(MonitoringOptions options) {
        mount = VexfsMount.start(
                faulty(),
                directory.resolve("files"),
                point,
                MountOptions.DEFAULT.toBuilder().monitoring(options).build());
    }

    private static MonitoringOptions.Builder options() {
        return MonitoringOptions.DEFAULT.toBuilder();
    }

    private String control(String name) throws IOException {
        return Files.readString(point.resolve(".vexfs").resolve(name));
    }

    private long counter(String name) {
        return mount.metrics().stream()
                .filter(sample -> sample.name().equals(name))
                .mapToLong(sample -> ((MetricSample.Counter) sample).count())
                .findFirst()
                .orElseThrow();
    }

    private void list(String query) {
        assertThatThrownBy(() ->
                        Files.list(point.resolve(".search").resolve(query)).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void controlFiles_ofAMount_haveEveryFormat() throws IOException {
        mount(options().build());
        Files.writeString(point.resolve("a.vec"), "1 0\n");

        PrometheusTextTest.requireGrammar(control("metrics.prom"));
        assertThat(control("metrics.prom")).contains("vexfs_fuse_create_seconds_count 1\n");
        assertThat(control("metrics.json")).contains("\"p999Nanos\"");
        assertThat(control("status.json")).contains("\"alerts\" : [");
        assertThat(mount.performance().totalLatency()).isPositive();
        assertThat(Files.list(point.resolve(".vexfs"))
                        .map(path -> path.getFileName().toString()))
                .contains("metrics.prom", "alerts.jsonl")
                .doesNotContain("accesslog");
    }

    @Test
    void search_thatFailsInTheStore_isCountedKeptAndAlerted() throws Exception {
        mount(options().listener(this::tell).build());
        Files.writeString(point.resolve("a.vec"), "1 0\n");
        fault.set(new VexfsException(FuseVexfsError.SEARCH_FAILED, "the index is broken"));
        for (int i = 1; i <= 30; i++) {
            list("like=a.vec,k=" + i);
        }

        assertThat(counter("vexfs.fuse.errno.eio")).isGreaterThanOrEqualTo(30);
        assertThat(control("errors.jsonl"))
                .contains("\"reason\":\"the index is broken\",\"errno\":5")
                .contains("/.search/like=a.vec,k=30");
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(told).anyMatch(alert -> alert.budget() == Budget.ERROR_RATE && alert.active());
        assertThat(control("alerts.jsonl")).contains("{\"budget\":\"error-rate\",\"start\":\"");
        assertThat(control("metrics.prom")).contains("vexfs_alert_error_rate 1\n");
        assertThat(mount.alerts()).isNotEmpty();
        // Ordinary files go on.
        Files.writeString(point.resolve("plain"), "x");
        assertThat(Files.readString(point.resolve("plain"))).isEqualTo("x");
    }

    private void tell(PerformanceAlert alert) {
        told.add(alert);
        if (alert.budget() == Budget.ERROR_RATE) {
            begun.countDown();
        }
    }

    @Test
    void search_withoutStackOrMemory_isOutOfMemoryForThatOperationAlone() throws IOException {
        mount(options().build());
        Files.writeString(point.resolve("a.vec"), "1 0\n");
        Files.writeString(point.resolve("b.vec"), "0 1\n");
        fault.set(new StackOverflowError());
        list("like=a.vec,k=1");
        fault.set(new OutOfMemoryError("seeded"));
        list("like=a.vec,k=2");
        fault.set(null);

        assertThat(counter("vexfs.fuse.failures.stack_overflow")).isPositive();
        assertThat(counter("vexfs.fuse.failures.memory_exhausted")).isPositive();
        assertThat(counter("vexfs.fuse.errno.enomem")).isGreaterThanOrEqualTo(2);
        assertThat(control("errors.jsonl")).contains("\"errno\":12");
        try (var hits = Files.list(point.resolve(".search/like=a.vec,k=3"))) {
            assertThat(hits).hasSize(1);
        }
    }

    @Test
    @Timeout(400)
    void accessLog_readerThatStalls_holdsNobodyUp() throws Exception {
        mount(options().build());
        try (InputStream stalled = Files.newInputStream(point.resolve(".vexfs/accesslog"));
                InputStream reader = Files.newInputStream(point.resolve(".vexfs/accesslog"))) {
            assertThatThrownBy(() -> Files.newInputStream(point.resolve(".vexfs/accesslog")))
                    .hasMessageContaining("busy");
            Files.writeString(point.resolve("seen"), "x");
            byte[] bytes = new byte[1 << 16];
            StringBuilder text = new StringBuilder();
            while (text.indexOf("create\t/seen\t0\t") < 0) {
                text.append(new String(bytes, 0, reader.read(bytes), StandardCharsets.UTF_8));
            }
            for (int i = 0; i < 3_000; i++) {
                Files.deleteIfExists(point.resolve("no" + i));
            }
            assertThat(stalled.read(bytes)).isPositive();
        }
        mount.close();
        assertThat(mount.mounted()).isFalse();
    }

    @Test
    void http_whileMounted_servesAndEndsWithTheMount() throws Exception {
        Path log = directory.resolve("metrics.jsonl");
        mount(options().port(OptionalInt.of(0)).log(Optional.of(log)).build());
        int port = mount.metricsPort().orElseThrow();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                .timeout(Duration.ofSeconds(60))
                .build();

        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        PrometheusTextTest.requireGrammar(answer.body());
        assertThat(control("status.json")).contains("\"metricsPort\" : " + port);
        assertThat(Files.readString(log)).startsWith("{\"time\":\"").endsWith("}\n");

        mount.close();
        assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    @Timeout(400)
    void scrape_duringUnmount_isWholeOrFails() throws Exception {
        mount(options().build());
        CountDownLatch scraped = new CountDownLatch(1);
        AtomicReference<String> torn = new AtomicReference<>("");
        Thread scraper = new Thread(() -> {
            try {
                while (true) {
                    String text = control("metrics.prom");
                    if (!text.endsWith("\n")) {
                        torn.set(text);
                    }
                    scraped.countDown();
                }
            } catch (IOException gone) {
                scraped.countDown();
            }
        });
        scraper.start();
        scraped.await();
        mount.close();
        scraper.join();
        assertThat(mount.mounted()).isFalse();
        assertThat(torn.get()).isEmpty();
    }

    @Test
    void start_portInUse_failsAndLeavesNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> mount(
                            options().port(OptionalInt.of(taken.getLocalPort())).build()))
                    .isInstanceOf(VexfsException.class)
                    .hasMessageContaining("metrics port " + taken.getLocalPort());
        }
        assertThat(DeadMount.mounted(point)).isFalse();
        mount(options().build());
        assertThat(mount.mounted()).isTrue();
    }

    @Test
    void jmx_whileMounted_hasANumberForEachMetric() throws Exception {
        mount(options().build());
        Files.writeString(point.resolve("plain"), "x");
        ObjectName name = new ObjectName("io.vexfs:type=Mount,path="
                + ObjectName.quote(point.toRealPath().toString()));
        var server = ManagementFactory.getPlatformMBeanServer();

        assertThat((Long) server.getAttribute(name, "vexfs.fuse.create.nanos.count"))
                .isEqualTo(1);
        assertThat(server.getMBeanInfo(name).getAttributes()).hasSizeGreaterThan(100);
        mount.close();
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void start_nameTakenInJmx_mountsAndLeavesTheName() throws Exception {
        var server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.vexfs:type=Mount,path="
                + ObjectName.quote(point.toRealPath().toString()));
        try (JmxMetrics other = JmxMetrics.register("Mount", point.toRealPath(), List::of)) {
            mount(options().build());
            Files.writeString(point.resolve("plain"), "x");
            mount.close();
            assertThat(server.isRegistered(name)).isTrue();
            assertThat(server.getMBeanInfo(name).getAttributes()).isEmpty();
            assertThat(other).isNotNull();
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void start_monitoringThatFails_leavesNothingMounted() throws IOException {
        faulty = "readings";
        fault.set(new OutOfMemoryError("seeded"));
        assertThatThrownBy(() -> mount(options().build())).isSameAs(fault.get());
        assertThat(DeadMount.mounted(point)).isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("vexfs-fuse"));

        fault.set(null);
        mount(options().build());
        Files.writeString(point.resolve("plain"), "x");
        assertThat(directory.resolve("files/plain")).hasContent("x");
    }

    @Test
    @Timeout(400)
    void close_whileAListenerClosesToo_ends() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch listening = new CountDownLatch(1);
        mount(options()
                .thresholds(PerformanceThresholds.DEFAULT.with("operation=1ns"))
                .listener(alert -> {
                    try {
                        listening.countDown();
                        ready.await();
                        // Gone is the mount while the other thread is within its close.
                        mount.awaitEnd(Duration.ofSeconds(60));
                        mount.close();
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build());
        Files.writeString(point.resolve("plain"), "x");
        ready.countDown();
        listening.await();
        mount.close();
        assertThat(mount.mounted()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void thresholds_belowWhatIsNormal_beginAnAlertOnOperationAndStack() throws Exception {
        try (StackProbe probe = new StackProbe()) {
            assumeTrue(probe.works(), "the kernel does not tell where a stack ends");
        }
        Map<Budget, CountDownLatch> alerted =
                Map.of(Budget.OPERATION, new CountDownLatch(1), Budget.STACK, new CountDownLatch(1));
        PerformanceThresholds low =
                PerformanceThresholds.DEFAULT.with("operation=1ns").with("stack=1");
        mount(options()
                .thresholds(low)
                .stackEvery(1)
                .listener(alert -> {
                    CountDownLatch first = alerted.get(alert.budget());
                    if (first != null) {
                        first.countDown();
                    }
                })
                .build());
        for (int i = 0; i < 100; i++) {
            Files.deleteIfExists(point.resolve("no" + i));
        }
        for (CountDownLatch first : alerted.values()) {
            assertThat(first.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(mount.performance().stackUsagePeak()).isPositive();
    }
}
