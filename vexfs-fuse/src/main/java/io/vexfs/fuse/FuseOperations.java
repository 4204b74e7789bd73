package io.vexfs.fuse;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;
import jnr.ffi.provider.ClosureManager;

/**
 * libfuse's {@code struct fuse_operations}, filled with this mount's functions.
 *
 * <p>Left empty on purpose, so that the kernel does them itself: {@code lock}, {@code flock}, {@code access},
 * {@code bmap}, {@code ioctl}, {@code poll}. So are {@code write} and {@code flush}, which libfuse never hears of: see
 * {@link DirectAnswers}. jnr holds a function only weakly, so they are kept here.
 */
final class FuseOperations {
    /** {@code sizeof(struct fuse_operations)} of libfuse 2.9. */
    static final int SIZE = 360;

    private static final int FLAGS = 304;
    private static final int NULL_PATH_OK = 1;
    private static final int NO_PATH = 2;
    private static final int UTIME_OMIT_OK = 4;

    private final Pointer struct = NativeLibraries.allocate(SIZE);
    private final ClosureManager closures = NativeLibraries.runtime().getClosureManager();
    private final List<Object> kept = new ArrayList<>();

    private final VexfsFuse fuse;

    /** The operations of a mount. */
    FuseOperations(VexfsFuse fuse) {
        this.fuse = fuse;
        names(fuse);
        files(fuse);
        attributes(fuse);
        struct.putInt(FLAGS, NULL_PATH_OK | NO_PATH | UTIME_OMIT_OK);
    }

    private void names(VexfsFuse fuse) {
        put(Operation.GETATTR, Callbacks.PP.class, fuse::getattr);
        put(Operation.READLINK, Callbacks.PPL.class, fuse::readlink);
        put(Operation.MKNOD, Callbacks.PIL.class, fuse::mknod);
        put(Operation.MKDIR, Callbacks.PI.class, fuse::mkdir);
        put(Operation.UNLINK, Callbacks.P.class, fuse::unlink);
        put(Operation.RMDIR, Callbacks.P.class, fuse::rmdir);
        put(Operation.SYMLINK, Callbacks.PP.class, fuse::symlink);
        put(Operation.RENAME, Callbacks.PP.class, fuse::rename);
        put(Operation.LINK, Callbacks.PP.class, fuse::link);
        put(Operation.CHMOD, Callbacks.PI.class, fuse::chmod);
        put(Operation.CHOWN, Callbacks.PII.class, fuse::chown);
        put(Operation.TRUNCATE, Callbacks.PL.class, fuse::truncate);
        put(Operation.UTIMENS, Callbacks.PP.class, fuse::utimens);
    }

    private void files(VexfsFuse fuse) {
        put(Operation.OPEN, Callbacks.PP.class, fuse::open);
        put(Operation.READ, Callbacks.PPLLP.class, fuse::read);
        put(Operation.STATFS, Callbacks.PP.class, fuse::statfs);
        put(Operation.RELEASE, Callbacks.PP.class, fuse::release);
        put(Operation.FSYNC, Callbacks.PIP.class, fuse::fsync);
        put(Operation.OPENDIR, Callbacks.PP.class, fuse::opendir);
        put(Operation.READDIR, Callbacks.PPPLP.class, fuse::readdir);
        put(Operation.RELEASEDIR, Callbacks.PP.class, fuse::releasedir);
        put(Operation.FSYNCDIR, Callbacks.PIP.class, fuse::fsyncdir);
        put(Operation.CREATE, Callbacks.PIP.class, fuse::create);
        put(Operation.FTRUNCATE, Callbacks.PLP.class, fuse::ftruncate);
        put(Operation.FGETATTR, Callbacks.PPP.class, fuse::fgetattr);
        put(Operation.FALLOCATE, Callbacks.PILLP.class, fuse::fallocate);
    }

    private void attributes(VexfsFuse fuse) {
        put(Operation.SETXATTR, Callbacks.PPPLI.class, fuse::setxattr);
        put(Operation.GETXATTR, Callbacks.PPPL.class, fuse::getxattr);
        put(Operation.LISTXATTR, Callbacks.PPL.class, fuse::listxattr);
        put(Operation.REMOVEXATTR, Callbacks.PP.class, fuse::removexattr);
    }

    private <T> void put(Operation operation, Class<T> shape, T function) {
        kept.add(function);
        struct.putPointer(operation.offset(), closures.getClosurePointer(shape, function));
    }

    /** The functions that fill it, for who calls them without libfuse. */
    VexfsFuse functions() {
        return fuse;
    }

    Pointer pointer() {
        return struct;
    }

    /** Keeps the functions reachable up to here, however little else does. */
    void keep() {
        Reference.reachabilityFence(kept);
        Reference.reachabilityFence(struct);
    }
}
