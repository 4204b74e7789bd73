package io.vexfs.fuse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Text as one component of a path: what a name or a query cannot hold is written as {@code %XX} of its UTF-8. */
final class Escapes {
    private Escapes() {}

    /** Escapes slashes, commas, percent signs and control characters; also a leading dot, which would hide or move. */
    static String encode(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || c == ',' || c == '%' || c < ' ' || c == 127 || c == '.' && i == 0) {
                escaped.append(String.format("%%%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** The text that was escaped; a percent sign without two hexadecimal digits stands for itself. */
    static String decode(String escaped) {
        byte[] bytes = escaped.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream text = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
            if (low >= 0) {
                text.write(high << 4 | low);
                i += 2;
            } else {
                text.write(bytes[i]);
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
