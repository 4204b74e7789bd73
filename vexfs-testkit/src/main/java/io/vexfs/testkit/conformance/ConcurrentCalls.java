package io.vexfs.testkit.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Random calls by several threads on few ids. What they saw must be explained by some order of the calls, each taking place
 * at one instant between its begin and its end ({@link Linearizability}); else the shortest calls that show it are sought.
 */
final class ConcurrentCalls {
    private static final int THREADS = 3;
    private static final int CALLS = 24;
    private static final int IDS = 3;
    private static final int END_SECONDS = 240;
    /** How often calls are tried again before they count as right: threads meet as they like. */
    private static final int TRIES = 40;

    private static final Duration SHORTEN_MOST = Duration.ofSeconds(20);

    /** What is called: numbers by id. */
    interface Target extends AutoCloseable {
        void put(String id, int value);

        boolean delete(String id);

        OptionalInt value(String id);

        /** All at once, each as of some instant of the call. */
        Map<String, Integer> all();

        @Override
        void close();
    }

    /** What a call does. */
    enum Kind {
        PUT,
        DELETE,
        GET,
        ALL
    }

    /**
     * One call.
     *
     * @param thread that makes it, from 0
     * @param kind what it does
     * @param id on what
     * @param value what is put
     */
    record Call(int thread, Kind kind, String id, int value) {
        @Override
        public String toString() {
            return "thread " + thread + ": "
                    + switch (kind) {
                        case PUT -> "put " + id + " = " + value;
                        case DELETE -> "delete " + id;
                        case GET -> "get " + id;
                        case ALL -> "search all";
                    };
        }
    }

    private ConcurrentCalls() {}

    /** Makes the calls of some seeds, each on a new target; fails with the shortest calls that cannot be explained. */
    static void check(long firstSeed, int seeds, boolean withAll, Supplier<Target> targets) {
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            List<Call> calls = calls(new Random(seed), withAll);
            Optional<String> wrong = wrong(calls, targets);
            if (wrong.isPresent()) {
                List<Call> shortest = Shortest.of(calls, part -> wrongOnce(part, targets), SHORTEN_MOST);
                StringBuilder text = new StringBuilder("seed " + seed + ": " + wrong.get()
                        + "\nthe shortest calls that were seen to go wrong, at once by thread:");
                shortest.forEach(call -> text.append("\n  ").append(call));
                throw new AssertionError(text);
            }
        }
    }

    private static boolean wrongOnce(List<Call> calls, Supplier<Target> targets) {
        for (int i = 0; i < TRIES; i++) {
            if (wrong(calls, targets).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static List<Call> calls(Random random, boolean withAll) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < THREADS * CALLS; i++) {
            Kind kind =
                    switch (random.nextInt(8)) {
                        case 0, 1, 2 -> Kind.PUT;
                        case 3 -> Kind.DELETE;
                        case 4, 5 -> withAll ? Kind.ALL : Kind.GET;
                        default -> Kind.GET;
                    };
            calls.add(new Call(i % THREADS, kind, String.valueOf((char) ('a' + random.nextInt(IDS))), i + 1));
        }
        return calls;
    }

    /** What cannot be explained; empty if everything can. */
    private static Optional<String> wrong(List<Call> calls, Supplier<Target> targets) {
        List<Linearizability.Seen> seen = new ArrayList<>();
        AtomicInteger ticks = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Target target = targets.get()) {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<List<Linearizability.Seen>>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                List<Call> own =
                        calls.stream().filter(call -> call.thread() == number).toList();
                running.add(threads.submit(() -> {
                    start.await(END_SECONDS, TimeUnit.SECONDS);
                    List<Linearizability.Seen> made = new ArrayList<>();
                    own.forEach(call -> make(call, target, ticks, made));
                    return made;
                }));
            }
            for (Future<List<Linearizability.Seen>> one : running) {
                seen.addAll(one.get(END_SECONDS, TimeUnit.SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            return Optional.of("a call failed: " + e.getCause());
        } catch (TimeoutException e) {
            return Optional.of("expected an end within " + END_SECONDS + " s, was still running");
        } finally {
            threads.shutdownNow();
        }
        return Linearizability.violation(seen);
    }

    private static void make(Call call, Target target, AtomicInteger ticks, List<Linearizability.Seen> made) {
        int begin = ticks.getAndIncrement();
        switch (call.kind()) {
            case PUT -> {
                target.put(call.id(), call.value());
                made.add(new Linearizability.Seen(
                        call, call.id(), OptionalInt.of(call.value()), begin, ticks.getAndIncrement()));
            }
            case DELETE -> {
                boolean was = target.delete(call.id());
                made.add(new Linearizability.Seen(
                        call,
                        call.id(),
                        was ? OptionalInt.of(1) : OptionalInt.empty(),
                        begin,
                        ticks.getAndIncrement()));
            }
            case GET -> {
                OptionalInt value = target.value(call.id());
                made.add(new Linearizability.Seen(call, call.id(), value, begin, ticks.getAndIncrement()));
            }
            case ALL -> {
                Map<String, Integer> all = target.all();
                int end = ticks.getAndIncrement();
                for (int i = 0; i < IDS; i++) {
                    String id = String.valueOf((char) ('a' + i));
                    Integer value = all.get(id);
                    OptionalInt found = value == null ? OptionalInt.empty() : OptionalInt.of(value);
                    made.add(new Linearizability.Seen(call, id, found, begin, end));
                }
            }
        }
    }
}
