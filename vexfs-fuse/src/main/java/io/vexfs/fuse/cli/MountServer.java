package io.vexfs.fuse.cli;

import io.vexfs.core.Vexfs;
import io.vexfs.core.VexfsConfig;
import io.vexfs.fuse.MountOptions;
import io.vexfs.fuse.VexfsMount;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The process behind a mount, from opening the store to closing it. The only class here that loads the FUSE library. */
final class MountServer {
    /** Where a service manager that started this process wants to be told, see sd_notify(3). */
    static final String NOTIFY_SOCKET = "NOTIFY_SOCKET";

    private static final Duration LONG = Duration.ofDays(1);

    private final MountPlan plan;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable VexfsMount> serving = new AtomicReference<>();
    private volatile boolean ending;

    private MountServer(MountPlan plan) {
        this.plan = plan;
    }

    /** Mounts, says so, and returns when the store is closed: after an unmount from outside or a signal. */
    static void serve(MountPlan plan, Runnable mounted) throws InterruptedException {
        VexfsCli.logProgress();
        MountServer server = new MountServer(plan);
        Runtime.getRuntime().addShutdownHook(new Thread(server::end, "vexfs-mount-end"));
        try {
            server.run(mounted);
        } finally {
            server.closed.countDown();
        }
    }

    private void run(Runnable mounted) throws InterruptedException {
        VexfsConfig config = VexfsConfig.DEFAULT.toBuilder()
                .durability(plan.durability())
                .readOnly(plan.readOnly())
                .mountPoint(plan.point().toString())
                .build();
        try (Vexfs vexfs = Stores.open(plan.store(), config)) {
            if (ending) {
                return;
            }
            try (VexfsMount mount =
                    VexfsMount.start(vexfs.bridge(), plan.store().resolve("files"), plan.point(), options())) {
                serving.set(mount);
                mounted.run();
                while (!ending && !mount.awaitEnd(LONG)) {
                    continue;
                }
            }
        }
    }

    private MountOptions options() {
        return MountOptions.DEFAULT.toBuilder()
                .readOnly(plan.readOnly())
                .allowOther(plan.allowOther())
                .strict(plan.strict())
                .passthrough(plan.passthrough())
                .threads(plan.threads().orElse(MountOptions.DEFAULT.threads()))
                .ownership(plan.ownership())
                .notifySocket(Optional.ofNullable(System.getenv(NOTIFY_SOCKET)))
                .extra(plan.options())
                .monitoring(plan.monitoring().options())
                .build();
    }

    /** On SIGTERM or Ctrl-C: unmounting wakes the thread that serves, and the JVM may go once that has closed the store. */
    private void end() {
        ending = true;
        VexfsMount mount = serving.get();
        if (mount != null) {
            mount.close();
        }
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
