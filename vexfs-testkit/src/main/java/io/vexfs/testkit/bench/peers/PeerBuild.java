package io.vexfs.testkit.bench.peers;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.DebianPackage;
import io.vexfs.testkit.bench.Programs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the drivers of other engines from {@code vexfs-testkit/peers} of the source tree. */
final class PeerBuild {
    /** What Lucene's classes need. */
    private static final int JDK_MIN = 21;

    private static final String HNSWLIB = "libhnswlib-dev";

    private final Path sources;

    PeerBuild(Path home) throws IOException {
        sources = home.resolve("vexfs-testkit").resolve("peers");
        if (!Files.isRegularFile(sources.resolve("pom.xml"))) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED,
                    sources + ": expected the drivers of other engines; bench peers runs from the source tree only");
        }
    }

    /** The class path of the Java engines. */
    String javaEngines(Jdks jdks) throws IOException {
        if (jdks.newest().getKey() < JDK_MIN) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED,
                    "needs a JDK " + JDK_MIN + " or later to be built, the newest here is "
                            + jdks.newest().getKey());
        }
        Programs.run(
                sources,
                Map.of("JAVA_HOME", jdks.newest().getValue().toString()),
                "to build the drivers of Java engines",
                List.of("mvn", "-q", "-B", "-ntp", "package"));
        Path target = sources.resolve("target");
        try (Stream<Path> own = Files.list(target);
                Stream<Path> libraries = Files.list(target.resolve("lib"))) {
            return Stream.concat(own, libraries)
                    .filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    /**
     * hnswlib's driver, compiled for this machine.
     *
     * @param program the driver
     * @param version hnswlib's
     */
    record Native(Path program, String version) {}

    Native hnswlib() throws IOException {
        String why = "to compile hnswlib (apt-get install g++)";
        Programs.requirePresent("g++", why);
        Path target = Files.createDirectories(sources.resolve("target").resolve("hnswlib"));
        DebianPackage debian = DebianPackage.fetch(HNSWLIB, target);
        Path program = target.resolve("driver");
        Programs.run(
                target,
                Map.of(),
                why,
                List.of(
                        "g++",
                        "-O3",
                        "-march=native",
                        "-std=c++17",
                        "-pthread",
                        // hnswlib's own headers warn.
                        "-w",
                        "-I",
                        debian.root().resolve("usr/include").toString(),
                        "-o",
                        program.toString(),
                        sources.resolve("hnswlib/driver.cpp").toString()));
        return new Native(program, debian.version());
    }
}
