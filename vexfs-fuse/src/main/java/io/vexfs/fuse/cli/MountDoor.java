package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VexfsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A live mount seen from outside: its control files. */
final class MountDoor {
    private final Path control;

    MountDoor(Path mountPoint) {
        control = mountPoint.resolve(".vexfs");
    }

    /** Puts a question and returns the answer as the mount wrote it; one open file is one question. */
    String search(SearchRequest request) throws IOException {
        Path door = control.resolve("search");
        String answer;
        try (RandomAccessFile file = new RandomAccessFile(door.toFile(), "rw")) {
            file.write(JsonText.question(request).getBytes(StandardCharsets.UTF_8));
            file.seek(0);
            answer = readAll(file);
        }
        requireNoError(JsonText.parseObject(answer, door.toString()));
        return answer.strip();
    }

    String status() throws IOException {
        return Files.readString(control.resolve("status.json"));
    }

    String metrics() throws IOException {
        return Files.readString(control.resolve("metrics.json"));
    }

    private static String readAll(RandomAccessFile file) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[65_536];
        for (int n = file.read(buffer); n > 0; n = file.read(buffer)) {
            all.write(buffer, 0, n);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static void requireNoError(Map<String, @Nullable Object> answer) {
        if (answer.get("error") instanceof Map<?, ?> error) {
            FuseVexfsError code;
            try {
                code = FuseVexfsError.valueOf(String.valueOf(error.get("code")));
            } catch (IllegalArgumentException e) {
                code = FuseVexfsError.SEARCH_FAILED;
            }
            throw new VexfsException(code, String.valueOf(error.get("message")));
        }
    }
}
