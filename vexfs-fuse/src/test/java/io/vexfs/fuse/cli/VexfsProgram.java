package io.vexfs.fuse.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, with this test's JVM, flags and class path in the launcher's place. */
final class VexfsProgram {
    private static final long SECONDS_MAX = 300;

    private final Path directory;
    private final List<String> properties;

    VexfsProgram(Path directory) {
        this(directory, List.of());
    }

    private VexfsProgram(Path directory, List<String> properties) {
        this.directory = directory;
        this.properties = properties;
    }

    /**
     * How a run ended.
     *
     * @param exitCode the process's
     * @param output standard output and standard error
     */
    record Outcome(int exitCode, String output) {}

    /** The same program, told where the source tree is and to call a script in the launcher's place. */
    VexfsProgram withLauncher(Path home) throws IOException {
        Path script = directory.resolve("vexfs");
        StringBuilder line = new StringBuilder("#!/bin/sh\nexec");
        command().forEach(word -> line.append(' ').append(Shell.quoted(word)));
        Files.writeString(script, line + " \"$@\"\n");
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " could not be made executable");
        }
        return new VexfsProgram(directory, List.of("-Dvexfs.home=" + home, "-Dvexfs.command=" + script));
    }

    /** The same program with more options for the JVM. */
    VexfsProgram withOptions(String... options) {
        return new VexfsProgram(directory, List.of(options));
    }

    Outcome run(Object... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = start(output, arguments);
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    "no end within " + SECONDS_MAX + " s: " + List.of(arguments) + "\n" + Files.readString(output));
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    Process start(Path output, Object... arguments) throws IOException {
        List<String> command = command();
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // As the launcher does for short verbs; and not what the test runner added for itself.
            if (flag.startsWith("--") && !flag.contains("jdk.incubator.vector")
                    || flag.startsWith("-Dchronicle")
                    || flag.startsWith("-Dfile")) {
                command.add(flag);
            }
        }
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-ea", "-Xmx512m", "-XX:TieredStopAtLevel=1"));
        command.addAll(properties);
        command.addAll(List.of("-cp", classPath, VexfsCli.class.getName()));
        return command;
    }
}
