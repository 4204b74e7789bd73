package io.vexfs.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of a filter's text, one at a time. */
final class FilterScanner {
    /** What a word is. */
    enum Kind {
        NAME,
        KEYWORD,
        VALUE,
        SYMBOL,
        END
    }

    /**
     * One word.
     *
     * @param text a name, a keyword in lower case, or a symbol; of a value, as it was written
     * @param value of a {@link Kind#VALUE}: text or a number
     * @param column of its first character, from 1
     */
    record Word(Kind kind, String text, @Nullable Object value, int column) {
        boolean is(String wanted) {
            return (kind == Kind.KEYWORD || kind == Kind.SYMBOL) && text.equals(wanted);
        }

        @Override
        public String toString() {
            return kind == Kind.END ? "the end" : "'" + text + "'";
        }
    }

    private static final String TWICE = "=!<>";
    private static final String NUMBER = "0123456789+-.";

    private final String text;
    private int at;

    FilterScanner(String text) {
        this.text = text;
        if (text.length() > Limits.FILTER_CHARS_MAX) {
            throw wrong(
                    Limits.FILTER_CHARS_MAX + 1,
                    "expected at most " + Limits.FILTER_CHARS_MAX + " characters, was " + text.length());
        }
    }

    static VexfsException wrong(int column, String message) {
        return new VexfsException(FuseVexfsError.INVALID_QUERY, "filter: column " + column + ": " + message);
    }

    Word next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new Word(Kind.END, "", null, start + 1);
        }
        char c = text.charAt(at);
        if (FilterText.startsName(c)) {
            return name(start);
        }
        if (c == '\'' || c == '"') {
            String value = quoted(c);
            return new Word(Kind.VALUE, text.substring(start, at), value, start + 1);
        }
        if (c == '`') {
            String name = quoted(c);
            if (name.isEmpty()) {
                throw wrong(start + 1, "expected a field's name, was ``");
            }
            return new Word(Kind.NAME, name, null, start + 1);
        }
        if (NUMBER.indexOf(c) >= 0) {
            return number(start);
        }
        return symbol(c, start);
    }

    private Word name(int start) {
        while (at < text.length() && FilterText.continuesName(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        String lower = name.toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "true", "false" -> new Word(Kind.VALUE, name, Boolean.valueOf(lower), start + 1);
            default ->
                FilterText.KEYWORDS.contains(lower)
                        ? new Word(Kind.KEYWORD, lower, null, start + 1)
                        : new Word(Kind.NAME, name, null, start + 1);
        };
    }

    private Word number(int start) {
        while (at < text.length() && (FilterText.continuesName(text.charAt(at)) || sign(at, start))) {
            at++;
        }
        String number = text.substring(start, at);
        try {
            boolean whole = number.indexOf('.') < 0 && number.indexOf('e') < 0 && number.indexOf('E') < 0;
            if (whole) {
                return new Word(Kind.VALUE, number, Long.valueOf(number), start + 1);
            }
            double value = Double.parseDouble(number);
            boolean decimal = number.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0);
            if (decimal && Double.isFinite(value)) {
                return new Word(Kind.VALUE, number, FilterValues.normalised(value), start + 1);
            }
            throw wrong(start + 1, "expected a finite decimal number, was '" + shortened(number) + "'");
        } catch (NumberFormatException malformed) {
            throw wrong(start + 1, "expected a number, was '" + shortened(number) + "'");
        }
    }

    /** Whether there is a sign here that belongs to a number: its own, or its exponent's. */
    private boolean sign(int position, int start) {
        char c = text.charAt(position);
        return (c == '+' || c == '-') && (position == start || "eE".indexOf(text.charAt(position - 1)) >= 0);
    }

    private Word symbol(char c, int start) {
        at++;
        if (TWICE.indexOf(c) >= 0 && at < text.length() && text.charAt(at) == '=') {
            at++;
        }
        String symbol = text.substring(start, at);
        return switch (symbol) {
            case "==", "!=", "<", "<=", ">", ">=", "(", ")", "," -> new Word(Kind.SYMBOL, symbol, null, start + 1);
            case "=" -> throw wrong(start + 1, "expected '==', was '='");
            default -> throw wrong(start + 1, "expected a name, a value or an operator, was '" + symbol + "'");
        };
    }

    private String quoted(char quote) {
        int start = at++;
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return out.toString();
            }
            out.append(c == '\\' ? escaped() : c);
        }
        throw wrong(start + 1, "expected a closing " + quote + ", was the end");
    }

    private char escaped() {
        int column = at;
        char c = at < text.length() ? text.charAt(at++) : ' ';
        switch (c) {
            case '\\', '\'', '"', '`', '/':
                return c;
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'u':
                int end = Math.min(at + 4, text.length());
                String digits = text.substring(at, end);
                if (!digits.matches("[0-9a-fA-F]{4}")) {
                    throw wrong(column, "expected four hexadecimal digits after \\u, was '" + digits + "'");
                }
                at = end;
                return (char) Integer.parseInt(digits, 16);
            default:
                throw wrong(column, "expected \\\\, \\', \\\", \\`, \\/, \\n, \\t, \\r or \\uXXXX, was '\\" + c + "'");
        }
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
