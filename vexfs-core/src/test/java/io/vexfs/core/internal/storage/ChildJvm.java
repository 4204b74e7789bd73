package io.vexfs.core.internal.storage;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with this one's class path. */
public final class ChildJvm {
    private ChildJvm() {}

    /** The flags that this JVM was started with, agents left out. */
    public static List<String> flags() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agent"))
                .toList();
    }

    /** A JVM that is to run {@code main}. */
    public static ProcessBuilder builder(List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    /** Runs to the end; all that it printed. */
    public static String output(List<String> flags, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Process process = builder(flags, main, arguments).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
