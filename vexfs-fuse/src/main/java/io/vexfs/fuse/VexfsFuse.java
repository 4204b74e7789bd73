package io.vexfs.fuse;

import jnr.ffi.Pointer;

/**
 * libfuse's operations, in libfuse's order. Each finds the room or the open file that is meant and lets it answer; the
 * path of a handle's operation is not given by libfuse and not used.
 */
final class VexfsFuse {
    private final Rooms rooms;
    private final OpenFiles files;
    private final HostFiles host;
    private final FuseReply reply;

    VexfsFuse(Rooms rooms, OpenFiles files, HostFiles host, FuseReply reply) {
        this.rooms = rooms;
        this.files = files;
        this.host = host;
        this.reply = reply;
    }

    int getattr(Pointer path, Pointer stat) {
        return reply.run(Operation.GETATTR, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).stat(at, stat);
        });
    }

    int readlink(Pointer path, Pointer buffer, long size) {
        return reply.run(Operation.READLINK, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).readlink(at, buffer, size);
        });
    }

    int mknod(Pointer path, int mode, long device) {
        return reply.run(Operation.MKNOD, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).makeNode(at, mode, device);
        });
    }

    int mkdir(Pointer path, int mode) {
        return reply.run(Operation.MKDIR, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).makeDirectory(at, mode);
        });
    }

    int unlink(Pointer path) {
        return reply.run(Operation.UNLINK, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).unlink(at);
        });
    }

    int rmdir(Pointer path) {
        return reply.run(Operation.RMDIR, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).removeDirectory(at);
        });
    }

    int symlink(Pointer target, Pointer path) {
        return reply.run(Operation.SYMLINK, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).symlink(target, at);
        });
    }

    int rename(Pointer from, Pointer to) {
        return reply.run(Operation.RENAME, () -> {
            MountPath source = MountPath.of(from);
            MountPath target = MountPath.of(to);
            return rooms.ofBoth(source, target).rename(source, target);
        });
    }

    int link(Pointer from, Pointer to) {
        return reply.run(Operation.LINK, () -> {
            MountPath source = MountPath.of(from);
            MountPath target = MountPath.of(to);
            return rooms.ofBoth(source, target).link(source, target);
        });
    }

    int chmod(Pointer path, int mode) {
        return reply.run(Operation.CHMOD, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).chmod(at, mode);
        });
    }

    int chown(Pointer path, int user, int group) {
        return reply.run(Operation.CHOWN, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).chown(at, user, group);
        });
    }

    int truncate(Pointer path, long size) {
        return reply.run(Operation.TRUNCATE, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).truncate(at, size);
        });
    }

    int open(Pointer path, Pointer info) {
        return reply.run(Operation.OPEN, () -> {
            MountPath at = MountPath.of(path);
            return opened(rooms.of(at).open(at, FileInfo.flags(info)), info);
        });
    }

    private int opened(OpenFile file, Pointer info) {
        FileInfo.handle(info, files.add(file));
        if (file.generated()) {
            FileInfo.directIo(info);
        }
        return 0;
    }

    private OpenFile file(Pointer info) {
        return files.file(FileInfo.handle(info));
    }

    int read(Pointer path, Pointer buffer, long size, long offset, Pointer info) {
        return reply.run(Operation.READ, () -> file(info).read(buffer, size, offset));
    }

    int write(Pointer path, Pointer buffer, long size, long offset, Pointer info) {
        return reply.run(Operation.WRITE, () -> file(info).write(buffer, size, offset, FileInfo.writePage(info)));
    }

    int statfs(Pointer path, Pointer statvfs) {
        return reply.run(Operation.STATFS, () -> host.volume(statvfs));
    }

    int flush(Pointer path, Pointer info) {
        return reply.run(Operation.FLUSH, () -> file(info).flush());
    }

    int release(Pointer path, Pointer info) {
        return reply.run(Operation.RELEASE, () -> {
            files.remove(FileInfo.handle(info));
            return 0;
        });
    }

    int fsync(Pointer path, int dataOnly, Pointer info) {
        return reply.run(Operation.FSYNC, () -> file(info).sync(dataOnly != 0));
    }

    int setxattr(Pointer path, Pointer name, Pointer value, long size, int flags) {
        return reply.run(Operation.SETXATTR, () -> {
            if (!AttributeNames.user(name)) {
                return -Linux.EOPNOTSUPP;
            }
            MountPath at = MountPath.of(path);
            return rooms.of(at).putAttribute(at, name, value, size, flags);
        });
    }

    int getxattr(Pointer path, Pointer name, Pointer value, long size) {
        return reply.run(Operation.GETXATTR, () -> {
            if (!AttributeNames.user(name)) {
                return AttributeNames.refusal(name);
            }
            MountPath at = MountPath.of(path);
            return rooms.of(at).attribute(at, name, value, size);
        });
    }

    int listxattr(Pointer path, Pointer list, long size) {
        return reply.run(Operation.LISTXATTR, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).attributeNames(at, list, size);
        });
    }

    int removexattr(Pointer path, Pointer name) {
        return reply.run(Operation.REMOVEXATTR, () -> {
            if (!AttributeNames.user(name)) {
                return AttributeNames.refusal(name);
            }
            MountPath at = MountPath.of(path);
            return rooms.of(at).removeAttribute(at, name);
        });
    }

    int opendir(Pointer path, Pointer info) {
        return reply.run(Operation.OPENDIR, () -> {
            MountPath at = MountPath.of(path);
            return opened(rooms.of(at).openDirectory(at), info);
        });
    }

    int readdir(Pointer path, Pointer buffer, Pointer filler, long offset, Pointer info) {
        return reply.run(Operation.READDIR, () -> file(info).list(new Filler(filler, buffer), offset));
    }

    int releasedir(Pointer path, Pointer info) {
        return reply.run(Operation.RELEASEDIR, () -> {
            files.remove(FileInfo.handle(info));
            return 0;
        });
    }

    int fsyncdir(Pointer path, int dataOnly, Pointer info) {
        return reply.run(Operation.FSYNCDIR, () -> file(info).sync(dataOnly != 0));
    }

    int create(Pointer path, int mode, Pointer info) {
        return reply.run(Operation.CREATE, () -> {
            MountPath at = MountPath.of(path);
            return opened(rooms.of(at).create(at, FileInfo.flags(info), mode), info);
        });
    }

    int ftruncate(Pointer path, long size, Pointer info) {
        return reply.run(Operation.FTRUNCATE, () -> file(info).truncate(size));
    }

    int fgetattr(Pointer path, Pointer stat, Pointer info) {
        return reply.run(Operation.FGETATTR, () -> file(info).stat(stat));
    }

    int utimens(Pointer path, Pointer times) {
        return reply.run(Operation.UTIMENS, () -> {
            MountPath at = MountPath.of(path);
            return rooms.of(at).times(at, times);
        });
    }

    int fallocate(Pointer path, int mode, long offset, long length, Pointer info) {
        return reply.run(Operation.FALLOCATE, () -> file(info).allocate(mode, offset, length));
    }
}
