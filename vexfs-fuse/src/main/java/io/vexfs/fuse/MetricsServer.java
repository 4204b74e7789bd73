package io.vexfs.fuse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Metrics by HTTP on the loopback address. Its threads are its own: a reader that stalls holds up other readers, never the
 * mount. A request that names another host is refused, so that no page in a browser can be made to read it.
 */
final class MetricsServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final Map<String, Page> pages;
    private final ExecutorService threads;

    /**
     * What is served under a path.
     *
     * @param type the content's type
     * @param content made for each request
     */
    record Page(String type, Supplier<byte[]> content) {}

    /** Serves these pages by path until it is closed. */
    MetricsServer(int port, Map<String, Page> pages) {
        this.pages = Map.copyOf(pages);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (BindException taken) {
            throw new VexfsException(
                    FuseVexfsError.IN_USE,
                    "metrics port " + port + ": expected one that is free on the loopback address, was not ("
                            + taken.getMessage() + ")",
                    taken);
        } catch (IOException failure) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED, "metrics port " + port + ": " + failure.getMessage(), failure);
        }
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "vexfs-metrics-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** The port that it listens on. */
    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page = pages.get(exchange.getRequestURI().getPath());
            if (!loopback(exchange.getRequestHeaders().getFirst("Host"))) {
                send(exchange, FORBIDDEN, "text/plain", text("expected a request to the loopback address"));
            } else if (page == null) {
                send(exchange, NOT_FOUND, "text/plain", text(String.join(" ", pages.keySet())));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                send(exchange, NOT_ALLOWED, "text/plain", text("expected GET"));
            } else {
                send(exchange, page);
            }
        }
    }

    private static void send(HttpExchange exchange, Page page) throws IOException {
        byte[] content;
        try {
            content = page.content().get();
        } catch (VexfsException closed) {
            send(exchange, UNAVAILABLE, "text/plain", text(String.valueOf(closed.getMessage())));
            return;
        }
        send(exchange, OK, page.type(), content);
    }

    private static void send(HttpExchange exchange, int code, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(code, content.length == 0 ? -1 : content.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(content);
        }
    }

    private static byte[] text(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static boolean loopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.replaceFirst(":\\d+$", "");
        return name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
