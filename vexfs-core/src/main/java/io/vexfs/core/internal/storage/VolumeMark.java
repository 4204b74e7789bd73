package io.vexfs.core.internal.storage;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A volume, or the file of mapped vectors, as this store left it at a clean close.
 *
 * @param inode the file's inode number: a copy has another, so a store that came from elsewhere makes its map anew
 * @param checksum CRC32C of the whole file
 */
public record VolumeMark(long inode, int checksum) {
    /** What a file is now. */
    public static VolumeMark of(Path file) throws IOException {
        return new VolumeMark(inode(file), Disk.checksum(file));
    }

    /**
     * Checks that a file is this user's own and not a byte of it has changed.
     *
     * @param original the file that the mark is about: the same one, or that of which it is a copy
     */
    public void require(Path file, Path original) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new CorruptStoreException(file, 0, "a volume of the table", "no plain file");
        }
        OwnFiles.requireOwn(file);
        long found = inode(original);
        if (found != inode) {
            throw new CorruptStoreException(
                    original, 0, "the file that this store made, inode " + inode, "inode " + found);
        }
        int sum = Disk.checksum(file);
        if (sum != checksum) {
            throw new CorruptStoreException(
                    file, 0, "a volume with checksum " + Integer.toHexString(checksum), Integer.toHexString(sum));
        }
    }

    private static long inode(Path file) throws IOException {
        return (long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}
