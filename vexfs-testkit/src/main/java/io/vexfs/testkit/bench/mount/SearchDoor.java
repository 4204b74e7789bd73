package io.vexfs.testkit.bench.mount;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** One client's conversation with {@code /.vexfs/search}. Not safe from several threads. */
final class SearchDoor implements AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 1 << 20;

    private final RandomAccessFile file;
    private final byte[] answer = new byte[ANSWER_BYTES_MAX];

    SearchDoor(Path mount) throws IOException {
        file = new RandomAccessFile(mount.resolve(".vexfs/search").toFile(), "rw");
    }

    /** A request as the mount reads it. */
    static byte[] request(String collection, float[] query, int k) {
        return ("{\"collection\":\"" + collection + "\",\"vector\":" + Arrays.toString(query) + ",\"k\":" + k + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Asks and returns how many bytes the answer has; fails where it is an error. */
    int ask(byte[] request) throws IOException {
        file.write(request);
        int length = file.read(answer);
        if (length <= 0 || answer[2] == 'e') {
            throw new VexfsException(
                    FuseVexfsError.SEARCH_FAILED,
                    "search through the mount: " + new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8));
        }
        return length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
