package io.vexfs.peers;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One engine as a process of its own: {@code PeerMain ENGINE BASE.fvecs QUERY.fvecs METRIC M EF_CONSTRUCTION THREADS}.
 *
 * <pre>
 * build             ->  built SECONDS BYTES_PER_VECTOR NAME AND VERSION
 * search EF FILE    ->  searched SECONDS       all queries once; ten int32 a query, little-endian, to FILE unless it is -
 * quit
 * </pre>
 *
 * A line {@code failed WHY} instead of an answer ends it.
 */
public final class PeerMain {
    private static final int COLLECTIONS = 3;

    private final Peer peer;
    private final String[] arguments;
    private final PrintStream answers;

    private PeerMain(Peer peer, String[] arguments, PrintStream answers) {
        this.peer = peer;
        this.arguments = arguments;
        this.answers = answers;
    }

    /** Serves commands until {@code quit} or the end of input. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        int code = 0;
        try (Peer peer = peer(arguments[0])) {
            new PeerMain(peer, arguments, answers).serve();
        } catch (UnsupportedClassVersionError e) {
            answers.println("failed needs a newer JDK than " + Runtime.version().feature());
            code = 1;
        } catch (Exception | LinkageError e) {
            answers.println("failed " + String.valueOf(e).replaceAll("\\s+", " "));
            code = 1;
        }
        System.exit(code);
    }

    private static Peer peer(String name) throws ReflectiveOperationException {
        // By name, because Lucene's classes do not load on an older JVM.
        String type =
                switch (name) {
                    case "jvector" -> "Jvector";
                    case "lucene" -> "Lucene";
                    case "hnswlib-java" -> "HnswlibJava";
                    default -> throw new IllegalArgumentException("unknown engine " + name);
                };
        return (Peer) Class.forName("io.vexfs.peers." + type + "Peer")
                .getDeclaredConstructor()
                .newInstance();
    }

    private void serve() throws Exception {
        List<float[]> queries = Fvecs.read(Path.of(arguments[2]), arguments[3].equals("cosine"));
        int[] found = new int[queries.size() * Peer.K];
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null && !line.equals("quit"); line = commands.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "build" -> answers.println(build());
                case "search" -> {
                    double seconds = search(queries, Integer.parseInt(words[1]), found);
                    if (!words[2].equals("-")) {
                        write(Path.of(words[2]), found);
                    }
                    answers.println("searched " + seconds);
                }
                default -> throw new IllegalArgumentException("unknown command " + line);
            }
        }
    }

    private String build() throws Exception {
        long before = heapBytes();
        List<float[]> base = Fvecs.read(Path.of(arguments[1]), arguments[3].equals("cosine"));
        int count = base.size();
        Peer.Task task = new Peer.Task(
                base,
                arguments[3],
                Integer.parseInt(arguments[4]),
                Integer.parseInt(arguments[5]),
                Integer.parseInt(arguments[6]));
        long start = System.nanoTime();
        peer.build(task);
        double seconds = (System.nanoTime() - start) / 1e9;
        // The vectors count if the engine keeps them.
        task = null;
        base = null;
        long bytes = (heapBytes() - before + peer.bytesOutsideHeap()) / count;
        return String.format(Locale.ROOT, "built %.3f %d %s", seconds, bytes, peer.version());
    }

    private double search(List<float[]> queries, int ef, int[] found) throws Exception {
        Arrays.fill(found, -1);
        long start = System.nanoTime();
        for (int query = 0; query < queries.size(); query++) {
            peer.search(queries.get(query), ef, found, query * Peer.K);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void write(Path file, int[] found) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(found.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(found);
        Files.write(file, bytes.array());
    }

    private static long heapBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
