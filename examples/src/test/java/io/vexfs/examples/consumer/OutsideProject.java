package io.vexfs.examples.consumer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Maven project in a folder of its own, which knows VexFS from a repository only, and no network. */
final class OutsideProject {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String TARGET = System.getProperty("vexfs.target", "target");
    private static final int END_SECONDS = 900;

    private final Path folder;
    private final String version;

    OutsideProject(Path folder) throws IOException {
        this.folder = folder;
        version = found("<artifactId>vexfs-parent</artifactId>\\s*<version>(.*?)</version>", ROOT.resolve("pom.xml"));
    }

    /** Puts what {@code mvn install} would put, built by the reactor that this test runs in, into the project's repository. */
    void install() throws IOException {
        install("vexfs-parent", ROOT.resolve("pom.xml"));
        install("vexfs-bom", ROOT.resolve("vexfs-api/bom/pom.xml"));
        for (String module : List.of("vexfs-api", "vexfs-core", "vexfs-testkit")) {
            install(module, ROOT.resolve(module).resolve("pom.xml"));
            String jar = module + "-" + version + ".jar";
            Files.copy(
                    ROOT.resolve(module).resolve(TARGET).resolve(jar),
                    place(module).resolve(jar));
        }
    }

    private void install(String module, Path pom) throws IOException {
        Files.createDirectories(place(module));
        Files.copy(pom, place(module).resolve(module + "-" + version + ".pom"));
    }

    private Path place(String module) {
        return folder.resolve("repository/io/vexfs").resolve(module).resolve(version);
    }

    /** Writes the project. */
    void write(Map<String, String> tests) throws IOException {
        String flags = found("<vexfs.jvm.flags>(.*?)</vexfs.jvm.flags>", ROOT.resolve("pom.xml"));
        // Each of the bugs would be shortened for as long as it takes.
        flags += " -Dvexfs.testkit.shorten.tries=20";
        if (Runtime.version().feature() >= 24) {
            flags += " --sun-misc-unsafe-memory-access=allow";
        }
        Files.writeString(
                folder.resolve("pom.xml"),
                text("pom.xml").replace("@version@", version).replace("@flags@", flags));
        // Everything else comes from where the reactor's Maven keeps it, as from a server; there is no other.
        Files.writeString(
                folder.resolve("settings.xml"),
                text("settings.xml")
                        .replace(
                                "@repository@",
                                Path.of(System.getProperty(
                                                "vexfs.repository",
                                                System.getProperty("user.home") + "/.m2/repository"))
                                        .toUri()
                                        .toString()));
        Path main = Files.createDirectories(folder.resolve("src/main/java/io/vexfs/examples/ownstore"));
        Files.copy(
                ROOT.resolve("examples/src/main/java/io/vexfs/examples/ownstore/MapStore.java"),
                main.resolve("MapStore.java"));
        Path test = Files.createDirectories(folder.resolve("src/test/java/outside"));
        for (Map.Entry<String, String> each : tests.entrySet()) {
            Files.writeString(test.resolve(each.getKey()), each.getValue());
        }
    }

    private static String text(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/consumer").resolve(name));
    }

    private static String found(String pattern, Path file) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        if (!matcher.find()) {
            throw new IOException(file + ": expected " + pattern);
        }
        return matcher.group(1);
    }

    /** Runs Maven there and returns what it printed. */
    String maven(String... arguments) throws IOException, InterruptedException {
        String home = System.getProperty("vexfs.maven.home", "");
        List<String> command = new ArrayList<>(List.of(
                home.isEmpty() ? "mvn" : Path.of(home, "bin", "mvn").toString(),
                "-B",
                "-ntp",
                "-s",
                folder.resolve("settings.xml").toString(),
                "-Dmaven.repo.local=" + folder.resolve("repository")));
        command.addAll(List.of(arguments));
        Path log = folder.resolve("maven.log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("MAVEN_OPTS");
        Process process = builder.start();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(
                    "Maven: expected an end within " + END_SECONDS + " s; it said " + Files.readString(log));
        }
        return Files.readString(log);
    }

    /** How many tests ran of a class, and the names of those that failed. */
    Outcome outcome(String test) throws IOException {
        Path report = folder.resolve("target/surefire-reports/TEST-outside." + test + ".xml");
        String text = Files.readString(report);
        List<String> failed = new ArrayList<>();
        Matcher cases = Pattern.compile("<testcase name=\"(\\w+)[^>]*>\\s*<(failure|error)\\b")
                .matcher(text);
        while (cases.find()) {
            failed.add(cases.group(1));
        }
        return new Outcome(
                (int) Pattern.compile("<testcase ").matcher(text).results().count(), failed);
    }

    /** The classes that have a report. */
    List<String> reports() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("target/surefire-reports"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("TEST-outside."))
                    .map(name -> name.substring("TEST-outside.".length(), name.length() - ".xml".length()))
                    .sorted()
                    .toList();
        }
    }

    /**
     * What came of a class.
     *
     * @param tests that ran
     * @param failed of them
     */
    record Outcome(int tests, List<String> failed) {}
}
