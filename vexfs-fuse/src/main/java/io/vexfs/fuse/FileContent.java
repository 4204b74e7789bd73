package io.vexfs.fuse;

import static io.vexfs.fuse.NativeLibraries.result;

import io.vexfs.api.FileStamp;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import jnr.ffi.Pointer;

/**
 * What a file held when it was read.
 *
 * @param stamp what the file looked like before
 * @param rows its vectors; empty where there is a failure
 * @param failure why it holds none
 */
record FileContent(FileStamp stamp, List<VectorRow> rows, Optional<VexfsException> failure) {
    /** Bytes of a file that is read for vectors; longer ones are ordinary files. */
    static final long FILE_BYTES_MAX = 1L << 30;
    /** Components of all vectors of one file together: they are on the heap until they are stored. */
    static final long COMPONENTS_MAX = 1L << 26;

    /** Copies the list. */
    FileContent {
        rows = List.copyOf(rows);
    }

    /** Reads an open file that looked like this before. */
    static FileContent read(int descriptor, FileStamp before, VectorFormat format, MountPath path) throws IOException {
        CRC32C checksum = new CRC32C();
        List<VectorRow> rows = new ArrayList<>();
        Optional<VexfsException> failure = Optional.empty();
        if (before.sizeBytes() > FILE_BYTES_MAX) {
            failure = Optional.of(tooLarge("bytes", FILE_BYTES_MAX, before.sizeBytes(), path));
        } else {
            HostInput bytes = new HostInput(descriptor, before.sizeBytes());
            try (InputStream in = new CheckedInputStream(bytes, checksum)) {
                failure = parse(in, before.sizeBytes(), format, path, rows);
                if (failure.isEmpty()) {
                    // The checksum is of every byte, also of those that the format does not ask for.
                    if (!bytes.ended()) {
                        in.transferTo(OutputStream.nullOutputStream());
                    }
                }
            }
        }
        FileStamp stamp =
                new FileStamp(before.fileId(), before.sizeBytes(), before.modifiedNanos(), before.changedNanos(), (int)
                        checksum.getValue());
        return new FileContent(stamp, failure.isPresent() ? List.of() : rows, failure);
    }

    private static Optional<VexfsException> parse(
            InputStream in, long size, VectorFormat format, MountPath path, List<VectorRow> rows) throws IOException {
        long[] components = {0};
        try {
            if (size == 0) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_VECTOR, "expected a vector, was an empty file (" + path + ")");
            }
            format.read(in, size, path.text(), row -> {
                components[0] += row.dimensions();
                if (components[0] > COMPONENTS_MAX) {
                    throw tooLarge("components", COMPONENTS_MAX, components[0], path);
                }
                rows.add(row);
            });
            if (rows.isEmpty()) {
                throw new VexfsException(FuseVexfsError.INVALID_VECTOR, "expected a vector, was none (" + path + ")");
            }
            return Optional.empty();
        } catch (VexfsException invalid) {
            return Optional.of(invalid);
        }
    }

    private static VexfsException tooLarge(String what, long max, long found, MountPath path) {
        return new VexfsException(
                FuseVexfsError.LIMIT_REACHED,
                what + " of a file of vectors: expected at most " + max + ", was " + found + " (" + path + ")");
    }

    /** What an open file looks like, with a checksum that is known from elsewhere. */
    static FileStamp stamp(int descriptor, int checksum) {
        Pointer stat = Scratch.current().stat;
        ErrnoException.require(result(NativeLibraries.c().fstat(descriptor, stat)));
        return stamp(stat, checksum);
    }

    /** What a file looks like by its {@code struct stat}. */
    static FileStamp stamp(Pointer stat, int checksum) {
        return new FileStamp(
                Stat.inode(stat), Stat.size(stat), Stat.modifiedNanos(stat), Stat.changedNanos(stat), checksum);
    }

    /** Whether a file looks as it did when it was read. */
    static boolean sameLooks(FileStamp one, FileStamp other) {
        return one.fileId() == other.fileId()
                && one.sizeBytes() == other.sizeBytes()
                && one.modifiedNanos() == other.modifiedNanos()
                && one.changedNanos() == other.changedNanos();
    }

    /** Whether a file still has the bytes that were read, as far as size and modification time tell. */
    boolean current(FileStamp now) {
        return now.sizeBytes() == stamp.sizeBytes() && now.modifiedNanos() == stamp.modifiedNanos();
    }
}
