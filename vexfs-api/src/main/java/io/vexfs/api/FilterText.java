package io.vexfs.api;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Filters as text, and the characters that their parser and their writer must agree on. */
final class FilterText {
    /** Words that are no field's name unless they stand in backquotes. */
    static final Set<String> KEYWORDS = Set.of("and", "or", "not", "in", "exists", "startswith", "true", "false");

    private FilterText() {}

    static boolean startsName(char c) {
        return Character.isLetter(c) || c == '_';
    }

    static boolean continuesName(char c) {
        return Character.isLetterOrDigit(c) || "_.-:".indexOf(c) >= 0;
    }

    static String field(String name) {
        boolean plain = startsName(name.charAt(0))
                && name.chars().allMatch(c -> continuesName((char) c))
                && !KEYWORDS.contains(name.toLowerCase(Locale.ROOT));
        return plain ? name : quoted(name, '`');
    }

    static String value(Object value) {
        return value instanceof String text ? quoted(text, '\'') : value.toString();
    }

    static String values(List<Object> values) {
        return values.stream().map(FilterText::value).collect(Collectors.joining(", ", "(", ")"));
    }

    static String joined(List<Filter> parts, String word) {
        return parts.stream()
                .map(part ->
                        part instanceof Filter.And || part instanceof Filter.Or ? "(" + part + ")" : part.toString())
                .collect(Collectors.joining(word));
    }

    private static String quoted(String text, char quote) {
        StringBuilder out = new StringBuilder().append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append(quote).toString();
    }
}
