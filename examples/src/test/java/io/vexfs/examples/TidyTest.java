package io.vexfs.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds every module's sources to the rules of CONTRIBUTING.md, and the rules to their canaries. */
class TidyTest {
    private static final String CORE = "vexfs-core/src/main/java/io/vexfs/core/internal/";

    @Test
    void sources_ofEveryModule_keepTheRules() throws IOException {
        Path root = root();
        List<Path> sources = sources(root);

        assertThat(sources).as("sources below %s", root).hasSizeGreaterThan(10);
        assertThat(sources.stream()
                        .flatMap(source -> SourceRules.complaints(root.relativize(source), read(source)).stream()))
                .isEmpty();
    }

    @Test
    void packages_ofMainCode_areNullMarked() throws IOException {
        assertThat(sources(root()).stream()
                        .filter(source -> source.toString().contains("/src/main/java/"))
                        .map(Path::getParent)
                        .collect(Collectors.toSet()))
                .allSatisfy(directory -> assertThat(directory.resolve("package-info.java"))
                        .content()
                        .containsPattern("(?s)^/\\*\\*.+\\*/\n@NullMarked\npackage "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            graph/A.java    | import io.vexfs.core.internal.storage.Codec;      | may not use io.vexfs.core.internal.storage.Codec
            graph/A.java    | net.openhft.chronicle.map.ChronicleMap<K, V> map; | may not use net.openhft.chronicle.map.ChronicleMap
            storage/A.java  | import io.vexfs.fuse.VexfsMount;                  | may not use io.vexfs.fuse.VexfsMount
            storage/A.java  | import com.codahale.metrics.Timer;                | may not use com.codahale.metrics.Timer
            unheard/A.java  | import org.slf4j.Logger;                          | may not use org.slf4j.Logger
            storage/A.java  | import java.util.*;                               | import java.util.*;
            storage/A.java  | // TODO later                                     | TODO
            storage/A.java  | error.printStackTrace();                          | printStackTrace
            storage/A.java  | Thread.sleep(1);                                  | Thread.sleep
            storage/A.java  | System.out.println();                             | System.out
            storage/A.java  | } catch (Throwable t) {                           | catch (Throwable
            storage/A.java  | final class StoreManager {                        | class StoreManager
            """)
    void complaints_badLine_nameIt(String file, String line, String complaint) {
        assertThat(SourceRules.complaints(Path.of(CORE + file), line))
                .singleElement()
                .asString()
                .contains(complaint);
    }

    @Test
    void complaints_apiUsesLibrary_nameIt() {
        Path path = Path.of("vexfs-api/src/main/java/io/vexfs/api/A.java");

        assertThat(SourceRules.complaints(path, "import com.google.common.base.Strings;"))
                .containsExactly(path + ": io.vexfs.api.A may not use com.google.common.base.Strings");
    }

    @Test
    void complaints_longFileAndMethod_countLines() {
        String method = "    void a() {\n" + "        b();\n".repeat(59) + "    }\n";
        String text = "class A {\n" + method + "    int c;\n".repeat(500) + "}\n";

        assertThat(SourceRules.complaints(Path.of(CORE + "storage/A.java"), text))
                .satisfiesExactly(
                        file -> assertThat(file).endsWith("563 lines, at most 500"),
                        lines -> assertThat(lines).endsWith("A.java:2: method of 61 lines, at most 60"));
    }

    @Test
    void complaints_allowedUses_areEmpty() {
        String text = "import net.openhft.chronicle.map.ChronicleMap;\n/** Not io.vexfs.fuse.cli.VexfsCli. */\n"
                + "class A { String a = \"jnr.ffi.Pointer\"; }\n";

        assertThat(SourceRules.complaints(Path.of(CORE + "storage/A.java"), text))
                .isEmpty();
    }

    private static List<Path> sources(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> path.toString().matches(".*/src/(main|test)/java/.*\\.java"))
                    // The rules and their canaries say what they forbid.
                    .filter(path -> !path.endsWith("TidyTest.java") && !path.endsWith("SourceRules.java"))
                    .toList();
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("vexfs-api"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
