package io.vexfs.fuse;

import io.vexfs.api.Bridge;
import io.vexfs.api.FusePerformanceMetrics;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import io.vexfs.api.PerformanceAlert;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A mounted store: a directory of the machine that shows ordinary files, and a bridge's vectors and searches among
 * them.
 *
 * <p>It ends by {@link #close}, by {@code fusermount -u} or {@code umount} from outside (see {@link #awaitEnd}), and with
 * the JVM. The bridge is the caller's to close, after the mount. Safe from many threads; this process itself must not
 * map files of its own mount into memory, as a page fault cannot be answered while the JVM waits for it.
 */
public final class VexfsMount implements AutoCloseable {
    private static final Path DEVICE = Path.of("/dev/fuse");

    private final Path mountPoint;
    private final HostFiles host;
    private final OpenFiles open;
    private final FileReader reader;
    private final FuseSession session;
    private final Monitoring monitoring;
    private final ServiceNotice service;
    private final Thread hook = new Thread(this::close, "vexfs-fuse-unmount");
    private boolean closed;

    private VexfsMount(
            Path mountPoint,
            HostFiles host,
            OpenFiles open,
            FileReader reader,
            FuseSession session,
            Monitoring monitoring,
            ServiceNotice service) {
        this.mountPoint = mountPoint;
        this.host = host;
        this.open = open;
        this.reader = reader;
        this.session = session;
        this.monitoring = monitoring;
        this.service = service;
    }

    /**
     * Mounts, and returns when the mount answers. Files that changed while they were not mounted have then been read.
     *
     * @param bridge the store's vectors
     * @param files the directory of the ordinary files; made if it is missing
     * @param mountPoint an empty directory outside of {@code files}
     * @throws VexfsException {@link FuseVexfsError#UNSUPPORTED} if the machine lacks FUSE or libfuse 2,
     *     {@link FuseVexfsError#INVALID_ARGUMENT} for a mount point or an option that is not to be used,
     *     {@link FuseVexfsError#NOT_EMPTY}, {@link FuseVexfsError#IN_USE}
     */
    public static VexfsMount start(Bridge bridge, Path files, Path mountPoint, MountOptions options) {
        requireDevice(DEVICE);
        NativeLibraries.fuse();
        DeadMount.clear(mountPoint.toAbsolutePath());
        Path place = requireMountPoint(mountPoint, files);
        HostFiles host = HostFiles.open(directory(files), false, options.directoriesKeptNanos());
        VexfsMount mount;
        try {
            boolean readOnly = options.readOnly() || bridge.readOnly();
            mount = assembled(
                    bridge, host, place, options.toBuilder().readOnly(readOnly).build());
        } catch (RuntimeException | Error failure) {
            host.close();
            throw failure;
        }
        mount.begin();
        return mount;
    }

    private static VexfsMount assembled(Bridge bridge, HostFiles host, Path mountPoint, MountOptions options) {
        InstantSource clock = InstantSource.system();
        Instant now = clock.instant();
        Caller owner = Caller.ownerOfProcess();
        Supplier<Caller> callers = () -> Caller.current(owner);
        ErrorLog errors = new ErrorLog(clock);
        OpenFiles open = new OpenFiles();
        Monitoring monitoring = new Monitoring(bridge, open, options.monitoring(), clock);
        AccessLog access = new AccessLog(options.threads(), callers, clock);
        StackBudget stack = new StackBudget(options.monitoring().stackEvery());
        FuseReply reply = new FuseReply(monitoring.metrics(), errors, access, stack);
        Passthrough passthrough = new Passthrough(options.passthrough(), host::openNameless);
        ControlTexts texts = new ControlTexts(bridge, monitoring, open, passthrough, errors, clock);
        VectorFormats formats = VectorFormats.installed();
        VectorFiles vectors = new VectorFiles(
                bridge, host, formats, errors, () -> callers.get().context());
        Generated generated = new Generated(
                options.ownership().owner(owner), TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
        CallerAccess allowed = new CallerAccess(host, options.ownership());
        SetIdBits bits = new SetIdBits(host, allowed, passthrough);
        Searches searches = new Searches(bridge, allowed, errors);
        VectorAttributes attributes =
                new VectorAttributes(bridge, host, vectors, open, searches, callers, options.readOnly());
        Rooms rooms = new Rooms(
                new HostRoom(host, vectors, attributes, bits, bridge, callers),
                new ControlFiles(bridge, generated, texts, searches, access, callers),
                new QueryDirectories(host, searches, generated, callers),
                new QueryFiles(host, vectors, searches, generated, callers),
                new StoredVectors(bridge, host, vectors, generated, formats.of(".vec"), callers),
                options.readOnly());
        if (!options.readOnly()) {
            new Reconciliation(bridge, host, vectors).run();
        }
        monitoring.open(texts);
        FuseSession session = null;
        try {
            FileReader reader = new FileReader(vectors, open, reply);
            FuseOperations operations = new FuseOperations(new VexfsFuse(rooms, open, host, reply));
            ServiceNotice service = new ServiceNotice(options.notifySocket());
            session = FuseSession.mount(mountPoint, operations, new Openings(open, passthrough), options, () -> {
                stack.threadEnds();
                host.threadEnds();
            });
            return new VexfsMount(mountPoint, host, open, reader, session, monitoring, service);
        } catch (RuntimeException | Error failure) {
            if (session != null) {
                session.abandon();
            }
            monitoring.close();
            throw failure;
        }
    }

    /** Starts every thread; whatever fails, nothing stays mounted. */
    private void begin() {
        try {
            session.start();
            monitoring.start(mountPoint);
            reader.start();
            Runtime.getRuntime().addShutdownHook(hook);
            service.ready(mountPoint);
        } catch (RuntimeException | Error failure) {
            try {
                close();
            } catch (RuntimeException | Error second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    static void requireDevice(Path device) {
        if (!Files.exists(device)) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED,
                    "cannot mount: expected the device " + device
                            + ", found none (load the module with 'modprobe fuse'; start a container with"
                            + " '--device /dev/fuse --cap-add SYS_ADMIN')");
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            throw new VexfsException(
                    FuseVexfsError.PERMISSION_DENIED,
                    "cannot mount: expected a device that this user may read and write, was not: " + device);
        }
    }

    private static Path directory(Path files) {
        try {
            return Files.createDirectories(files);
        } catch (IOException failure) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, "cannot make the directory of ordinary files " + files, failure);
        }
    }

    private static Path requireMountPoint(Path mountPoint, Path files) {
        Path place;
        try {
            place = mountPoint.toRealPath();
            if (DeadMount.mounted(place)) {
                throw new VexfsException(
                        FuseVexfsError.IN_USE,
                        "mount point " + mountPoint + ": expected an empty directory, was a mounted store");
            }
            if (!Files.isDirectory(place)) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "mount point " + mountPoint + ": expected an empty directory, was a file");
            }
            try (Stream<Path> entries = Files.list(place)) {
                if (entries.findAny().isPresent()) {
                    throw new VexfsException(
                            FuseVexfsError.NOT_EMPTY,
                            "mount point " + mountPoint + ": expected an empty directory, was one with files in it");
                }
            }
        } catch (IOException failure) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "mount point " + mountPoint + ": expected an empty directory, was none that can be read",
                    failure);
        }
        if (place.startsWith(files.toAbsolutePath().normalize())) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "mount point " + mountPoint + ": expected a place outside of the store's files, was inside");
        }
        return place;
    }

    /** Where the store is mounted. */
    public Path mountPoint() {
        return mountPoint;
    }

    /** What was done since it was mounted, in one record: the kernel's operations, and the bridge's counts. */
    public FusePerformanceMetrics performance() {
        return monitoring.performance();
    }

    /** Everything measured, of the mount and of its bridge. */
    public List<MetricSample> metrics() {
        return monitoring.samples();
    }

    /** Counts and times the kernel's operations from now on, or no more; what was measured stays. */
    public void measure(boolean on) {
        monitoring.metrics().measure(on);
    }

    /** The last alerts, oldest first, those that go on last. */
    public List<PerformanceAlert> alerts() {
        return monitoring.alerts().alerts();
    }

    /** The port where metrics are served; empty for none. */
    public OptionalInt metricsPort() {
        return monitoring.port();
    }

    /** Whether the mount still answers. */
    public boolean mounted() {
        return session.running();
    }

    /**
     * Waits until the mount is gone, whoever took it away; {@link #close} is still to be called then.
     *
     * @return false if the limit passed before
     */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return session.awaitEnd(limit);
    }

    /**
     * Unmounts, reads what is still to be read for vectors, ends every thread; idempotent. A second caller waits for
     * the first, so that the JVM does not end in between.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            service.stopping();
            // First, as a listener of alerts may be waiting for an answer of this mount.
            session.stop();
        } finally {
            reader.close();
            monitoring.close();
            if (!session.running()) {
                open.closeAll();
                host.close();
            }
        }
        if (Thread.currentThread() != hook) {
            removeHook();
        }
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The JVM is ending and runs the hook by itself, which finds the mount closed.
            return;
        }
    }
}
