package io.vexfs.testkit.mount;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A fixture's mount that cannot take the suite with it: what hangs is cut off, what stays mounted is taken away, and
 * each is named.
 */
public final class GuardedMount implements AutoCloseable {
    private final String name;
    private final Path work;
    private final Duration limit;
    private final Mounted mounted;

    private GuardedMount(String name, Path work, Duration limit, Mounted mounted) {
        this.name = name;
        this.work = work;
        this.limit = limit;
        this.mounted = mounted;
    }

    /** Lets a fixture mount below a new directory in the one for temporary files. */
    public static GuardedMount open(MountFixture fixture, Duration limit) throws Exception {
        return open(fixture, Path.of(System.getProperty("java.io.tmpdir")), limit);
    }

    /** Lets a fixture mount below a new directory in {@code parent}. */
    public static GuardedMount open(MountFixture fixture, Path parent, Duration limit) throws Exception {
        String name = fixture.getClass().getSimpleName();
        Path work = Files.createTempDirectory(parent, "vexfs-suite-").toRealPath();
        // Tests play other users, who have to get there.
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        boolean done = false;
        try {
            Mounted mounted =
                    Patience.within(limit, "mount of " + name, () -> detached(work), () -> fixture.mount(work));
            if (!mounted.point().toRealPath().startsWith(work)) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        name + ": expected a mount point in " + work + ", was " + mounted.point());
            }
            done = true;
            return new GuardedMount(name, work, limit, mounted);
        } finally {
            if (!done) {
                detached(work);
                MountPoints.remove(work);
            }
        }
    }

    private static List<Path> detached(Path work) {
        try {
            return MountPoints.detach(work);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The fixture's mount. */
    public Mounted mounted() {
        return mounted;
    }

    /** The calls in a directory below the mount point. */
    public PosixCalls calls(String below) {
        return mounted.calls().in(mounted.point() + (below.isEmpty() ? "" : "/" + below));
    }

    /** Does something with the mount; if it hangs, the mount is taken away, so that it ends. */
    public <T> T within(String what, Callable<T> use) throws Exception {
        return Patience.within(limit, what, () -> detached(work), use);
    }

    /** Mounts again. */
    public void remount() throws Exception {
        within("remount of " + name, () -> {
            mounted.remount();
            return true;
        });
    }

    /**
     * Closes the fixture's mount and removes its directory. Whatever is wrong with that, nothing stays mounted.
     *
     * @throws VexfsException that names the fixture and what it did: hung, threw, left a mount
     */
    @Override
    public void close() throws IOException {
        String complaint = "";
        Exception cause = null;
        try {
            within("close of " + name, () -> {
                mounted.close();
                return true;
            });
        } catch (Exception failed) {
            complaint = "close of " + name + ": expected to end, was " + failed;
            cause = failed;
        }
        List<Path> left = detached(work);
        if (complaint.isEmpty() && !left.isEmpty()) {
            complaint = "close of " + name + ": expected no mount left, was " + left;
        }
        MountPoints.remove(work);
        if (!complaint.isEmpty()) {
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, complaint, cause);
        }
    }
}
