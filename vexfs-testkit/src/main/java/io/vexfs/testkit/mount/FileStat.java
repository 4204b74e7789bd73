package io.vexfs.testkit.mount;

/**
 * What the system tells of a file.
 *
 * @param inode its number
 * @param mode type and permissions
 * @param links names that it has
 * @param user its owner
 * @param group its group
 * @param size bytes
 * @param blocks of 512 bytes that it takes
 * @param accessed nanoseconds since 1970
 * @param modified nanoseconds since 1970
 * @param changed nanoseconds since 1970
 */
public record FileStat(
        long inode,
        int mode,
        int links,
        int user,
        int group,
        long size,
        long blocks,
        long accessed,
        long modified,
        long changed) {
    private static final int TYPE = 0170000;
    private static final int PERMISSIONS = 07777;

    /** The type's bits: {@code 0100000} for a regular file. */
    public int type() {
        return mode & TYPE;
    }

    /** The mode without the type. */
    public int permissions() {
        return mode & PERMISSIONS;
    }
}
