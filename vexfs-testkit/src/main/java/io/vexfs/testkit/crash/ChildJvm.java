package io.vexfs.testkit.crash;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Another JVM with this one's flags and class path, that is over soon. */
public final class ChildJvm {
    private ChildJvm() {}

    /** The command that runs a class's {@code main}; agents of this JVM are left out. */
    public static List<String> command(String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(Objects.requireNonNull(System.getProperty("java.home")), "bin", "java")
                .toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!flag.startsWith("-javaagent") && !flag.startsWith("-agent") && !flag.contains("jdk.incubator")) {
                command.add(flag);
            }
        }
        // Half the processor time, as such a process ends before the second compiler, SIMD and more than one collector
        // pay.
        command.add("-XX:TieredStopAtLevel=1");
        if (command.stream().noneMatch(flag -> flag.matches("-XX:\\+Use\\w+GC"))) {
            command.add("-XX:+UseSerialGC");
        }
        String surefire = System.getProperty("surefire.test.class.path");
        String classPath = surefire != null ? surefire : System.getProperty("java.class.path");
        command.addAll(List.of("-cp", Objects.requireNonNull(classPath), main));
        command.addAll(arguments);
        return command;
    }

    /** A process for a command, with all that it prints in a file. */
    static ProcessBuilder builder(List<String> command, Path output) {
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    }
}
