package io.vexfs.api;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The thread that holds what is measured against thresholds. An alert begins when a reading is above its limit and ends
 * after {@value #CALM_LOOKS} looks in a row at or below {@value #CALM_PERCENT} % of it, so that it does not flap. Its
 * begin is logged once, its end too. Safe from many threads.
 *
 * <pre>
 * try (AlertWatch watch = AlertWatch.start(bridge::readings, PerformanceThresholds.DEFAULT, alert -&gt; page(alert.text()))) {
 *     …
 * }
 * </pre>
 */
public final class AlertWatch implements AutoCloseable {
    /** Alerts that are kept; the oldest make room. */
    public static final int ALERTS_MAX = 1_000;
    /** How many times its limit an operation's first calls may take before that is an alert. */
    public static final int COLD_TIMES = 10;
    /** Looks below the limit that end an alert. */
    static final int CALM_LOOKS = 10;
    /** What counts as well below the limit. */
    static final int CALM_PERCENT = 80;

    private static final System.Logger LOGGER = System.getLogger("io.vexfs.alerts");
    private static final long PERIOD_MILLIS = 1_000;
    /** How long closing waits: a listener may itself be waiting for who closes. */
    private static final long END_MILLIS = 2_000;
    /** Looks over which failures are counted. */
    private static final int RATE_LOOKS = 10;

    private final Supplier<Readings> source;
    private final PerformanceThresholds thresholds;
    private final Consumer<PerformanceAlert> listener;
    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::lookUntilStopped, "vexfs-alerts");

    private final Map<Budget, PerformanceAlert> active = new EnumMap<>(Budget.class);
    private final Map<Budget, Integer> calm = new EnumMap<>(Budget.class);
    private final ArrayDeque<PerformanceAlert> ended = new ArrayDeque<>();
    private final ArrayDeque<Readings> last = new ArrayDeque<>();
    private long begun;

    /**
     * A watch that looks when {@link #look} is called, and by itself once {@link #start()} was.
     *
     * @param source what is measured now
     * @param listener told of each alert when it begins and when it has ended, on the thread that looks; what it throws
     *     is logged
     * @param clock tells the time of alerts
     */
    public AlertWatch(
            Supplier<Readings> source,
            PerformanceThresholds thresholds,
            Consumer<PerformanceAlert> listener,
            InstantSource clock) {
        this.source = source;
        this.thresholds = thresholds;
        this.listener = listener;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** A watch that looks every second. */
    public static AlertWatch start(
            Supplier<Readings> source, PerformanceThresholds thresholds, Consumer<PerformanceAlert> listener) {
        AlertWatch watch = new AlertWatch(source, thresholds, listener, InstantSource.system());
        watch.start();
        return watch;
    }

    /** Begins to look every second; once. Failures count from now on. */
    public void start() {
        synchronized (this) {
            last.addLast(source.get());
        }
        thread.start();
    }

    private void lookUntilStopped() {
        boolean failing = false;
        try {
            while (!stop.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                failing = !looked(failing);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks, and says whether that went well; only the first failure in a row is logged. */
    private boolean looked(boolean failing) {
        try {
            look();
            return true;
        } catch (VexfsException closed) {
            // The source closes before its watch does; there is nothing to look at then.
            LOGGER.log(Level.DEBUG, closed.getMessage());
            return true;
        } catch (RuntimeException | Error failure) {
            if (!failing) {
                warn("thresholds are not watched for now", failure);
            }
            return false;
        }
    }

    private static void warn(String what, Throwable failure) {
        try {
            LOGGER.log(Level.WARNING, what, failure);
        } catch (RuntimeException | Error second) {
            // Without memory not even this can be said; the thread goes on.
            return;
        }
    }

    /** Looks once, now. */
    public void look() {
        Readings now = source.get();
        List<PerformanceAlert> changed = new ArrayList<>();
        synchronized (this) {
            Instant time = clock.instant();
            now.values().forEach((budget, value) -> {
                double limit = thresholds.limit(budget) + now.allowance(budget);
                double cold = now.cold().getOrDefault(budget, 0.0);
                judge(budget, cold > COLD_TIMES * limit ? Math.max(value, cold) : value, limit, time, changed);
            });
            judge(Budget.ERROR_RATE, errorRate(now), thresholds.limit(Budget.ERROR_RATE), time, changed);
        }
        changed.forEach(this::tell);
    }

    private double errorRate(Readings now) {
        if (last.size() == RATE_LOOKS) {
            last.removeFirst();
        }
        Readings before = last.isEmpty() ? now : last.getFirst();
        last.addLast(now);
        long operations = now.operations() - before.operations();
        return operations <= 0 ? 0 : (double) (now.failures() - before.failures()) / operations;
    }

    private void judge(Budget budget, double value, double limit, Instant time, List<PerformanceAlert> changed) {
        PerformanceAlert alert = active.get(budget);
        if (alert == null) {
            if (value > limit) {
                PerformanceAlert begins = new PerformanceAlert(budget, time, Optional.empty(), limit, value);
                active.put(budget, begins);
                calm.put(budget, 0);
                begun++;
                changed.add(begins);
            }
            return;
        }
        int looks = value <= limit * CALM_PERCENT / 100 ? calm.getOrDefault(budget, 0) + 1 : 0;
        calm.put(budget, looks);
        active.put(budget, alert.with(value));
        if (looks >= CALM_LOOKS) {
            active.remove(budget);
            if (ended.size() == ALERTS_MAX) {
                ended.removeFirst();
            }
            ended.addLast(alert.endedAt(time));
            changed.add(alert.endedAt(time));
        }
    }

    private void tell(PerformanceAlert alert) {
        LOGGER.log(
                alert.active() ? Level.WARNING : Level.INFO,
                alert.active() ? "alert: {0}" : "alert ended: {0}",
                alert.text());
        try {
            listener.accept(alert);
        } catch (RuntimeException | Error failure) {
            warn("a listener of alerts failed", failure);
        }
    }

    /** The alerts that have ended, oldest first, then those that go on. */
    public synchronized List<PerformanceAlert> alerts() {
        List<PerformanceAlert> all = new ArrayList<>(ended);
        all.addAll(active.values());
        return List.copyOf(all);
    }

    /** Whether a budget is above its limit now. */
    public synchronized boolean active(Budget budget) {
        return active.containsKey(budget);
    }

    /** How many alerts have begun. */
    public synchronized long begun() {
        return begun;
    }

    /** Ends the thread, and waits for it, 2 seconds at most if a listener does not return; idempotent. */
    @Override
    public void close() {
        stop.countDown();
        if (Thread.currentThread() == thread) {
            // A listener closes what it listens to.
            return;
        }
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
