package io.vexfs.api;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Names of files as text: a name is bytes, its text form is its UTF-8 with {@code %}, {@code #}, control characters
 * and bytes that are not UTF-8 written as {@code %XX}. The form is one to one, so every name has a text and comes back.
 */
public final class PathText {
    private static final String HEX = "0123456789ABCDEF";

    private PathText() {}

    /** The text of a name or path; {@code /} stays. */
    public static String of(byte[] name) {
        StringBuilder text = new StringBuilder(name.length + 8);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(name);
        CharBuffer out = CharBuffer.allocate(name.length + 1);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            out.flip();
            appendEscaped(text, out);
            out.clear();
            if (!result.isError()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                appendHex(text, in.get());
            }
            decoder.reset();
        }
    }

    private static void appendEscaped(StringBuilder text, CharSequence part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%' || c == '#' || c < ' ' || c == 127) {
                appendHex(text, (byte) c);
            } else {
                text.append(c);
            }
        }
    }

    private static void appendHex(StringBuilder text, byte value) {
        text.append('%').append(HEX.charAt((value >> 4) & 15)).append(HEX.charAt(value & 15));
    }

    /** The one text form of a path that may have been typed by hand. */
    public static String canonical(String path) {
        return plain(path) ? path : of(bytes(path));
    }

    /** Whether a text is printable ASCII in which nothing is escaped, so that it is its own form. */
    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 127 || c == '%' || c == '#') {
                return false;
            }
        }
        return true;
    }

    /**
     * Where a mount shows a vector that has no file: {@code DIR/.vectors/<percent-escaped id>.vec}; a {@code /} of the
     * id is escaped as well.
     */
    public static String ofVector(String collection, String id) {
        String name = plain(id) && id.indexOf('/') < 0
                ? id
                : of(id.getBytes(StandardCharsets.UTF_8)).replace("/", "%2F");
        return (collection.equals("/") ? "" : collection) + "/.vectors/" + name + ".vec";
    }

    /**
     * The bytes of a text form. A {@code %} that does not begin two hexadecimal digits stands for itself, so that text
     * typed by hand is taken as well.
     */
    public static byte[] bytes(String text) {
        if (text.indexOf('%') < 0) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int plainFrom = 0;
        for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i)) {
            int value = hexAt(text, i + 1);
            if (value < 0) {
                i++;
                continue;
            }
            bytes.writeBytes(text.substring(plainFrom, i).getBytes(StandardCharsets.UTF_8));
            bytes.write(value);
            i += 3;
            plainFrom = i;
        }
        bytes.writeBytes(text.substring(plainFrom).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static int hexAt(String text, int index) {
        if (index + 2 > text.length()) {
            return -1;
        }
        int high = hexDigit(text.charAt(index));
        int low = hexDigit(text.charAt(index + 1));
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    /** The digits of other scripts, which {@link Character#digit} knows as well, are names' own characters. */
    private static int hexDigit(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }
}
