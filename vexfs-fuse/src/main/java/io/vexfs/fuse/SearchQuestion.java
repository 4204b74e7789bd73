package io.vexfs.fuse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.util.Arrays;

/**
 * What one JSON object written to {@code /.vexfs/search} asks.
 *
 * @param keys all but the collection
 * @param collection the collection that it names
 */
record SearchQuestion(QueryKeys keys, MountPath collection) {
    private static final JsonFactory JSON = new JsonFactory();
    /** Room for so many at first. */
    private static final int NUMBERS = 1_024;

    /**
     * Reads the object.
     *
     * @param json has it at its begin
     * @param bytes how many of it
     * @throws VexfsException {@code INVALID_QUERY} that says where it is something else
     */
    static SearchQuestion read(byte[] json, int bytes, Searches searches) {
        QueryKeys keys = new QueryKeys();
        MountPath collection = MountPath.ROOT;
        try (JsonParser in = JSON.createParser(json, 0, bytes)) {
            require(in.nextToken() == JsonToken.START_OBJECT, "an object", in);
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (name.equals("collection")) {
                    require(in.currentToken() == JsonToken.VALUE_STRING, "a collection's name", in);
                    collection = searches.collection(in.getText());
                } else if (in.currentToken() == JsonToken.START_OBJECT && name.equals("after")) {
                    keys.put(name, cursor(in));
                } else if (in.currentToken() == JsonToken.START_ARRAY) {
                    putNumbers(keys, name, in);
                } else {
                    require(in.currentToken().isScalarValue(), "text, a number or an array of numbers", in);
                    keys.put(name, in.getText());
                }
            }
            require(in.currentToken() == JsonToken.END_OBJECT, "the object's end", in);
            require(in.nextToken() == null, "one object", in);
        } catch (JsonProcessingException malformed) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "query: expected one JSON object, was something else at byte "
                            + malformed.getLocation().getByteOffset(),
                    malformed);
        } catch (IOException unreadable) {
            // The request is in memory: what cannot be read are characters in an encoding that is guessed from zeros.
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "query: expected one JSON object, was something else: " + unreadable.getMessage(),
                    unreadable);
        }
        return new SearchQuestion(keys, collection);
    }

    private static void require(boolean holds, String expected, JsonParser in) {
        if (!holds) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "query: expected " + expected + ", was something else at byte "
                            + in.currentTokenLocation().getByteOffset());
        }
    }

    /** The distance and the id of {@code {"distance":…,"id":…}}, as {@link QueryKeys} reads them. */
    private static String cursor(JsonParser in) throws IOException {
        String distance = "";
        String id = "";
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            in.nextToken();
            require(in.currentToken().isScalarValue(), "a distance and an id", in);
            switch (name) {
                case "distance" -> distance = in.getText();
                case "id" -> id = in.getText();
                default -> require(false, "a distance and an id", in);
            }
        }
        return distance + " " + id;
    }

    /** As numbers at once: their text is longer than anything else that a search allocates. */
    private static void putNumbers(QueryKeys keys, String name, JsonParser in) throws IOException {
        float[] numbers = new float[NUMBERS];
        int count = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            require(in.currentToken() != null && in.currentToken().isNumeric(), "a number", in);
            if (count == numbers.length && count < Limits.DIMENSIONS_MAX) {
                numbers = Arrays.copyOf(numbers, Math.min(2 * count, Limits.DIMENSIONS_MAX));
            }
            if (count < numbers.length) {
                numbers[count] = (float) in.getDoubleValue();
            }
            count++;
        }
        keys.putVector(name, numbers, count);
    }
}
