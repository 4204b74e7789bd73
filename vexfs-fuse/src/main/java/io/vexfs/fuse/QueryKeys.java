package io.vexfs.fuse;

import io.vexfs.api.FileVectors;
import io.vexfs.api.Filter;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.PathText;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VexfsException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The words of a query, the same in files, names and JSON: {@code vector} or {@code like}, {@code k}, {@code ef},
 * {@code threshold}, {@code within}, {@code where}, {@code after}, {@code explain}, {@code in}. Each at most once; an unknown one is refused by name.
 */
final class QueryKeys {
    /** Characters of one query. */
    static final int QUERY_CHARS_MAX = 4 << 20;

    private static final String VECTOR = "vector";
    private static final String LIKE = "like";
    private static final String K = "k";
    private static final String EF = "ef";
    private static final String THRESHOLD = "threshold";
    private static final String WITHIN = "within";
    private static final String WHERE = "where";
    private static final String AFTER = "after";
    private static final String EXPLAIN = "explain";
    private static final String IN = "in";
    private static final String KNOWN = "vector, like, k, ef, threshold, within, where, after, explain, in";

    private final Map<String, String> values = new LinkedHashMap<>();
    /** What was given as numbers and not as text. */
    private float @Nullable [] components;

    /** Lines {@code key: value}; blank ones and those that begin with {@code #} are passed over. */
    static QueryKeys ofLines(String text) {
        QueryKeys keys = new QueryKeys();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String trimmed = line.strip();
            if (trimmed.isEmpty() || trimmed.startsWith("#")) {
                continue;
            }
            int colon = trimmed.indexOf(':');
            if (colon < 0) {
                throw invalid("line " + number + ": expected 'key: value', was '" + shortened(trimmed) + "'");
            }
            keys.put(trimmed.substring(0, colon), trimmed.substring(colon + 1));
        }
        return keys;
    }

    /** A name {@code key=value,key=value}; commas, slashes and percent signs in values are escaped as {@code %XX}. */
    static QueryKeys ofName(String name) {
        QueryKeys keys = new QueryKeys();
        for (String part : name.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw invalid("expected 'key=value', was '" + shortened(part) + "'");
            }
            String key = part.substring(0, equals).strip();
            String value = part.substring(equals + 1);
            keys.put(key, isPath(key) ? value : plain(value));
        }
        return keys;
    }

    /** Bytes as typed: UTF-8, and {@code %XX} for each byte that is none, as in a path's text. */
    static String text(byte[] typed) {
        StringBuilder text = new StringBuilder(typed.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(typed);
        CharBuffer out = CharBuffer.allocate(typed.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            text.append(out.flip());
            out.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append(String.format(Locale.ROOT, "%%%02X", in.get()));
            }
            decoder.reset();
        }
    }

    /** Whether a key's value keeps its escapes, since it is read as a path. */
    private static boolean isPath(String key) {
        return key.equals(LIKE) || key.equals(IN);
    }

    private static String plain(String escaped) {
        return new String(PathText.bytes(escaped), StandardCharsets.UTF_8);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static VexfsException invalid(String message) {
        return new VexfsException(FuseVexfsError.INVALID_QUERY, "query: " + message);
    }

    void put(String name, String value) {
        String key = name.strip().toLowerCase(Locale.ROOT);
        switch (key) {
            case VECTOR, LIKE, K, EF, THRESHOLD, WITHIN, WHERE, AFTER, EXPLAIN, IN -> {
                if (values.put(key, value.strip()) != null) {
                    throw invalid("expected '" + key + "' once, was given twice");
                }
            }
            case "text" -> throw invalid("'text' needs a text embedder, found none");
            default -> throw invalid("expected one of " + KNOWN + ", was '" + shortened(key) + "'");
        }
    }

    /** Puts the vector, where it need not be read from text: the first of some numbers. No other key takes numbers. */
    void putVector(String name, float[] numbers, int count) {
        put(name, "");
        if (!name.strip().equalsIgnoreCase(VECTOR)) {
            throw invalid("expected one value for '" + shortened(name.strip()) + "', was an array");
        }
        components = Arrays.copyOf(numbers, requireCount(count));
    }

    /** The request; paths are taken from {@code directory} unless they begin with a slash. */
    SearchRequest request(MountPath directory, FileVectors files) {
        String vector = values.get(VECTOR);
        String like = values.get(LIKE);
        if ((vector == null) == (like == null)) {
            throw invalid("expected 'vector' or 'like', was " + (vector == null ? "neither" : "both"));
        }
        SearchRequest.Builder builder = vector != null
                ? SearchRequest.nearest(components != null ? components : numbers(vector))
                : SearchRequest.like(id(String.valueOf(like), directory, files));
        builder.collection(files.collectionOf(directory.text()));
        ranges(builder);
        String where = values.get(WHERE);
        if (where != null) {
            builder.where(Filter.parse(where));
        }
        String explain = values.get(EXPLAIN);
        if (explain != null) {
            builder.explain(truth(EXPLAIN, explain));
        }
        String in = values.get(IN);
        if (in != null) {
            builder.below(path(in, directory).text());
        }
        return builder.build();
    }

    /** How many, how far and from where on. */
    private void ranges(SearchRequest.Builder builder) {
        String within = values.get(WITHIN);
        if (within != null) {
            if (values.containsKey(THRESHOLD)) {
                throw invalid("expected 'threshold' or 'within', was both");
            }
            builder.within(decimal(WITHIN, within));
        }
        String k = values.get(K);
        if (k != null) {
            builder.k(whole(K, k));
        }
        String ef = values.get(EF);
        if (ef != null) {
            builder.ef(whole(EF, ef));
        }
        String threshold = values.get(THRESHOLD);
        if (threshold != null) {
            builder.threshold(decimal(THRESHOLD, threshold));
        }
        String after = values.get(AFTER);
        if (after != null) {
            int space = after.indexOf(' ');
            if (space < 0) {
                throw invalid("after: expected a distance and an id, was '" + shortened(after) + "'");
            }
            builder.after(new SearchRequest.Cursor(
                    decimal(AFTER, after.substring(0, space)),
                    after.substring(space + 1).strip()));
        }
    }

    private static boolean truth(String key, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key + ": expected true or false, was '" + shortened(value) + "'");
        };
    }

    private static MountPath path(String value, MountPath directory) {
        MountPath path = MountPath.of(value);
        boolean absolute = !path.root() && plain(value).startsWith("/");
        return (absolute || directory.root() ? path : directory.child(path.bytes())).normalized();
    }

    /** A file's path where there is such a file, with its row or with a {@code #} in its name; otherwise an id. */
    private static String id(String value, MountPath directory, FileVectors files) {
        int hash = value.indexOf('#');
        String file =
                path(hash < 0 ? value : value.substring(0, hash), directory).text();
        if (files.file(file).isPresent()) {
            return hash < 0 ? file : file + value.substring(hash);
        }
        String whole = path(value, directory).text();
        return files.file(whole).isPresent() ? whole : plain(value);
    }

    private static float[] numbers(String text) {
        StringTokenizer words = new StringTokenizer(text, "[](), \t\r\n;");
        float[] vector = new float[requireCount(words.countTokens())];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = component(words.nextToken(), i);
        }
        return vector;
    }

    private static int requireCount(int count) {
        if (count == 0 || count > Limits.DIMENSIONS_MAX) {
            throw invalid("vector: expected 1 to " + Limits.DIMENSIONS_MAX + " numbers, was " + count);
        }
        return count;
    }

    private static float component(String text, int index) {
        try {
            return (float) Double.parseDouble(text);
        } catch (NumberFormatException wrong) {
            throw invalid(VECTOR + "[" + index + "]: expected a number, was '" + shortened(text) + "'");
        }
    }

    private static int whole(String key, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException wrong) {
            throw invalid(key + ": expected a whole number, was '" + shortened(value) + "'");
        }
    }

    private static double decimal(String key, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException wrong) {
            throw invalid(key + ": expected a number, was '" + shortened(value) + "'");
        }
    }
}
