package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * A bound on each test of a suite, so that a fixture that hangs, or leaves threads running, costs one test and not the run.
 *
 * <p>Each test runs in a thread of its own. One that does not end in time is interrupted and left behind; the
 * failure names the test and where it hangs. Threads that would keep the process from ending are named too.
 */
final class FixtureGuard implements InvocationInterceptor, BeforeEachCallback, AfterEachCallback {
    /** The parameter of JUnit, or the system property, that says how many seconds a test may take. */
    static final String SECONDS = "vexfs.testkit.seconds";

    private static final long SECONDS_DEFAULT = 300;
    /** What an ended bridge's threads may still take. */
    private static final long END_MILLIS = 10_000;

    private static final int FRAMES = 12;
    private static final String THREAD = "vexfs-test-";
    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(FixtureGuard.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(OURS).put(THREAD, new Threads(keepers()));
    }

    /** Comes after the fixture's own cleaning. */
    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        Threads before = context.getStore(OURS).get(THREAD, Threads.class);
        String left = leftBehind(before.alive());
        if (!left.isEmpty()) {
            throw new AssertionError(name(context) + left);
        }
    }

    private record Threads(Set<Thread> alive) {}

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(test, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> test, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        run(test, context);
    }

    private static void run(Invocation<@Nullable Void> test, ExtensionContext context) throws Throwable {
        String name = name(context);
        long seconds =
                context.getConfigurationParameter(SECONDS).map(Long::parseLong).orElse(SECONDS_DEFAULT);
        AtomicReference<@Nullable Throwable> outcome = new AtomicReference<>();
        // No daemon, as what the fixture starts in it would then be daemons too.
        Thread thread = new Thread(() -> outcome.set(catchThrowable(test::proceed)), THREAD + name);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(seconds));
        if (thread.isAlive()) {
            String place = frames(thread);
            thread.interrupt();
            throw new AssertionError(name + ": expected an end within " + seconds + " s, hangs" + place);
        }
        Throwable failure = outcome.get();
        if (failure != null) {
            throw failure;
        }
    }

    private static String name(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
    }

    private static String frames(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(FRAMES)
                .map(frame -> "\n\tat " + frame)
                .collect(Collectors.joining());
    }

    /** What threads that were not there before keep the process alive, once they had time to end. */
    private static String leftBehind(Set<Thread> before) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        Set<Thread> left = keepers();
        left.removeAll(before);
        for (Thread each : left) {
            each.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
        left.removeIf(each -> !each.isAlive());
        // Whoever waits for them all the same: they are told to end before the next test begins.
        left.forEach(Thread::interrupt);
        return left.isEmpty()
                ? ""
                : ": expected no threads to be left, was "
                        + left.stream().map(Thread::getName).sorted().toList();
    }

    /** The threads that keep a process from ending; not JUnit's, and no test that hangs. */
    private static Set<Thread> keepers() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(each -> each.isDaemon()
                || each.getName().startsWith("junit-")
                || each.getName().startsWith(THREAD));
        return threads;
    }
}
