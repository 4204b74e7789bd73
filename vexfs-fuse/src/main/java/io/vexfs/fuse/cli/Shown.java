package io.vexfs.fuse.cli;

import io.vexfs.api.VexfsException;
import io.vexfs.fuse.Ownership;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of {@code mount} that say to whom everything seems to belong; each may also stand behind {@code -o}. */
final class Shown {
    private static final int OCTAL = 8;
    private static final int DECIMAL = 10;

    @Option(names = "--uid", paramLabel = "N", description = "Show everything as this user's.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--gid", paramLabel = "N", description = "Show everything as this group's.")
    private Optional<String> group = Optional.empty();

    @Option(
            names = "--umask",
            paramLabel = "OCTAL",
            description = "Show everything with all permissions but these: 027 gives 0750.")
    private Optional<String> umask = Optional.empty();

    /** What was chosen; takes the words that belong to it out of those behind {@code -o}. */
    Ownership ownership(List<String> words) {
        try {
            return new Ownership(
                    number("uid", user, words, DECIMAL),
                    number("gid", group, words, DECIMAL),
                    number("umask", umask, words, OCTAL));
        } catch (VexfsException outOfRange) {
            throw new UsageException(String.valueOf(outOfRange.getMessage()));
        }
    }

    private static OptionalInt number(String name, Optional<String> given, List<String> words, int radix) {
        Optional<String> text = given;
        for (String word : List.copyOf(words)) {
            if (word.startsWith(name + "=")) {
                text = Optional.of(word.substring(name.length() + 1));
                words.remove(word);
            }
        }
        try {
            return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text.get(), radix));
        } catch (NumberFormatException wrong) {
            throw new UsageException(name + ": expected a number, was '" + text.get() + "'");
        }
    }
}
