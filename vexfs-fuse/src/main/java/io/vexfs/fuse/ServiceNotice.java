package io.vexfs.fuse;

import io.vexfs.fuse.NativeFunctions.LibC;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import jnr.ffi.Pointer;

/**
 * What a service manager is told of a mount, by datagrams to its socket as sd_notify(3) describes them; nothing where
 * there is none.
 */
final class ServiceNotice {
    private static final System.Logger LOGGER = System.getLogger("io.vexfs.fuse");
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int MSG_NOSIGNAL = 0x4000;
    /** {@code struct sockaddr_un}: a family of 16 bits, then the path. */
    private static final int PATH_OFFSET = 2;

    private static final int PATH_BYTES_MAX = 107;

    private final Optional<String> socket;

    ServiceNotice(Optional<String> socket) {
        this.socket = socket;
    }

    /** The mount answers. A name in the environment may be that of a manager long gone, so a failure is a warning. */
    void ready(Path mountPoint) {
        int sent = send("READY=1\nSTATUS=mounted at " + mountPoint);
        if (sent < 0) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "cannot tell the service manager that the store is mounted: expected its socket "
                            + socket.orElse("") + " to take it, was errno " + -sent);
        }
    }

    /** The mount is being taken away; a manager that is gone need not know. */
    void stopping() {
        send("STOPPING=1\nSTATUS=unmounting");
    }

    private int send(String message) {
        if (socket.isEmpty()) {
            return 0;
        }
        byte[] path = socket.get().getBytes(StandardCharsets.UTF_8);
        if (path.length == 0 || path.length > PATH_BYTES_MAX) {
            return -Linux.ENAMETOOLONG;
        }
        Pointer address = NativeLibraries.allocate(PATH_OFFSET + PATH_BYTES_MAX + 1);
        address.putShort(0, (short) AF_UNIX);
        address.put(PATH_OFFSET, path, 0, path.length);
        boolean named = path[0] != '@';
        if (!named) {
            // A name of the abstract kind, which begins with a NUL.
            address.putByte(PATH_OFFSET, (byte) 0);
        }
        LibC c = NativeLibraries.c();
        int descriptor = NativeLibraries.result(c.socket(AF_UNIX, SOCK_DGRAM | Linux.O_CLOEXEC, 0));
        if (descriptor < 0) {
            return descriptor;
        }
        try {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            int length = PATH_OFFSET + path.length + (named ? 1 : 0);
            return NativeLibraries.result(
                    c.sendto(descriptor, NativeLibraries.string(bytes), bytes.length, MSG_NOSIGNAL, address, length));
        } finally {
            c.close(descriptor);
        }
    }
}
