package io.vexfs.testkit.bench.peers;

import java.util.List;
import java.util.Objects;

/**
 * How an engine is started, or why it cannot be.
 *
 * @param name in the report, with the JDK where there is one: {@code vexfs/25}
 * @param command program and first arguments; empty if it cannot be started
 * @param trouble why it cannot be started; empty if it can
 */
record Launch(String name, List<String> command, String trouble) {
    Launch {
        Objects.requireNonNull(name, "name");
        command = List.copyOf(command);
        Objects.requireNonNull(trouble, "trouble");
    }

    static Launch of(String name, List<String> command) {
        return new Launch(name, command, "");
    }

    static Launch impossible(String name, String trouble) {
        return new Launch(name, List.of(), trouble);
    }
}
