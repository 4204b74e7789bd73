package io.vexfs.fuse;

import jnr.ffi.Pointer;

/** The functions of libfuse 2.9 that a mount needs; names and arguments are the library's. */
interface LibFuse {
    Pointer fuse_mount(Pointer mountPoint, Pointer args);

    Pointer fuse_new(Pointer channel, Pointer args, Pointer operations, long operationsSize, Pointer userData);

    Pointer fuse_get_session(Pointer fuse);

    long fuse_chan_bufsize(Pointer channel);

    int fuse_chan_recv(Pointer channelInOut, Pointer buffer, long size);

    void fuse_session_process(Pointer session, Pointer buffer, long length, Pointer channel);

    int fuse_session_exited(Pointer session);

    void fuse_unmount(Pointer mountPoint, Pointer channel);

    void fuse_destroy(Pointer fuse);

    void fuse_opt_free_args(Pointer args);

    Pointer fuse_get_context();
}
