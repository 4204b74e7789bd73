package io.vexfs.fuse;

import jnr.ffi.Pointer;

/**
 * The set-id bits of a file by its name. A request that changes nothing stands for two things that cannot be told apart:
 * the kernel is about to write to such a file by itself ({@link Passthrough}) for somebody without privilege, or
 * somebody calls {@code chown} without an owner and a group, for whom the kernel asks no permission.
 */
final class SetIdBits {
    private final HostFiles host;
    private final CallerAccess access;
    private final Passthrough passthrough;

    SetIdBits(HostFiles host, CallerAccess access, Passthrough passthrough) {
        this.host = host;
        this.access = access;
        this.passthrough = passthrough;
    }

    /**
     * Takes the bits away if the request that this thread answers does.
     *
     * @param stat the file's attributes, and those afterwards
     */
    int drop(MountPath path, Pointer stat) {
        Answering now = Answering.current();
        if (!now.dropsSetId() && !now.changesNothing() || !Stat.regular(stat)) {
            return 0;
        }
        int mode = Stat.mode(stat) & 07777;
        int left = RequestFlags.without(mode);
        if (left == mode) {
            return 0;
        }
        if (!now.dropsSetId() && !access.owns(now.caller(), stat)) {
            if (!passthrough.writes(now.node())) {
                // A chown, or a write that comes as a request and says itself what is to be dropped.
                return 0;
            }
            if (!access.writable(now.caller(), stat)) {
                // A chown, or a write through a descriptor that was somebody else's; it would leave the bits.
                return -Linux.EPERM;
            }
        }
        int changed = host.chmod(path, left);
        return changed < 0 ? changed : host.stat(path, stat);
    }
}
