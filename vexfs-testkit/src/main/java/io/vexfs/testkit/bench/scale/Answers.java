package io.vexfs.testkit.bench.scale;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One client's three ways to search a collection by files. Not safe from several threads. */
final class Answers implements AutoCloseable {
    private static final Pattern HIT =
            Pattern.compile("\"path\"\\s*:\\s*\"([^\"]*)\"\\s*,\\s*\"distance\"\\s*:\\s*([-+.0-9eE]+)");
    private static final int ANSWER_BYTES_MAX = 1 << 16;

    private final Path directory;
    private final String collection;
    private final Path question;
    private final RandomAccessFile door;
    private final byte[] answer = new byte[ANSWER_BYTES_MAX];

    /** A way. */
    enum Way {
        /** {@code /.vexfs/search}, through one handle. */
        JSON,
        /** A directory below {@code .search/}. */
        DIRECTORY,
        /** A {@code .search} file. */
        FILE
    }

    /**
     * A vector that was found.
     *
     * @param name of its file, without directory and suffix
     * @param distance as the answer says
     */
    record Hit(String name, double distance) {
        static Hit of(String path, String distance) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            return new Hit(name.replaceFirst("\\.vec$", ""), Double.parseDouble(distance));
        }
    }

    Answers(Path point, String collection, int client) throws IOException {
        this.collection = collection;
        directory = point.resolve(collection.substring(1));
        question = directory.resolve("q" + client + ".search");
        door = new RandomAccessFile(point.resolve(".vexfs/search").toFile(), "rw");
    }

    /** The nearest, best first. */
    List<Hit> nearest(Way way, float[] query, int k) throws IOException {
        return switch (way) {
            case JSON -> json(query, k);
            case DIRECTORY -> directory(query, k);
            case FILE -> file(query, k);
        };
    }

    static String words(float[] vector) {
        StringBuilder text = new StringBuilder();
        for (float component : vector) {
            text.append(text.isEmpty() ? "" : " ").append(component);
        }
        return text.toString();
    }

    private List<Hit> json(float[] query, int k) throws IOException {
        String vector = words(query).replace(' ', ',');
        door.write(("{\"collection\":\"" + collection + "\",\"vector\":[" + vector + "],\"k\":" + k + "}")
                .getBytes(StandardCharsets.UTF_8));
        int length = door.read(answer);
        Matcher hit = HIT.matcher(new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8));
        List<Hit> hits = new ArrayList<>();
        while (hit.find()) {
            hits.add(Hit.of(hit.group(1), hit.group(2)));
        }
        return hits;
    }

    private List<Hit> directory(float[] query, int k) throws IOException {
        Path results = directory.resolve(".search/vector=" + words(query) + ",k=" + k);
        int links = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(results)) {
            for (Path ignored : all) {
                links++;
            }
        }
        // In one call: what asks for the length first may find a longer answer then.
        ByteBuffer lines = ByteBuffer.allocate(ANSWER_BYTES_MAX);
        Files.getFileAttributeView(results, UserDefinedFileAttributeView.class).read("vexfs.results", lines);
        List<Hit> hits = hits(new String(lines.array(), 0, lines.position(), StandardCharsets.UTF_8));
        return links == hits.size() ? hits : List.of();
    }

    private List<Hit> file(float[] query, int k) throws IOException {
        Files.writeString(question, "vector: " + words(query) + "\nk: " + k + "\n");
        return hits(Files.readString(question.resolveSibling(question.getFileName() + ".results")));
    }

    private static List<Hit> hits(String lines) {
        List<Hit> hits = new ArrayList<>();
        for (String line : lines.split("\n", -1)) {
            String[] columns = line.split("\t", -1);
            if (columns.length == 3) {
                hits.add(Hit.of(columns[2], columns[1]));
            }
        }
        return hits;
    }

    @Override
    public void close() throws IOException {
        door.close();
        Files.deleteIfExists(question);
    }
}
