package io.vexfs.testkit.model;

import io.vexfs.api.Filter;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a filter may ask for: fields that some vector has, and kinds of values that some vector has in them. */
final class FilterFields {
    private FilterFields() {}

    static void requireKnown(Filter filter, List<StoredVector> vectors) {
        if (vectors.isEmpty()) {
            return;
        }
        if (filter instanceof Filter.And and) {
            and.all().forEach(each -> requireKnown(each, vectors));
        } else if (filter instanceof Filter.Or or) {
            or.any().forEach(each -> requireKnown(each, vectors));
        } else if (filter instanceof Filter.Not not) {
            requireKnown(not.filter(), vectors);
        } else if (filter instanceof Filter.Comparison comparison) {
            requireKnown(comparison.field(), comparison.value(), vectors);
        } else if (filter instanceof Filter.Prefix prefix) {
            requireKnown(prefix.field(), prefix.prefix(), vectors);
        } else if (filter instanceof Filter.Membership membership) {
            membership.values().forEach(value -> requireKnown(membership.field(), value, vectors));
        }
    }

    private static void requireKnown(Filter.Field field, Object value, List<StoredVector> vectors) {
        List<Object> held = vectors.stream()
                .map(vector -> vector.metadata().value(field.name()))
                .flatMap(Optional::stream)
                .toList();
        if (held.stream().noneMatch(each -> Objects.equals(kind(each), kind(value)))) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "filter: column " + field.column() + ": expected a field with " + kind(value) + ", was " + field
                            + (held.isEmpty() ? ", which no vector has" : ", which holds no such value"));
        }
    }

    private static String kind(Object value) {
        return value instanceof Number ? "a number" : value instanceof String ? "text" : "a boolean";
    }
}
