package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MetricsServerTest {
    private static final Map<String, MetricsServer.Page> PAGES = Map.of(
            "/metrics", new MetricsServer.Page("text/plain", () -> "a 1\n".getBytes(StandardCharsets.UTF_8)),
            "/closed",
                    new MetricsServer.Page("text/plain", () -> {
                        throw new VexfsException(FuseVexfsError.CLOSED, "the store is closed");
                    }));

    private static String get(int port, String path, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void get_aPage_isItsContent() throws IOException {
        try (MetricsServer server = new MetricsServer(0, PAGES)) {
            String answer = get(server.port(), "/metrics", "localhost:" + server.port());
            assertThat(answer).startsWith("HTTP/1.1 200").endsWith("\r\n\r\na 1\n");
            assertThat(get(server.port(), "/other", "127.0.0.1")).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void get_forAnotherHost_isRefused() throws IOException {
        try (MetricsServer server = new MetricsServer(0, PAGES)) {
            assertThat(get(server.port(), "/metrics", "example.org")).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void get_duringUnmount_saysSo() throws IOException {
        try (MetricsServer server = new MetricsServer(0, PAGES)) {
            assertThat(get(server.port(), "/closed", "localhost"))
                    .startsWith("HTTP/1.1 503")
                    .endsWith("the store is closed\n");
        }
    }

    @Test
    void new_portInUse_isANamedError() {
        try (MetricsServer server = new MetricsServer(0, PAGES)) {
            assertThatThrownBy(() -> new MetricsServer(server.port(), PAGES))
                    .isInstanceOfSatisfying(
                            VexfsException.class,
                            failure -> assertThat(failure.error()).isEqualTo(FuseVexfsError.IN_USE))
                    .hasMessageContaining("metrics port " + server.port() + ": expected one that is free");
        }
    }

    @Test
    @Timeout(60)
    void close_whileAReaderStalls_doesNotWait() throws IOException {
        MetricsServer server = new MetricsServer(0, PAGES);
        int port = server.port();
        try (Socket stalled = new Socket(InetAddress.getLoopbackAddress(), port)) {
            stalled.getOutputStream().write("GET /metr".getBytes(StandardCharsets.US_ASCII));
            // The reader never goes on, so waiting for it would have no end.
            server.close();
            assertThatThrownBy(() -> get(port, "/metrics", "localhost")).isInstanceOf(IOException.class);
        }
    }

    @Test
    @Timeout(60)
    void log_sourceThatRanOutOfMemory_goesOn(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("metrics.jsonl");
        AtomicInteger lines = new AtomicInteger();
        CountDownLatch later = new CountDownLatch(1);
        Supplier<byte[]> source = () -> {
            int number = lines.incrementAndGet();
            if (number == 2) {
                throw new OutOfMemoryError("seeded");
            }
            if (number == 4) {
                later.countDown();
            }
            return (number + "\n").getBytes(StandardCharsets.UTF_8);
        };
        try (MetricsLog log = new MetricsLog(file, Duration.ofMillis(10), source)) {
            log.start();
            later.await();
        }
        assertThat(Files.readString(file)).startsWith("1\n3\n");
    }

    @Test
    void log_whatHasGrownLarge_isSetAside(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("metrics.jsonl");
        Files.write(file, new byte[(int) MetricsLog.BYTES_MAX]);
        try (MetricsLog log =
                new MetricsLog(file, Duration.ofHours(1), () -> "{}\n".getBytes(StandardCharsets.UTF_8))) {
            log.start();
        }
        assertThat(file).hasContent("{}\n");
        assertThat(directory.resolve("metrics.jsonl.1")).hasSize(MetricsLog.BYTES_MAX);
    }
}
