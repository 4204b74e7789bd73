package io.vexfs.testkit.bench.peers;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Quantization;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.AnnFiles;
import io.vexfs.testkit.bench.GraphSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How each engine is started: ours from this class path, others from their own build. */
final class PeerLaunches {
    static final String OURS = "vexfs";
    static final String HNSWLIB = "hnswlib";
    private static final List<String> JAVA_PEERS = List.of("jvector", "lucene", "hnswlib-java");

    /** The JVM warns about memory access through Unsafe from here on, and knows the flag that calms it. */
    private static final int UNSAFE_WARNS = 24;

    private final PeerSettings settings;
    private final List<String> arguments;
    private final GraphSettings graph;

    PeerLaunches(PeerSettings settings, AnnFiles files, DistanceMetric metric, GraphSettings graph) {
        this.settings = settings;
        this.graph = graph;
        arguments = List.of(
                files.base().toAbsolutePath().toString(),
                files.query().toAbsolutePath().toString(),
                metric.text(),
                Integer.toString(graph.m()),
                Integer.toString(graph.efConstruction()),
                Integer.toString(graph.threads()));
    }

    /** The names that {@code --engines} knows. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Quantization quantization : Quantization.values()) {
            names.add(ours(quantization));
        }
        names.add(HNSWLIB);
        names.addAll(JAVA_PEERS);
        return names;
    }

    /** One launch for each engine, and for each JDK where it runs on one. */
    List<Launch> all(Map<String, String> ourOptions) throws IOException {
        List<Launch> launches = new ArrayList<>();
        for (Quantization quantization : Quantization.values()) {
            for (int jdk : settings.jdks()) {
                if (settings.engines().contains(ours(quantization))) {
                    launches.add(ours(jdk, quantization, ourOptions));
                }
            }
        }
        if (settings.engines().contains(HNSWLIB)) {
            launches.add(hnswlib());
        }
        List<String> wanted =
                JAVA_PEERS.stream().filter(settings.engines()::contains).toList();
        if (!wanted.isEmpty()) {
            javaPeers(wanted, launches);
        }
        return launches;
    }

    /** {@code vexfs}, {@code vexfs+int8}, {@code vexfs+int4}. */
    private static String ours(Quantization quantization) {
        return quantization == Quantization.NONE ? OURS : OURS + "+" + quantization.text();
    }

    private Launch ours(int jdk, Quantization quantization, Map<String, String> options) {
        List<String> command = java(jdk, System.getProperty("java.class.path"));
        command.add(BridgePeer.class.getName());
        command.addAll(arguments);
        command.add(settings.work().toString());
        command.add(quantization.text());
        command.add(graph.storage().text());
        options.forEach((name, value) -> command.add(name + "=" + value));
        return Launch.of(ours(quantization) + "/" + jdk, command);
    }

    private Launch hnswlib() throws IOException {
        try {
            PeerBuild.Native built = new PeerBuild(settings.home()).hnswlib();
            List<String> command = new ArrayList<>(List.of(built.program().toString()));
            command.addAll(arguments);
            command.add(built.version());
            return Launch.of(HNSWLIB, command);
        } catch (VexfsException failed) {
            return Launch.impossible(HNSWLIB, String.valueOf(failed.getMessage()));
        }
    }

    private void javaPeers(List<String> wanted, List<Launch> launches) throws IOException {
        String classPath = "";
        String trouble = "";
        try {
            classPath = new PeerBuild(settings.home()).javaEngines(Jdks.found());
        } catch (VexfsException failed) {
            trouble = String.valueOf(failed.getMessage());
        }
        for (String engine : wanted) {
            for (int jdk : settings.jdks()) {
                String name = engine + "/" + jdk;
                if (trouble.isEmpty()) {
                    List<String> command = java(jdk, classPath);
                    command.addAll(List.of("io.vexfs.peers.PeerMain", engine));
                    command.addAll(arguments);
                    launches.add(Launch.of(name, command));
                } else {
                    launches.add(Launch.impossible(name, trouble));
                }
            }
        }
    }

    /** The same flags for all: those that this JVM was started with, SIMD among them, and the same heap. */
    private List<String> java(int jdk, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(Jdks.found().home(jdk).resolve("bin").resolve("java").toString());
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (flag.startsWith("--add-")
                    || flag.startsWith("--enable-native-access")
                    || flag.startsWith("-Dchronicle.")
                    || flag.startsWith("-Dfile.encoding")) {
                command.add(flag);
            }
        }
        if (jdk >= UNSAFE_WARNS) {
            command.add("--sun-misc-unsafe-memory-access=allow");
        }
        command.addAll(List.of("-Xmx" + settings.heap(), "-cp", classPath));
        return command;
    }

    /**
     * Checks names against {@link #names()}.
     *
     * @throws VexfsException {@code INVALID_ARGUMENT} for one that is not among them
     */
    static void requireKnown(List<String> engines) {
        for (String engine : engines) {
            if (!names().contains(engine)) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "--engines: expected some of " + String.join(", ", names()) + ", was '" + engine + "'");
            }
        }
    }
}
