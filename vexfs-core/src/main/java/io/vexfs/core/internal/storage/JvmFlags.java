package io.vexfs.core.internal.storage;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import net.openhft.chronicle.map.ChronicleMap;

/** What Chronicle Map needs from the JVM: checked once, before it fails deep inside of itself, and made quiet. */
public final class JvmFlags {
    /** The flags, one for each element. */
    public static final List<String> FLAGS = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED");

    /** Complains about a cleaner that Chronicle Map does without. Held, since a logger without owner forgets its level. */
    private static final Logger CLEANER =
            Logger.getLogger("net.openhft.chronicle.core.internal.cleaner.ReflectionBasedByteBufferCleanerService");

    private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";

    private JvmFlags() {}

    /**
     * Checks the JVM, and switches Chronicle Map's usage analytics and chatter off.
     *
     * @throws VexfsException {@link FuseVexfsError#UNSUPPORTED} with the lines to paste
     */
    public static void require() {
        Module user = ChronicleMap.class.getModule();
        Module base = Object.class.getModule();
        Optional<Module> compiler = ModuleLayer.boot().findModule("jdk.compiler");
        if (compiler.isEmpty()) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED,
                    "VexFS needs a JDK, since Chronicle Map compiles classes while it runs: expected the module"
                            + " jdk.compiler, was a JVM without it (" + System.getProperty("java.home") + ")");
        }
        List<String> missing = new ArrayList<>();
        addUnless(base.isOpen("java.lang", user), 0, missing);
        addUnless(base.isOpen("java.lang.reflect", user), 1, missing);
        addUnless(base.isExported("sun.nio.ch", user), 2, missing);
        addUnless(compiler.get().isExported("com.sun.tools.javac.file", user), 3, missing);
        if (!missing.isEmpty()) {
            throw new VexfsException(FuseVexfsError.UNSUPPORTED, message(missing));
        }
        quiet();
    }

    private static void addUnless(boolean present, int flag, List<String> missing) {
        if (!present) {
            missing.add(FLAGS.get(flag));
        }
    }

    private static String message(List<String> missing) {
        String line = String.join(" ", FLAGS);
        String quoted = FLAGS.stream().map(flag -> '"' + flag + '"').collect(Collectors.joining(", "));
        return "this JVM was started without " + missing.size() + " of the " + FLAGS.size()
                + " flags that VexFS needs ("
                + String.join(", ", missing) + "). Paste one of these:\n"
                + "  java:     java " + line + " ...\n"
                + "  Surefire: <argLine>" + line + "</argLine>\n"
                + "  Gradle:   jvmArgs(" + quoted + ")\n";
    }

    /** Before the first class of Chronicle Map is initialised. */
    private static void quiet() {
        System.setProperty("chronicle.analytics.disable", "true");
        CLEANER.setLevel(Level.SEVERE);
        // Without a logging provider slf4j says so on standard error.
        if (System.getProperty(SLF4J_VERBOSITY) == null) {
            System.setProperty(SLF4J_VERBOSITY, "ERROR");
        }
    }
}
