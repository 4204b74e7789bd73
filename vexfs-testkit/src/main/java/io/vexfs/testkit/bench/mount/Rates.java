package io.vexfs.testkit.bench.mount;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * How fast clients are that do the same thing again and again.
 *
 * @param perSecond of all clients together
 * @param calls of all clients together
 * @param p99Nanos of one call
 * @param errors calls that failed
 */
record Rates(double perSecond, long calls, long p99Nanos, long errors) {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 3;

    /** What one client does. */
    interface Client extends AutoCloseable {
        void call(int round) throws IOException;

        /** What has to be done before a call and is not measured. */
        default void prepare(int round) throws IOException {}

        @Override
        default void close() throws IOException {}
    }

    /** Makes a client. */
    interface Clients {
        Client client(int number) throws IOException;
    }

    /** Lets so many clients call for so long. */
    static Rates measure(int clients, long nanos, Clients made) {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            long start = System.nanoTime();
            List<Future<Calls>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                all.add(threads.submit(() -> calls(made, number, start + nanos)));
            }
            Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
            long errors = 0;
            for (Future<Calls> each : all) {
                latencies.add(each.get().latencies());
                errors += each.get().errors();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Rates(
                    latencies.getTotalCount() / seconds,
                    latencies.getTotalCount(),
                    latencies.getValueAtPercentile(99),
                    errors);
        } catch (ExecutionException failure) {
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, "a client failed: " + failure.getCause(), failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new VexfsException(FuseVexfsError.TIMED_OUT, "interrupted while measuring", stop);
        } finally {
            threads.shutdownNow();
        }
    }

    private record Calls(Histogram latencies, long errors) {}

    private static Calls calls(Clients made, int number, long end) {
        Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
        long errors = 0;
        try (Client client = made.client(number)) {
            for (int round = 0; System.nanoTime() < end; round++) {
                long begin = 0;
                try {
                    client.prepare(round);
                    begin = System.nanoTime();
                    client.call(round);
                } catch (IOException | VexfsException failed) {
                    errors++;
                    begin = begin == 0 ? System.nanoTime() : begin;
                }
                latencies.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - begin));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new Calls(latencies, errors);
    }
}
