package io.vexfs.examples;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of CONTRIBUTING.md that a program can check, for one Java source file at a time. */
final class SourceRules {
    static final int FILE_LINES_MAX = 500;
    static final int METHOD_LINES_MAX = 60;

    /** Values of the engine's public package that its rooms take and give. */
    private static final String VALUES = "core.(CompactionReport|HnswParameters|RecoveryReport|StoreHolder)";

    /** What a package and those below it may use of this project, as patterns; the longest match counts. */
    private static final Map<String, String> ROOMS = Map.ofEntries(
            Map.entry("io.vexfs.api", "api"),
            Map.entry("io.vexfs.testkit", "api|testkit"),
            Map.entry("io.vexfs.core", "api|core"),
            Map.entry("io.vexfs.core.internal.bridge", "api|core"),
            Map.entry("io.vexfs.core.internal.graph", "api|" + VALUES + "|core.internal.(graph|vectors|distance|disk)"),
            Map.entry("io.vexfs.core.internal.vectors", "api|core.internal.(vectors|distance|disk)"),
            Map.entry("io.vexfs.core.internal.disk", "api|core.internal.disk"),
            Map.entry("io.vexfs.core.internal.distance", "api|core.internal.distance"),
            Map.entry("io.vexfs.core.internal.storage", "api|" + VALUES + "|core.internal.(storage|disk)"),
            Map.entry("io.vexfs.core.internal.log", "api|core.internal.(log|disk)"),
            Map.entry(
                    "io.vexfs.core.internal.recovery",
                    "api|" + VALUES + "|core.internal.(recovery|catalog|log|storage|graph|disk)"),
            Map.entry(
                    "io.vexfs.core.internal.maintenance",
                    "api|core.(StoreProblem|VerifyReport|RepairReport|BackupReport|DescribedRecord)"
                            + "|core.internal.(maintenance|recovery|catalog|log|storage|graph|disk)"),
            Map.entry("io.vexfs.core.internal.catalog", "api|core.internal.(catalog|log|storage|graph|disk|filter)"),
            Map.entry("io.vexfs.core.internal.filter", "api|core.internal.filter"),
            Map.entry("io.vexfs.core.internal.format", "api|core.internal.format"),
            Map.entry("io.vexfs.core.internal.metrics", "api|core.internal.metrics"),
            Map.entry("io.vexfs.fuse", "api|fuse(?!.cli)"),
            Map.entry("io.vexfs.fuse.cli", "api|fuse|core(?!.internal)"),
            Map.entry("io.vexfs.examples", "api|core(?!.internal)|fuse(?!.cli)|testkit|examples"));

    /** The classes that may use an outside library, by the library's package. */
    private static final Map<String, String> LIBRARIES = Map.ofEntries(
            Map.entry("net.openhft", "core.internal.storage"),
            Map.entry("ru.serce.jnrfuse", "fuse(?!.cli)"),
            Map.entry("jnr", "fuse(?!.cli)|testkit.(crash|mount)"),
            Map.entry("jdk.incubator.vector", "core.internal.distance.simd"),
            Map.entry("com.codahale.metrics", "core.internal.metrics|.*Metrics|.*Config"),
            Map.entry("org.HdrHistogram", "core.internal.metrics|.*Metrics|testkit.bench"),
            Map.entry("org.eclipse.collections", "core.internal|fuse(?!.cli)"),
            Map.entry("com.google.common", "core.internal|fuse|testkit"),
            Map.entry("com.fasterxml.jackson", "core.internal.format|fuse|testkit.(bench|cli|crash|integration)"),
            Map.entry("picocli", "fuse.cli|testkit.cli"),
            Map.entry("me.tongfei.progressbar", "fuse.cli|testkit.cli"),
            Map.entry("org.knowm.xchart", "testkit.bench"),
            Map.entry("org.junit", "testkit"),
            Map.entry("org.assertj", "testkit"),
            Map.entry("org.slf4j", "nobody"),
            Map.entry("sun", "nobody"),
            Map.entry("com.sun.net.httpserver", "fuse(?!.cli)"),
            Map.entry("com.sun", "nobody"));

    /**
     * What no source says.
     *
     * @param words what must not be there
     * @param except paths where it may
     */
    private record Banned(Pattern words, Pattern except) {
        Banned(String words, String except) {
            this(Pattern.compile(words), Pattern.compile(except));
        }
    }

    private static final List<Banned> BANNED = List.of(
            new Banned("\\b(TODO|FIXME|XXX)\\b", "nowhere"),
            new Banned("printStackTrace", "nowhere"),
            new Banned("Thread\\.sleep", "nowhere"),
            new Banned("@Disabled\\b", "nowhere"),
            new Banned("System\\.(out|err)\\b", "fuse/cli/|testkit/cli/|examples/|/src/test/"),
            new Banned("System\\.currentTimeMillis|Instant\\.now\\(\\)", "fuse/cli/|testkit/|examples/|/src/test/"),
            new Banned("catch \\((final )?Throwable\\b", "FuseReply|VexfsCli|/src/test/"),
            new Banned("commonPool|parallelStream", "nowhere"),
            new Banned("^import (static )?[\\w.]+\\.\\*;", "nowhere"),
            new Banned("\\b(class|record|interface|enum) \\w+(Impl|Manager|Helper|Utils?)\\b", "nowhere"));

    private static final Pattern QUALIFIED = Pattern.compile("(?<![\\w.])[a-z]\\w*(\\.[a-z]\\w*)+\\.[A-Z]\\w*");

    private SourceRules() {}

    /** Returns what is wrong with a source file, one line each: {@code path:line: what}. */
    static List<String> complaints(Path path, String text) {
        List<String> lines = text.lines().toList();
        List<String> wrong = new ArrayList<>();
        String place = path.toString().replace('\\', '/');
        if (lines.size() > FILE_LINES_MAX) {
            wrong.add(place + ": " + lines.size() + " lines, at most " + FILE_LINES_MAX);
        }
        for (int i = 0; i < lines.size(); i++) {
            for (Banned banned : BANNED) {
                Matcher found = banned.words().matcher(lines.get(i));
                if (found.find() && !banned.except().matcher(place).find()) {
                    wrong.add(place + ":" + (i + 1) + ": " + found.group());
                }
            }
        }
        methodLengths(place, lines, wrong);
        if (place.contains("src/main/java/")) {
            uses(place, text, wrong);
        }
        return wrong;
    }

    /** Counts from a member's first line to the brace that closes it: the formatter indents both alike. */
    private static void methodLengths(String place, List<String> lines, List<String> wrong) {
        for (String indent : List.of("    ", "        ")) {
            int start = 0;
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (!line.startsWith(indent) || line.startsWith(indent + " ")) {
                    continue;
                }
                boolean member = !lines.get(start).matches(".*\\b(class|record|interface|enum|@interface) .*");
                if (line.equals(indent + "}") && member && i - start >= METHOD_LINES_MAX) {
                    wrong.add(place + ":" + (start + 1) + ": method of " + (i - start + 1) + " lines, at most "
                            + METHOD_LINES_MAX);
                }
                start = i;
            }
        }
    }

    /** Looks at imports and at names written out in full, outside of comments and strings. */
    private static void uses(String place, String text, List<String> wrong) {
        String type = place.replaceFirst(".*src/main/java/", "")
                .replaceFirst("\\.java$", "")
                .replace('/', '.');
        String code = text.replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "\"\"").replaceAll("(?s)/\\*.*?\\*/|//[^\n]*", "");
        Matcher name = QUALIFIED.matcher(code);
        while (name.find()) {
            String used = name.group();
            if (used.startsWith("io.vexfs.")
                    ? !mayUse(ROOMS.get(longest(ROOMS, type)), used)
                    : !libraryFits(type, used)) {
                wrong.add(place + ": " + type + " may not use " + used);
            }
        }
    }

    private static boolean libraryFits(String type, String used) {
        String library = longest(LIBRARIES, used);
        if (type.startsWith("io.vexfs.api.") && !used.startsWith("java.")) {
            // The JDK's own too, but in a package that says so only by an x.
            boolean management = used.startsWith("javax.management.") && type.equals("io.vexfs.api.JmxMetrics");
            return management || used.startsWith("org.jspecify.");
        }
        return library.isEmpty() || type.startsWith("io.vexfs.examples.") || mayUse(LIBRARIES.get(library), type);
    }

    private static boolean mayUse(String allowed, String name) {
        return allowed != null
                && name.matches("io\\.vexfs\\.(" + allowed.replaceAll("(?<!\\\\)\\.(?!\\*)", "\\\\.") + ")(\\..*)?");
    }

    private static String longest(Map<String, String> table, String name) {
        return table.keySet().stream()
                .filter(key -> name.startsWith(key + "."))
                .reduce("", (a, b) -> a.length() >= b.length() ? a : b);
    }
}
