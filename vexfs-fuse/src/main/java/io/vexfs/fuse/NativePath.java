package io.vexfs.fuse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** The bytes that a {@link Path} has on the host, whatever the JVM's charset is. */
final class NativePath {
    private NativePath() {}

    /** The absolute path's bytes: those of its URI, which escapes each one that is not ASCII. */
    static byte[] bytes(Path path) {
        byte[] uri = path.toAbsolutePath().toUri().getRawPath().getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length);
        for (int i = 0; i < uri.length; i++) {
            if (uri[i] == '%') {
                bytes.write(Character.digit(uri[i + 1], 16) << 4 | Character.digit(uri[i + 2], 16));
                i += 2;
            } else {
                bytes.write(uri[i]);
            }
        }
        byte[] found = bytes.toByteArray();
        // A directory's URI ends with a slash.
        boolean slash = found.length > 1 && found[found.length - 1] == '/';
        return slash ? Arrays.copyOf(found, found.length - 1) : found;
    }
}
