package io.vexfs.testkit.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a mount shows of its files of vectors, and the same for what it should show: lines that can be compared. */
final class MountView {
    private static final Pattern HIT =
            Pattern.compile("\"path\"\\s*:\\s*\"([^\"]*)\"\\s*,\\s*\"distance\"\\s*:\\s*([-+.0-9eE]+)");
    /** From two points, two vectors are hardly ever at the same distances. */
    private static final List<float[]> EYES = List.of(new float[] {0, 0, 0}, new float[] {1_000, 17, 0});

    private static final int ANSWER_BYTES_MAX = 1 << 20;

    private MountView() {}

    /** Every file with its text, and every vector that a search finds with its squared distances. */
    static List<String> of(Path point) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> all = Files.walk(point)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                if (file.toString().endsWith(".vec")) {
                    lines.add(("file " + point.relativize(file) + " " + Files.readString(file)).strip());
                }
            }
        }
        for (float[] eye : EYES) {
            Matcher hit = HIT.matcher(search(point, eye));
            while (hit.find()) {
                double distance = Double.parseDouble(hit.group(2));
                lines.add("vector " + hit.group(1).replaceFirst("^/", "") + " " + Math.round(distance * distance));
            }
        }
        lines.sort(null);
        return lines;
    }

    /** The lines of files as they should be. */
    static List<String> of(MountedFiles files) {
        List<String> lines = new ArrayList<>();
        files.all().forEach((path, file) -> {
            lines.add(("file " + path + " " + file.text()).strip());
            file.vector().ifPresent(vector -> {
                for (float[] eye : EYES) {
                    lines.add("vector " + path + " " + squared(vector, eye));
                }
            });
        });
        lines.replaceAll(String::strip);
        lines.sort(null);
        return lines;
    }

    private static long squared(String vector, float[] eye) {
        String[] numbers = vector.strip().split(" ");
        long sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            long apart = Long.parseLong(numbers[i]) - (long) eye[i];
            sum += apart * apart;
        }
        return sum;
    }

    private static String search(Path point, float[] eye) throws IOException {
        String query = "{\"collection\":\"/\",\"vector\":[" + eye[0] + "," + eye[1] + "," + eye[2] + "],\"k\":1000}";
        try (FileChannel search =
                FileChannel.open(point.resolve(".vexfs/search"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            search.write(ByteBuffer.wrap(query.getBytes(StandardCharsets.UTF_8)));
            search.position(0);
            ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
            while (search.read(answer) > 0) {
                continue;
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        }
    }
}
