package io.vexfs.testkit.bench.peers;

import io.vexfs.api.BridgeProvider;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Quantization;
import io.vexfs.api.SearchResult;
import io.vexfs.api.VectorStorage;
import io.vexfs.testkit.bench.BenchStore;
import io.vexfs.testkit.bench.GraphSettings;
import io.vexfs.testkit.bench.HeapMeter;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.data.FvecsFile;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The engine on this class path behind the line protocol of {@link PeerProcess}:
 * {@code BridgePeer BASE.fvecs QUERY.fvecs METRIC M EF_CONSTRUCTION THREADS WORK QUANTIZATION STORAGE [OPTION=VALUE]…}.
 */
final class BridgePeer {
    private static final int FIXED_ARGUMENTS = 9;

    private final String[] arguments;
    private final BridgeProvider provider = BridgeProvider.installed();
    private final BenchStore store;
    private final List<float[]> queries;
    private final SearchResult[] found;

    private BridgePeer(String[] arguments) throws IOException {
        this.arguments = arguments;
        queries = FvecsFile.vectors(Path.of(arguments[1]), Integer.MAX_VALUE);
        found = new SearchResult[queries.size()];
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : Arrays.asList(arguments).subList(FIXED_ARGUMENTS, arguments.length)) {
            String[] nameAndValue = option.split("=", 2);
            options.put(nameAndValue[0], nameAndValue[1]);
        }
        GraphSettings graph = new GraphSettings(
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Quantization.parse(arguments[7]),
                VectorStorage.parse(arguments[8]),
                options);
        store = BenchStore.open(provider, Path.of(arguments[6]), graph);
    }

    /** Serves commands until {@code quit} or the end of input. */
    public static void main(String[] arguments) {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int code = 0;
        try {
            new BridgePeer(arguments).serve(answers);
        } catch (IOException | RuntimeException e) {
            answers.println("failed " + String.valueOf(e).replaceAll("\\s+", " "));
            code = 1;
        }
        System.exit(code);
    }

    private void serve(PrintStream answers) throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (store) {
            String line;
            while ((line = commands.readLine()) != null && !line.equals("quit")) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "build" -> answers.println(build());
                    case "search" -> {
                        double seconds = search(Integer.parseInt(words[1]));
                        if (!words[2].equals("-")) {
                            write(Path.of(words[2]));
                        }
                        answers.println("searched " + seconds);
                    }
                    default -> throw new IllegalArgumentException("unknown command " + line);
                }
            }
        }
    }

    private String build() throws IOException {
        long before = HeapMeter.usedBytes();
        Stored stored = store();
        String version = provider.getClass().getPackage().getImplementationVersion();
        return String.format(
                Locale.ROOT,
                "built %.3f %d %s %s",
                stored.seconds(),
                Math.max(0, HeapMeter.usedBytes() - before) / stored.count(),
                provider.name(),
                version == null ? "(not from a jar)" : version);
    }

    /** The base is garbage once this returned; whether the engine keeps it shows in the heap. */
    private Stored store() throws IOException {
        List<float[]> base = FvecsFile.vectors(Path.of(arguments[0]), Integer.MAX_VALUE);
        return new Stored(base.size(), store.build(DistanceMetric.parse(arguments[2]), base, Progress.NONE));
    }

    private record Stored(int count, double seconds) {}

    private double search(int ef) {
        long start = System.nanoTime();
        for (int query = 0; query < found.length; query++) {
            found[query] = store.search(queries.get(query), ef);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private void write(Path file) throws IOException {
        int[] rows = BenchStore.rows(Arrays.asList(found));
        ByteBuffer bytes = ByteBuffer.allocate(rows.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(rows);
        Files.write(file, bytes.array());
    }
}
