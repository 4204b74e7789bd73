package io.vexfs.fuse;

/**
 * What is open, and how.
 *
 * @param files by the kernel's handle
 * @param passthrough by the kernel's inode
 */
record Openings(OpenFiles files, Passthrough passthrough) {}
