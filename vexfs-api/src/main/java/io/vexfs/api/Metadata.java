package io.vexfs.api;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The named values of one vector: text, whole numbers, decimal numbers and booleans by field name, in name order.
 * Immutable.
 */
public final class Metadata {
    private static final Metadata EMPTY = new Metadata(new TreeMap<>());

    private final Map<String, Object> fields;

    private Metadata(TreeMap<String, Object> fields) {
        this.fields = Collections.unmodifiableMap(fields);
    }

    /** No fields. */
    public static Metadata empty() {
        return EMPTY;
    }

    /** One field. */
    public static Metadata of(String name, Object value) {
        return of(Map.of(name, value));
    }

    /** Two fields. */
    public static Metadata of(String name1, Object value1, String name2, Object value2) {
        return of(Map.of(name1, value1, name2, value2));
    }

    /**
     * These fields. Values are {@link String}, {@link Boolean}, and numbers: whole ones become {@link Long}, others
     * {@link Double}.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} for a value of another kind, an empty name or a
     *     number that is not finite; {@link FuseVexfsError#LIMIT_REACHED} above {@link Limits#METADATA_FIELDS_MAX}
     *     fields or {@link Limits#METADATA_CHARS_MAX} characters
     */
    public static Metadata of(Map<String, ?> fields) {
        if (fields.isEmpty()) {
            return EMPTY;
        }
        requireAtMost("metadata fields", fields.size(), Limits.METADATA_FIELDS_MAX);
        TreeMap<String, Object> copy = new TreeMap<>();
        long chars = 0;
        for (Map.Entry<String, ?> field : fields.entrySet()) {
            if (field.getKey().isEmpty()) {
                throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "metadata field name: was empty");
            }
            Object value = normalised(field.getKey(), field.getValue());
            chars += field.getKey().length() + (value instanceof String text ? text.length() : 8);
            copy.put(field.getKey(), value);
        }
        requireAtMost("metadata characters", chars, Limits.METADATA_CHARS_MAX);
        return new Metadata(copy);
    }

    private static Object normalised(String name, Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isFinite(number)) {
                return number;
            }
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "metadata field '" + name + "': expected a finite number, was " + number);
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT,
                "metadata field '" + name + "': expected text, number or boolean, was "
                        + value.getClass().getSimpleName());
    }

    private static void requireAtMost(String what, long found, long max) {
        if (found > max) {
            throw new VexfsException(
                    FuseVexfsError.LIMIT_REACHED, what + ": expected at most " + max + ", was " + found);
        }
    }

    /** The value of a field: a {@link String}, {@link Long}, {@link Double} or {@link Boolean}. */
    public Optional<Object> value(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether there are no fields. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** All fields in name order; cannot be changed. */
    public Map<String, Object> fields() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Metadata metadata && fields.equals(metadata.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
