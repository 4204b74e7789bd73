package io.vexfs.testkit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/** Some threads that do the same work and end together. */
public final class Threads {
    private Threads() {}

    /** Runs the work once in each thread, with the thread's number from 0; throws what the first failure threw. */
    public static void run(String name, int count, IntConsumer work) {
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(() -> runOne(work, number, failure), name + "-" + number);
            thread.setUncaughtExceptionHandler(
                    (failed, e) -> failure.compareAndSet(null, new IllegalStateException(failed.getName(), e)));
            threads.add(thread);
            thread.start();
        }
        join(threads);
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    /** Returns when all have ended. */
    public static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when a process has ended. */
    public static void join(Process process) {
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runOne(IntConsumer work, int number, AtomicReference<RuntimeException> failure) {
        try {
            work.accept(number);
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }
}
