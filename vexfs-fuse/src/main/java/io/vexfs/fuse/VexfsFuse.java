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

    /** What runs them. */
    FuseReply reply() {
        return reply;
    }

    int getattr(Pointer path, Pointer stat) {
        return reply.run(Operation.GETATTR, now -> {
            MountPath at = now.at(path);
            // libfuse asks for the attributes, too, where the kernel is to change none.
            return (now.changesNothing() ? toChange(now, at) : room(now, at)).stat(at, stat);
        });
    }

    int readlink(Pointer path, Pointer buffer, long size) {
        return reply.run(Operation.READLINK, now -> {
            MountPath at = now.at(path);
            return room(now, at).readlink(at, buffer, size);
        });
    }

    int mknod(Pointer path, int mode, long device) {
        return reply.run(Operation.MKNOD, now -> {
            MountPath at = now.at(path);
            return toChange(now, at).makeNode(at, mode, device);
        });
    }

    int mkdir(Pointer path, int mode) {
        return reply.run(Operation.MKDIR, now -> {
            MountPath at = now.at(path);
            return toChange(now, at).makeDirectory(at, mode);
        });
    }

    int unlink(Pointer path) {
        return reply.run(Operation.UNLINK, now -> {
            MountPath at = now.at(path);
            return toChange(now, at).unlink(at);
        });
    }

    int rmdir(Pointer path) {
        return reply.run(Operation.RMDIR, now -> {
            MountPath at = now.at(path);
            return toChange(now, at).removeDirectory(at);
        });
    }

    int symlink(Pointer target, Pointer path) {
        return reply.run(Operation.SYMLINK, now -> {
            MountPath at = now.at(path);
            return toChange(now, at).symlink(target, at);
        });
    }

    int rename(Pointer from, Pointer to) {
        return reply.run(Operation.RENAME, now -> {
            MountPath source = now.at(from);
            MountPath target = now.at(to);
            return rooms.ofBoth(source, target).rename(source, target);
        });
    }

    int link(Pointer from, Pointer to) {
        return reply.run(Operation.LINK, now -> {
            MountPath source = now.at(from);
            MountPath target = now.at(to);
            return rooms.ofBoth(source, target).link(source, target);
        });
    }

    int chmod(Pointer path, int mode) {
        return reply.run(Operation.CHMOD, now -> {
            MountPath at = now.at(path);
            return toChange(now, at).chmod(at, mode);
        });
    }

    int chown(Pointer path, int user, int group) {
        return reply.run(Operation.CHOWN, now -> {
            MountPath at = now.at(path);
            return toChange(now, at).chown(at, user, group);
        });
    }

    int truncate(Pointer path, long size) {
        return reply.run(Operation.TRUNCATE, now -> {
            MountPath at = now.at(path);
            return toChange(now, at).truncate(at, size);
        });
    }

    int open(Pointer path, Pointer info) {
        return reply.run(Operation.OPEN, now -> {
            MountPath at = now.at(path);
            int flags = FileInfo.flags(info);
            boolean writes = (flags & (Linux.O_ACCMODE | Linux.O_TRUNC)) != 0;
            return opened(now, (writes ? toChange(now, at) : room(now, at)).open(at, flags), info);
        });
    }

    private int opened(Answering now, OpenFile file, Pointer info) {
        FileInfo.handle(info, files.add(file, now.path()));
        if (file.generated()) {
            FileInfo.directIo(info);
        }
        return 0;
    }

    private OpenFile file(Answering now, Pointer info) {
        return file(now, FileInfo.handle(info));
    }

    private OpenFile file(Answering now, long handle) {
        return now.in(files.opened(handle));
    }

    private Room room(Answering now, MountPath path) {
        Room room = rooms.of(path);
        now.generated(room.generated());
        return room;
    }

    private Room toChange(Answering now, MountPath path) {
        rooms.requireWritable(path);
        return room(now, path);
    }

    /** Of libfuse, for what {@link DirectAnswers} leave to it. */
    int read(Pointer path, Pointer buffer, long size, long offset, Pointer info) {
        return read(FileInfo.handle(info), buffer, size, offset);
    }

    int read(long handle, Pointer buffer, long size, long offset) {
        return reply.run(Operation.READ, now -> file(now, handle).read(buffer, size, offset));
    }

    int write(long handle, Pointer buffer, long size, long offset, boolean writeBack) {
        return reply.run(Operation.WRITE, now -> file(now, handle).write(buffer, size, offset, writeBack));
    }

    int statfs(Pointer path, Pointer statvfs) {
        return reply.run(Operation.STATFS, now -> host.volume(statvfs));
    }

    int flush(long handle) {
        return reply.run(Operation.FLUSH, now -> file(now, handle).flush());
    }

    int release(Pointer path, Pointer info) {
        return reply.run(Operation.RELEASE, now -> {
            file(now, info);
            files.remove(FileInfo.handle(info));
            return 0;
        });
    }

    int fsync(Pointer path, int dataOnly, Pointer info) {
        return reply.run(Operation.FSYNC, now -> file(now, info).sync(dataOnly != 0));
    }

    int setxattr(Pointer path, Pointer name, Pointer value, long size, int flags) {
        return reply.run(Operation.SETXATTR, now -> {
            if (!AttributeNames.user(name)) {
                return -Linux.EOPNOTSUPP;
            }
            MountPath at = now.at(path);
            return toChange(now, at).putAttribute(at, name, value, size, flags);
        });
    }

    /** Of a name that files may have; {@link DirectAnswers} see to the others. */
    int getxattr(Pointer path, Pointer name, Pointer value, long size) {
        return reply.run(Operation.GETXATTR, now -> {
            MountPath at = now.at(path);
            return room(now, at).attribute(at, name, value, size);
        });
    }

    /** The answer to whoever asks for an attribute of a name space that no file has. */
    int refuseAttribute(Pointer name) {
        return reply.run(Operation.GETXATTR, now -> AttributeNames.refusal(name));
    }

    int listxattr(Pointer path, Pointer list, long size) {
        return reply.run(Operation.LISTXATTR, now -> {
            MountPath at = now.at(path);
            return room(now, at).attributeNames(at, list, size);
        });
    }

    int removexattr(Pointer path, Pointer name) {
        return reply.run(Operation.REMOVEXATTR, now -> {
            if (!AttributeNames.user(name)) {
                return AttributeNames.refusal(name);
            }
            MountPath at = now.at(path);
            return toChange(now, at).removeAttribute(at, name);
        });
    }

    int opendir(Pointer path, Pointer info) {
        return reply.run(Operation.OPENDIR, now -> {
            MountPath at = now.at(path);
            return opened(now, room(now, at).openDirectory(at), info);
        });
    }

    int readdir(Pointer path, Pointer buffer, Pointer filler, long offset, Pointer info) {
        return reply.run(Operation.READDIR, now -> file(now, info).list(new Filler(filler, buffer), offset));
    }

    int releasedir(Pointer path, Pointer info) {
        return reply.run(Operation.RELEASEDIR, now -> {
            file(now, info);
            files.remove(FileInfo.handle(info));
            return 0;
        });
    }

    int fsyncdir(Pointer path, int dataOnly, Pointer info) {
        return reply.run(Operation.FSYNCDIR, now -> file(now, info).sync(dataOnly != 0));
    }

    int create(Pointer path, int mode, Pointer info) {
        return reply.run(Operation.CREATE, now -> {
            MountPath at = now.at(path);
            return opened(now, toChange(now, at).create(at, FileInfo.flags(info), mode), info);
        });
    }

    int ftruncate(Pointer path, long size, Pointer info) {
        return reply.run(Operation.FTRUNCATE, now -> file(now, info).truncate(size));
    }

    int fgetattr(Pointer path, Pointer stat, Pointer info) {
        return reply.run(Operation.FGETATTR, now -> file(now, info).stat(stat));
    }

    int utimens(Pointer path, Pointer times) {
        return reply.run(Operation.UTIMENS, now -> {
            MountPath at = now.at(path);
            return toChange(now, at).times(at, times);
        });
    }

    int fallocate(Pointer path, int mode, long offset, long length, Pointer info) {
        return reply.run(Operation.FALLOCATE, now -> file(now, info).allocate(mode, offset, length));
    }
}
