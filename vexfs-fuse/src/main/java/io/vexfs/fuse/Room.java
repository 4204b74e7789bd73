package io.vexfs.fuse;

import jnr.ffi.Pointer;

/**
 * One kind of names in the mount: ordinary files, control files, queries. Every operation that a room does not have is
 * refused with EPERM (asked of something generated). Results are those of C: 0 or a negative error number.
 */
interface Room {
    /** Whether what this room shows is made here. */
    default boolean generated() {
        return true;
    }

    int stat(MountPath path, Pointer stat);

    default int readlink(MountPath path, Pointer buffer, long size) {
        return -Linux.EINVAL;
    }

    default int makeNode(MountPath path, int mode, long device) {
        return -Linux.EPERM;
    }

    default int makeDirectory(MountPath path, int mode) {
        return -Linux.EPERM;
    }

    default int unlink(MountPath path) {
        return -Linux.EPERM;
    }

    default int removeDirectory(MountPath path) {
        return -Linux.EPERM;
    }

    default int symlink(Pointer target, MountPath path) {
        return -Linux.EPERM;
    }

    /** Both paths belong to this room. */
    default int rename(MountPath from, MountPath to) {
        return -Linux.EPERM;
    }

    /** Both paths belong to this room. */
    default int link(MountPath from, MountPath to) {
        return -Linux.EPERM;
    }

    default int chmod(MountPath path, int mode) {
        return -Linux.EPERM;
    }

    default int chown(MountPath path, int user, int group) {
        return -Linux.EPERM;
    }

    default int truncate(MountPath path, long size) {
        return -Linux.EPERM;
    }

    default int times(MountPath path, Pointer times) {
        return -Linux.EPERM;
    }

    OpenFile open(MountPath path, int flags);

    default OpenFile create(MountPath path, int flags, int mode) {
        throw new ErrnoException(Linux.EPERM);
    }

    OpenFile openDirectory(MountPath path);

    default int attribute(MountPath path, Pointer name, Pointer value, long size) {
        return -Linux.ENODATA;
    }

    default int putAttribute(MountPath path, Pointer name, Pointer value, long size, int flags) {
        return -Linux.EPERM;
    }

    default int attributeNames(MountPath path, Pointer list, long size) {
        return 0;
    }

    default int removeAttribute(MountPath path, Pointer name) {
        return -Linux.EPERM;
    }
}
