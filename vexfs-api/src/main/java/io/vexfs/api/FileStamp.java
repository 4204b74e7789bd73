package io.vexfs.api;

/**
 * What a host file looked like when its vectors were read; a different stamp means that it must be read again.
 *
 * @param fileId the file's inode number: kept over rewrites, renames and links
 * @param sizeBytes size
 * @param modifiedNanos modification time in nanoseconds since 1970
 * @param changedNanos inode change time in nanoseconds since 1970
 * @param checksum CRC32C of the content
 */
public record FileStamp(long fileId, long sizeBytes, long modifiedNanos, long changedNanos, int checksum) {}
