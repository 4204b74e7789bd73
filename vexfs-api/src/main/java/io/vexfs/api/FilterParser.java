package io.vexfs.api;

import io.vexfs.api.FilterScanner.Kind;
import io.vexfs.api.FilterScanner.Word;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a filter from its text by descent, at most {@link Limits#FILTER_DEPTH_MAX} parentheses and {@code not}s deep. */
final class FilterParser {
    private final FilterScanner scanner;
    private Word word;
    private int values;

    FilterParser(String text) {
        scanner = new FilterScanner(text);
        word = scanner.next();
    }

    Filter filter() {
        Filter filter = or(0);
        if (word.kind() != Kind.END) {
            throw expected("'and', 'or' or the end");
        }
        return filter;
    }

    private VexfsException expected(String what) {
        return FilterScanner.wrong(word.column(), "expected " + what + ", was " + word);
    }

    private Word take() {
        Word taken = word;
        word = scanner.next();
        return taken;
    }

    private boolean takeIf(String wanted) {
        boolean there = word.is(wanted);
        if (there) {
            take();
        }
        return there;
    }

    private void require(String wanted) {
        if (!takeIf(wanted)) {
            throw expected("'" + wanted + "'");
        }
    }

    private Filter or(int depth) {
        List<Filter> any = new ArrayList<>();
        do {
            any.add(and(depth));
        } while (takeIf("or"));
        return any.size() == 1 ? any.get(0) : new Filter.Or(any);
    }

    private Filter and(int depth) {
        List<Filter> all = new ArrayList<>();
        do {
            all.add(not(depth));
        } while (takeIf("and"));
        return all.size() == 1 ? all.get(0) : new Filter.And(all);
    }

    private Filter not(int depth) {
        int column = word.column();
        if (takeIf("not")) {
            return new Filter.Not(not(deeper(depth, column)));
        }
        if (takeIf("(")) {
            Filter inner = or(deeper(depth, column));
            require(")");
            return inner;
        }
        return test();
    }

    /** Both the text's nesting and the filter's own, with its conjunctions and its tests, stay within the limit. */
    private static int deeper(int depth, int column) {
        if (depth + 1 > Limits.FILTER_DEPTH_MAX / 3) {
            throw FilterScanner.wrong(
                    column,
                    "expected at most " + Limits.FILTER_DEPTH_MAX / 3
                            + " parentheses and 'not' in each other, was more");
        }
        return depth + 1;
    }

    private Filter test() {
        if (takeIf("exists")) {
            require("(");
            Filter exists = new Filter.Exists(field());
            require(")");
            count();
            return exists;
        }
        Filter.Field field = field();
        if (takeIf("in")) {
            return new Filter.Membership(field, list());
        }
        if (takeIf("startswith")) {
            if (word.value() instanceof String prefix) {
                take();
                count();
                return new Filter.Prefix(field, prefix);
            }
            throw expected("text in quotes");
        }
        Filter.Operator operator = operator();
        if (operator.ordered() && word.value() instanceof Boolean) {
            throw expected("text or a number");
        }
        return new Filter.Comparison(field, operator, value());
    }

    private Filter.Field field() {
        if (word.kind() != Kind.NAME) {
            throw expected("a field's name");
        }
        Word name = take();
        return new Filter.Field(name.text(), name.column());
    }

    private Filter.Operator operator() {
        for (Filter.Operator operator : Filter.Operator.values()) {
            if (takeIf(operator.text())) {
                return operator;
            }
        }
        throw expected("==, !=, <, <=, >, >=, 'in' or 'startswith'");
    }

    private List<Object> list() {
        require("(");
        List<Object> list = new ArrayList<>();
        do {
            list.add(value());
        } while (takeIf(","));
        if (!takeIf(")")) {
            throw expected("',' or ')'");
        }
        return list;
    }

    private Object value() {
        @Nullable Object value = word.value();
        if (value == null) {
            throw expected("text in quotes, a number, true or false");
        }
        take();
        count();
        return value;
    }

    private void count() {
        if (++values > Limits.FILTER_VALUES_MAX) {
            throw FilterScanner.wrong(
                    word.column(), "expected at most " + Limits.FILTER_VALUES_MAX + " values, was more");
        }
    }
}
