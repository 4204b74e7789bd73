package io.vexfs.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A condition on a vector's {@link Metadata}, parsed from text such as
 * {@code legs >= 4 and kind in ('cat', 'dog') and not exists(tail)}. Immutable; the grammar is in {@code docs/filters.md}.
 *
 * <p>A test of a field that a vector does not have is false, {@code !=} included, and so is one of a value of another kind,
 * but for {@code !=}, which is then true. {@code not} turns whatever it stands before around. Numbers are compared by
 * value, whole or decimal, and text by its UTF-16 units.
 *
 * <p>A search refuses a filter whose field no vector of the collection has, unless it is only asked for by
 * {@code exists}, and one that compares a field with a kind of value that it never holds there.
 */
public sealed interface Filter {
    /**
     * A field by its name.
     *
     * @param name as in {@link Metadata}
     * @param column where it stands in the text, from 1; 0 for one that was not parsed; not part of equality
     */
    record Field(String name, int column) {
        /** Checks that there is a name. */
        public Field {
            if (name.isEmpty() || column < 0) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_QUERY,
                        "filter: expected a field's name and column, was '" + name + "' at " + column);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Field field && name.equals(field.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return FilterText.field(name);
        }
    }

    /** How a field is compared with a value. */
    enum Operator {
        /** The same value. */
        EQUAL("=="),
        /** Another value. */
        NOT_EQUAL("!="),
        /** A smaller number, or text that comes before. */
        LESS("<"),
        /** No larger number, or text that does not come after. */
        AT_MOST("<="),
        /** A larger number, or text that comes after. */
        GREATER(">"),
        /** No smaller number, or text that does not come before. */
        AT_LEAST(">=");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        /** As in a filter's text. */
        public String text() {
            return text;
        }

        /** Whether the operator needs an order, which booleans do not have. */
        public boolean ordered() {
            return this != EQUAL && this != NOT_EQUAL;
        }

        /** Whether the operator holds where a comparison gave {@code sign}. */
        boolean holds(int sign) {
            return switch (this) {
                case EQUAL -> sign == 0;
                case NOT_EQUAL -> sign != 0;
                case LESS -> sign < 0;
                case AT_MOST -> sign <= 0;
                case GREATER -> sign > 0;
                case AT_LEAST -> sign >= 0;
            };
        }
    }

    /**
     * A field against a value.
     *
     * @param value a {@link String}, {@link Long}, {@link Double} or {@link Boolean}
     */
    record Comparison(Field field, Operator operator, Object value) implements Filter {
        /** Checks that the value is of a kind that has an order where one is needed. */
        public Comparison {
            Objects.requireNonNull(field, "field");
            value = FilterValues.normalised(value);
            if (operator.ordered() && value instanceof Boolean) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_QUERY,
                        "filter: column " + field.column() + ": expected text or a number after '" + operator.text()
                                + "', was " + value);
            }
        }

        @Override
        public boolean matches(Metadata metadata) {
            Optional<Object> found = metadata.value(field.name());
            if (found.isEmpty()) {
                return false;
            }
            return FilterValues.sameKind(found.get(), value)
                    ? operator.holds(FilterValues.compare(found.get(), value))
                    : operator == Operator.NOT_EQUAL;
        }

        @Override
        public String toString() {
            return field + " " + operator.text() + " " + FilterText.value(value);
        }
    }

    /** A field that holds one of some values. */
    record Membership(Field field, List<Object> values) implements Filter {
        /** Checks that there are values. */
        public Membership {
            Objects.requireNonNull(field, "field");
            values = values.stream().map(FilterValues::normalised).distinct().toList();
            if (values.isEmpty()) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_QUERY,
                        "filter: column " + field.column() + ": expected at least one value, was none");
            }
            FilterLimits.requireValues(values.size());
        }

        @Override
        public boolean matches(Metadata metadata) {
            Optional<Object> found = metadata.value(field.name());
            return found.isPresent() && values.contains(FilterValues.normalised(found.get()));
        }

        @Override
        public String toString() {
            return field + " in " + FilterText.values(values);
        }
    }

    /** A field that is there. */
    record Exists(Field field) implements Filter {
        /** Checks that there is a field. */
        public Exists {
            Objects.requireNonNull(field, "field");
        }

        @Override
        public boolean matches(Metadata metadata) {
            return metadata.value(field.name()).isPresent();
        }

        @Override
        public String toString() {
            return "exists(" + field + ")";
        }
    }

    /** A field whose text begins with something. */
    record Prefix(Field field, String prefix) implements Filter {
        /** Checks that nothing is missing. */
        public Prefix {
            Objects.requireNonNull(field, "field");
            Objects.requireNonNull(prefix, "prefix");
        }

        @Override
        public boolean matches(Metadata metadata) {
            return metadata.value(field.name()).orElse(0) instanceof String text && text.startsWith(prefix);
        }

        @Override
        public String toString() {
            return field + " startswith " + FilterText.value(prefix);
        }
    }

    /** All of some filters. */
    record And(List<Filter> all) implements Filter {
        /** Checks the limits. */
        public And {
            all = FilterLimits.required(all);
        }

        @Override
        public boolean matches(Metadata metadata) {
            return all.stream().allMatch(each -> each.matches(metadata));
        }

        @Override
        public String toString() {
            return FilterText.joined(all, " and ");
        }
    }

    /** Any of some filters. */
    record Or(List<Filter> any) implements Filter {
        /** Checks the limits. */
        public Or {
            any = FilterLimits.required(any);
        }

        @Override
        public boolean matches(Metadata metadata) {
            return any.stream().anyMatch(each -> each.matches(metadata));
        }

        @Override
        public String toString() {
            return FilterText.joined(any, " or ");
        }
    }

    /** What does not match a filter, be it that a field is missing. */
    record Not(Filter filter) implements Filter {
        /** Checks the limits. */
        public Not {
            FilterLimits.required(List.of(filter));
        }

        @Override
        public boolean matches(Metadata metadata) {
            return !filter.matches(metadata);
        }

        @Override
        public String toString() {
            return filter instanceof And || filter instanceof Or ? "not (" + filter + ")" : "not " + filter;
        }
    }

    /**
     * The filter of a text.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_QUERY} that names the column of what is no filter, or of what is
     *     beyond {@link Limits#FILTER_CHARS_MAX}, {@link Limits#FILTER_DEPTH_MAX} or {@link Limits#FILTER_VALUES_MAX}
     */
    static Filter parse(String text) {
        return new FilterParser(text).filter();
    }

    /** Whether a vector with this metadata is let through. */
    boolean matches(Metadata metadata);

    /** Text that parses to an equal filter. */
    @Override
    String toString();
}
