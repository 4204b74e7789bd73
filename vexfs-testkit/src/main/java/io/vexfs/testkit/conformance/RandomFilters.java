package io.vexfs.testkit.conformance;

import io.vexfs.api.Filter;
import io.vexfs.api.Metadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Metadata and filters that often meet: few fields, few values, of all kinds. */
final class RandomFilters {
    private static final List<String> FIELDS = List.of("a", "b", "c", "rare");
    private static final List<Object> VALUES = List.of(
            1,
            2,
            3,
            2.5,
            3.0,
            -7,
            Long.MAX_VALUE,
            9.223372036854775807e18,
            1e300,
            true,
            false,
            "",
            "a",
            "ab",
            "b",
            "l".repeat(80),
            "l".repeat(80) + "1",
            "l".repeat(200));

    private RandomFilters() {}

    private static Object value(Random random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    static Metadata metadata(Random random) {
        Map<String, Object> fields = new HashMap<>();
        for (String field : FIELDS) {
            if (random.nextInt(field.equals("rare") ? 100 : 3) == 0) {
                fields.put(field, value(random));
            }
        }
        return Metadata.of(fields);
    }

    static Filter filter(Random random, int depth) {
        Filter.Field field = new Filter.Field(FIELDS.get(random.nextInt(FIELDS.size())), 0);
        switch (random.nextInt(depth == 0 ? 4 : 7)) {
            case 0:
                return new Filter.Exists(field);
            case 1:
                return new Filter.Membership(
                        field,
                        Stream.generate(() -> value(random))
                                .limit(1 + random.nextInt(3))
                                .toList());
            case 2:
                return new Filter.Prefix(
                        field, List.of("", "a", "l", "l".repeat(100)).get(random.nextInt(4)));
            case 3:
                Object value = value(random);
                Filter.Operator[] operators = Filter.Operator.values();
                return new Filter.Comparison(
                        field, operators[random.nextInt(value instanceof Boolean ? 2 : operators.length)], value);
            case 4:
                return new Filter.Not(filter(random, depth - 1));
            case 5:
                return new Filter.And(List.of(filter(random, depth - 1), filter(random, depth - 1)));
            default:
                return new Filter.Or(List.of(filter(random, depth - 1), filter(random, depth - 1)));
        }
    }
}
