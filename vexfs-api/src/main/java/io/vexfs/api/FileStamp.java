package io.vexfs.api;

/**
 * What a host file looked like when its vectors were read; a different stamp means that it must be read again.
 *
 * @param fileId the file's inode number, never 0: kept over rewrites, renames and links
 * @param sizeBytes size
 * @param modifiedNanos modification time in nanoseconds since 1970
 * @param changedNanos inode change time in nanoseconds since 1970
 * @param checksum CRC32C of the content
 */
public record FileStamp(long fileId, long sizeBytes, long modifiedNanos, long changedNanos, int checksum) {
    /** Checks the file id. */
    public FileStamp {
        if (fileId == 0) {
            throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "file id: expected an inode number, was 0");
        }
    }
}
