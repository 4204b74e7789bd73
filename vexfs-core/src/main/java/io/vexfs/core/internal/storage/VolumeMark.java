package io.vexfs.core.internal.storage;

/**
 * A volume as this store left it at a clean close.
 *
 * @param inode the file's inode number: a copy has another, so a store that came from elsewhere makes its map anew
 * @param checksum CRC32C of the whole file
 */
public record VolumeMark(long inode, int checksum) {}
