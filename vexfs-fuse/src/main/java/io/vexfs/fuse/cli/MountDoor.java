package io.vexfs.fuse.cli;

import io.vexfs.api.CollectionInfo;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Quantization;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VectorStorage;
import io.vexfs.api.VexfsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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

    /** The process that serves the mount. */
    Optional<Long> process() throws IOException {
        return JsonText.parseObject(status(), "status.json").get("pid") instanceof Number pid
                ? Optional.of(pid.longValue())
                : Optional.empty();
    }

    /** The collections, as the status tells them. */
    List<CollectionInfo> collections() throws IOException {
        List<CollectionInfo> collections = new ArrayList<>();
        if (JsonText.parseObject(status(), "status.json").get("collections") instanceof List<?> entries) {
            for (Object entry : entries) {
                if (entry instanceof Map<?, ?> info) {
                    collections.add(new CollectionInfo(
                            String.valueOf(info.get("name")),
                            DistanceMetric.parse(String.valueOf(info.get("metric"))),
                            (int) number(info, "dimensions"),
                            true,
                            number(info, "size"),
                            number(info, "pending"),
                            Quantization.parse(String.valueOf(info.get("quantization"))),
                            number(info, "codeBytes"),
                            VectorStorage.parse(String.valueOf(info.get("storage")))));
                }
            }
        }
        return collections;
    }

    private static long number(Map<?, ?> info, String field) {
        return info.get(field) instanceof Number number ? number.longValue() : 0;
    }

    /** Brings store, index and disk together. */
    void sync() throws IOException {
        try {
            touch("sync");
        } catch (FileSystemException e) {
            // A store that is mounted read-only has nothing to bring together.
            if (!String.valueOf(e.getReason()).contains("Read-only")) {
                throw e;
            }
        }
    }

    /** As {@link #sync}, for who copies the store and can do without: what was acknowledged is in its log. Tells why if it fails. */
    void syncOr(Consumer<String> note) throws IOException {
        try {
            sync();
        } catch (FileSystemException failed) {
            note.accept("not synchronised before it is copied: " + failed.getMessage() + "; see /.vexfs/status.json");
        }
    }

    /** Gives back the room of what was replaced and deleted. */
    void compact() throws IOException {
        touch("compact");
    }

    /** Neither made nor truncated: it is no file that holds something. */
    private void touch(String door) throws IOException {
        try (OutputStream out = Files.newOutputStream(control.resolve(door), StandardOpenOption.WRITE)) {
            out.write('\n');
        }
    }

    /** Vectors of all collections. */
    long vectors() throws IOException {
        return collections().stream().mapToLong(CollectionInfo::size).sum();
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
