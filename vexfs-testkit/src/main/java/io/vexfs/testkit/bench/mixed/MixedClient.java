package io.vexfs.testkit.bench.mixed;

import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** One client: it alone writes its rows, so it knows what must be there in the end. */
final class MixedClient {
    private static final int DIGITS = 3;
    private static final int PUT_OF_FOUR = 3;

    /** What a client does. */
    enum Kind {
        SEARCH,
        PUT,
        DELETE
    }

    private final Map<Kind, Histogram> latencies = new EnumMap<>(Kind.class);
    /** By row, which of the vectors it holds; −1 once it was deleted. */
    private final Map<Integer, Integer> acknowledged = new TreeMap<>();

    private final Door door;
    private final List<float[]> vectors;
    private final Random random;
    private final int first;
    private final int rows;
    private long errors;

    /** A client of rows from {@code first} on. */
    MixedClient(Door door, List<float[]> vectors, int first, int rows, long seed) {
        this.door = door;
        this.vectors = vectors;
        this.first = first;
        this.rows = rows;
        random = new Random(seed);
        for (Kind kind : Kind.values()) {
            latencies.put(kind, new Histogram(DIGITS));
        }
    }

    /** Stores the first vector of each row. */
    void fill() throws IOException {
        for (int row = first; row < first + rows; row++) {
            store(row);
        }
    }

    private void store(int row) throws IOException {
        int which = random.nextInt(vectors.size());
        door.put(row, vectors.get(which));
        acknowledged.put(row, which);
    }

    /** One call of a kind, measured; one that fails counts, and its row is not known any more. */
    void call(Kind kind) {
        int row = first + random.nextInt(rows);
        long start = System.nanoTime();
        try {
            switch (kind) {
                case SEARCH -> door.search(vectors.get(random.nextInt(vectors.size())));
                case PUT -> store(row);
                case DELETE -> {
                    door.delete(row);
                    acknowledged.put(row, -1);
                }
            }
        } catch (IOException | VexfsException failed) {
            errors++;
            if (kind != Kind.SEARCH) {
                acknowledged.remove(row);
            }
        }
        latencies(kind).recordValue(System.nanoTime() - start);
    }

    Kind next(int searchPercent) {
        if (random.nextInt(100) < searchPercent) {
            return Kind.SEARCH;
        }
        return random.nextInt(4) < PUT_OF_FOUR ? Kind.PUT : Kind.DELETE;
    }

    /** How many acknowledged writes are not there. */
    long lost() throws IOException {
        long lost = 0;
        for (Map.Entry<Integer, Integer> each : acknowledged.entrySet()) {
            boolean right = each.getValue() < 0
                    ? door.lacks(each.getKey())
                    : door.holds(each.getKey(), vectors.get(each.getValue()));
            lost += right ? 0 : 1;
        }
        return lost;
    }

    Histogram latencies(Kind kind) {
        return Objects.requireNonNull(latencies.get(kind));
    }

    long errors() {
        return errors;
    }
}
