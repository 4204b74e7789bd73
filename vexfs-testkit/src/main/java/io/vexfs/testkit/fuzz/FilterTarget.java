package io.vexfs.testkit.fuzz;

import io.vexfs.api.Filter;
import io.vexfs.api.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The parser of filters: what it parses has a text that parses as the same, and is decided for any metadata. */
final class FilterTarget implements FuzzTarget {
    private static final Metadata SAMPLE = Metadata.of(
            Map.of("kind", "cat", "legs", 4L, "weight", 0.5, "tame", true, "a b", "x", "n", Long.MAX_VALUE));

    @Override
    public String name() {
        return "filter";
    }

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "legs >= 4 and kind in ('cat', 'dog') and not exists(tail)",
                        "weight < 1.5e-3 or (tame == true and n != 9223372036854775807)",
                        "`a b` == 'it\\'s' or kind > 'a'",
                        "not (legs in (1, 2.5, -3))")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void read(byte[] input) {
        Filter filter = Filter.parse(new String(input, StandardCharsets.UTF_8));
        Filter again = Filter.parse(filter.toString());
        if (!again.equals(filter)) {
            throw new IllegalStateException("parsed again as " + again + ", was " + filter);
        }
        if (filter.matches(SAMPLE) != again.matches(SAMPLE)) {
            throw new IllegalStateException("decided in two ways: " + filter);
        }
    }
}
