package io.vexfs.fuse.cli;

import java.nio.file.Path;
import java.util.Objects;

/** What the launcher script tells the program about itself. */
final class Launcher {
    private Launcher() {}

    /** The source tree that holds the launcher and the example data. */
    static Path home() {
        return Path.of(Objects.requireNonNullElse(System.getProperty("vexfs.home"), ""))
                .toAbsolutePath();
    }

    /** The command that runs this program, as the shell takes it. */
    static String command() {
        String script = System.getProperty("vexfs.command");
        return Shell.quoted(script == null ? home().resolve("vexfs").toString() : script);
    }
}
