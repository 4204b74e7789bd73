package io.vexfs.core.internal.maintenance;

import io.vexfs.api.FileStamp;
import io.vexfs.api.PathText;
import io.vexfs.core.StoreProblem.Kind;
import io.vexfs.core.internal.catalog.Catalog;
import io.vexfs.core.internal.catalog.FileEntry;
import io.vexfs.core.internal.catalog.Node;
import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Compares the mount's files with the stamps that the store keeps of them: size, checksum and, where they differ, times. */
final class FilesCheck {
    private final Path root;
    private final Findings findings;
    private long notUtf8;
    private long copied;

    private FilesCheck(Path root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    static void run(Path root, Catalog catalog, Findings findings) throws IOException {
        FilesCheck check = new FilesCheck(root, findings);
        for (FileEntry entry : catalog.files()) {
            for (Node name : entry.names()) {
                check.compare(name.path(), entry.stamp());
            }
        }
        if (check.notUtf8 > 0) {
            findings.note(root + ": " + check.notUtf8 + " files were not compared: their names are not UTF-8");
        }
        if (check.copied > 0) {
            findings.note(root + ": " + check.copied
                    + " files are copies of those that were read; the next mount reads them again");
        }
    }

    private void compare(String path, FileStamp stamp) throws IOException {
        Path file = hostFile(path);
        if (file == null) {
            notUtf8++;
            return;
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            String found = Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? "no plain file" : "no file";
            findings.problem(Kind.FILE, file, 0, "the file that its vectors were read from", found);
            return;
        }
        FileStamp now = stamp(file);
        findings.read(now.sizeBytes());
        if (now.sizeBytes() == stamp.sizeBytes() && now.checksum() == stamp.checksum()) {
            copied += now.fileId() == stamp.fileId() ? 0 : 1;
            return;
        }
        boolean touched = now.fileId() != stamp.fileId()
                || now.modifiedNanos() != stamp.modifiedNanos()
                || now.changedNanos() != stamp.changedNanos();
        findings.problem(
                Kind.FILE,
                file,
                0,
                text(stamp) + " as its vectors were read from",
                text(now)
                        + (touched
                                ? "; it was changed while it was not mounted, and the next mount reads it again"
                                : "; its times are unchanged, so these bytes were damaged or changed behind the file system:"
                                        + " restore it, or 'touch' it to have it read again"));
    }

    private static String text(FileStamp stamp) {
        return stamp.sizeBytes() + " bytes with checksum " + Integer.toHexString(stamp.checksum());
    }

    private static FileStamp stamp(Path file) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new FileStamp(
                (long) Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS),
                basic.size(),
                basic.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                ((FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS)).to(TimeUnit.NANOSECONDS),
                Disk.checksum(file));
    }

    /** The host file of a path; null if Java cannot name it. */
    private @Nullable Path hostFile(String path) {
        byte[] bytes = PathText.bytes(path);
        String name = new String(bytes, StandardCharsets.UTF_8);
        return Arrays.equals(name.getBytes(StandardCharsets.UTF_8), bytes) ? root.resolve(name.substring(1)) : null;
    }
}
