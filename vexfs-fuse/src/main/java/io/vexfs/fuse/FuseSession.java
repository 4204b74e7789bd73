package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.fuse.NativeFunctions.LibC;
import io.vexfs.fuse.NativeFunctions.LibFuse;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the kernel and the threads that answer it.
 *
 * <p>The event loop runs on threads of our own rather than on libfuse's: a native thread would be attached to the JVM
 * and detached again for each of its first thousand callbacks, and libfuse makes and ends threads as it likes.
 */
final class FuseSession {
    private static final Duration BUSY_GRACE = Duration.ofSeconds(2);
    private static final Duration END_GRACE = Duration.ofSeconds(10);
    private static final long RETRY_MILLIS = 20;

    private final LibFuse library = NativeLibraries.fuse();
    private final Path mountPoint;
    private final FuseOperations operations;
    private final Openings openings;
    /** For each thread, where files may be opened for passthrough; else empty. */
    private final Queue<CapturedAnswers> rooms = new ConcurrentLinkedQueue<>();

    private final RecentListings listings = new RecentListings();

    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch ended;
    private final Runnable threadEnds;
    private final Standby standby;
    private final Thread guard;
    private @Nullable Connection connection;
    private int device;

    private FuseSession(
            Path mountPoint, FuseOperations operations, Openings openings, MountOptions options, Runnable threadEnds) {
        this.openings = openings;
        this.mountPoint = mountPoint;
        this.operations = operations;
        this.threadEnds = threadEnds;
        ended = new CountDownLatch(options.threads());
        standby = new Standby(options.threads(), Runtime.getRuntime().availableProcessors());
        guard = new Thread(standby::guard, "vexfs-fuse-guard");
        guard.setDaemon(true);
        for (int i = 1; i <= options.threads(); i++) {
            Thread thread = new Thread(null, this::answerUntilUnmounted, "vexfs-fuse-" + i, StackBudget.THREAD_BYTES);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    /** What libfuse calls the mount. */
    private record Connection(Pointer fuse, Pointer mountPoint, Pointer session, Pointer channel) {}

    /**
     * Mounts; nobody answers before {@link #start}. Whatever fails, by want of memory too, nothing stays mounted that
     * nobody would answer for.
     *
     * @param threadEnds run by each thread at its end
     */
    static FuseSession mount(
            Path mountPoint, FuseOperations operations, Openings openings, MountOptions options, Runnable threadEnds) {
        FuseSession session = new FuseSession(mountPoint, operations, openings, options, threadEnds);
        String text = options.text(NativeLibraries.c().geteuid() == 0);
        List<Pointer> words = List.of(
                NativeLibraries.string("vexfs"),
                NativeLibraries.string("-f"),
                NativeLibraries.string("-o"),
                NativeLibraries.string(text),
                NativeLibraries.string(NativePath.bytes(mountPoint)));
        Pointer values = NativeLibraries.allocate((words.size() + 1) * Long.BYTES);
        for (int i = 0; i < words.size(); i++) {
            values.putPointer(i * (long) Long.BYTES, words.get(i));
        }
        Pointer out = NativeLibraries.allocate(2 * Long.BYTES);
        Pointer outThreads = out.slice(Long.BYTES);
        boolean refused = false;
        try {
            Pointer fuse = session.library.fuse_setup(
                    words.size(), values, operations.pointer(), FuseOperations.SIZE, out, outThreads, null);
            refused = fuse == null;
            if (fuse != null) {
                session.connect(fuse, out.getPointer(0));
            }
        } catch (RuntimeException | Error failure) {
            Unmounting.detach(mountPoint);
            throw failure;
        }
        Reference.reachabilityFence(words);
        if (refused) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED,
                    "cannot mount at " + mountPoint + ": expected libfuse to mount with the options '" + text
                            + "', was refused (its own message is on standard error; a container needs /dev/fuse and"
                            + " CAP_SYS_ADMIN)");
        }
        return session;
    }

    private void connect(Pointer fuse, Pointer nativeMountPoint) {
        Pointer session = library.fuse_get_session(fuse);
        connection = new Connection(fuse, nativeMountPoint, session, library.fuse_session_next_chan(session, null));
    }

    private Connection connection() {
        return Objects.requireNonNull(connection, "mounted by nobody");
    }

    /** Takes a mount away that was never started. */
    void abandon() {
        while (running()) {
            ended.countDown();
        }
        tearDown();
    }

    /** Starts the threads and returns when the mount answers; if it fails, {@link #stop} is still to be called. */
    void start() {
        int started = 0;
        try {
            greet();
            for (Thread thread : threads) {
                thread.start();
                started++;
            }
            if (threads.size() > 1) {
                guard.start();
            }
        } finally {
            // Nobody is to wait for the end of a thread that the machine refused.
            for (int i = started; i < threads.size(); i++) {
                ended.countDown();
            }
        }
        awaitAnswer();
    }

    /** The first exchange; files are opened for passthrough by every thread or by none. */
    private void greet() {
        if (openings.passthrough().wanted()) {
            for (int i = 0; i < threads.size(); i++) {
                CapturedAnswers.room(OpenAnswers.BYTES_MAX).ifPresent(rooms::add);
            }
        }
        boolean ready = rooms.size() == threads.size();
        if (Handshake.made(connection().session(), connection().channel(), ready)) {
            openings.passthrough().begin(library.fuse_chan_fd(connection().channel()));
        }
        if (!openings.passthrough().active()) {
            closeRooms();
        }
    }

    private void closeRooms() {
        for (CapturedAnswers room = rooms.poll(); room != null; room = rooms.poll()) {
            room.close();
        }
    }

    private void awaitAnswer() {
        Pointer stat = NativeLibraries.allocate(Stat.SIZE);
        Pointer name = NativeLibraries.string(NativePath.bytes(mountPoint));
        int answer = NativeLibraries.result(NativeLibraries.c().fstatat(Linux.AT_FDCWD, name, stat, 0));
        if (answer < 0) {
            throw new VexfsException(
                    FuseVexfsError.BRIDGE_ERROR,
                    "cannot mount at " + mountPoint + ": expected an answer, was errno " + -answer);
        }
        device = Stat.device(stat);
    }

    private void answerUntilUnmounted() {
        try {
            Connection at = connection();
            int size = Handshake.TRANSFER_BYTES_MAX + (int) library.fuse_chan_bufsize(at.channel());
            int descriptor = library.fuse_chan_fd(at.channel());
            try (RequestBuffer buffer = new RequestBuffer(size);
                    CapturedAnswers room = rooms.poll();
                    AttributedListing listing = new AttributedListing(at.session(), descriptor, listings);
                    DirectAnswers direct = new DirectAnswers(operations.functions(), descriptor)) {
                OpenAnswers opens = room == null ? null : new OpenAnswers(room, openings, at.session(), descriptor);
                answer(at, buffer, new OwnAnswers(opens, listing, direct));
            }
        } finally {
            standby.end();
            try {
                threadEnds.run();
            } finally {
                ended.countDown();
            }
        }
    }

    private void answer(Connection at, RequestBuffer buffer, OwnAnswers own) {
        FuseReply reply = operations.functions().reply();
        Answering now = Answering.current();
        Pointer memory = buffer.memory();
        Pointer used = NativeLibraries.allocate(Long.BYTES);
        Lookout lookout = new Lookout(library.fuse_chan_fd(at.channel()));
        int surplus = Standby.PATIENCE;
        while (true) {
            surplus = standby.rest(surplus);
            used.putPointer(0, at.channel());
            if (standby.waits() && !lookout.requested()) {
                standby.idles();
            }
            int received = library.fuse_chan_recv(used, memory, buffer.size());
            standby.received();
            if (received > 0) {
                now.received(memory);
                if (!reply.answered(own, memory, received)) {
                    library.fuse_session_process(at.session(), memory, received, at.channel());
                }
            } else if (received != -Linux.EINTR && received != -Linux.EAGAIN) {
                return;
            }
        }
    }

    /** Whether the kernel still sends requests. */
    boolean running() {
        return ended.getCount() > 0;
    }

    /** Returns when the mount is gone, by whomever; false if that took longer. */
    boolean awaitEnd(Duration limit) throws InterruptedException {
        return ended.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Unmounts and ends the threads. A busy mount is waited for briefly, with its mapped pages written back first; then
     * it is taken away by force, and what is still open on it fails.
     */
    synchronized void stop() {
        try {
            if (running() && !unmountedPolitely()) {
                Unmounting.byForce(mountPoint, device);
            }
            if (!awaitEnd(END_GRACE)) {
                return;
            }
            for (Thread thread : threads) {
                thread.join(END_GRACE.toMillis());
            }
            guard.join(END_GRACE.toMillis());
        } catch (InterruptedException stop) {
            Unmounting.byForce(mountPoint, device);
            Thread.currentThread().interrupt();
        }
        tearDown();
    }

    private boolean unmountedPolitely() throws InterruptedException {
        long deadline = System.nanoTime() + BUSY_GRACE.toNanos();
        while (running()) {
            if (Unmounting.politely(mountPoint)) {
                return true;
            }
            writeBack();
            if (System.nanoTime() >= deadline) {
                return false;
            }
            awaitEnd(Duration.ofMillis(RETRY_MILLIS));
        }
        return true;
    }

    /** The kernel's dirty pages of this mount, as a forced end would lose them. */
    private void writeBack() {
        LibC c = NativeLibraries.c();
        Pointer name = NativeLibraries.string(NativePath.bytes(mountPoint));
        int root = c.openat(Linux.AT_FDCWD, name, Linux.O_DIRECTORY | Linux.O_CLOEXEC, 0);
        if (root >= 0) {
            c.syncfs(root);
            c.close(root);
        }
    }

    private synchronized void tearDown() {
        Connection last = connection;
        if (last == null || running()) {
            return;
        }
        connection = null;
        openings.passthrough().end();
        closeRooms();
        library.fuse_teardown(last.fuse(), last.mountPoint());
        operations.keep();
    }
}
