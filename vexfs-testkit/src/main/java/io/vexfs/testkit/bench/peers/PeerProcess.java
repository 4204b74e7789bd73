package io.vexfs.testkit.bench.peers;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A running engine, asked line by line.
 *
 * <pre>
 * build             ->  built SECONDS BYTES_PER_VECTOR NAME AND VERSION
 * search EF FILE    ->  searched SECONDS       all queries once; ten int32 a query, little-endian, to FILE unless it is -
 * quit
 * </pre>
 *
 * A line {@code failed WHY} instead of an answer ends it.
 */
final class PeerProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path log;
    private final BufferedReader answers;
    private final Writer commands;

    /** Starts it; what it writes to standard error goes to {@code log}. */
    PeerProcess(String name, List<String> command, Path log) throws IOException {
        this.name = name;
        this.log = log;
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        answers = process.inputReader(StandardCharsets.UTF_8);
        commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * How an index was built.
     *
     * @param seconds that it took
     * @param bytesPerVector memory that the engine holds, vectors included
     * @param version name and version
     */
    record Built(double seconds, long bytesPerVector, String version) {}

    Built build() {
        String[] words = ask("build", "built").split(" ", 3);
        return new Built(Double.parseDouble(words[0]), Long.parseLong(words[1]), words[2]);
    }

    /** Walks over all queries once and returns the seconds. */
    double search(int ef) {
        return Double.parseDouble(ask("search " + ef + " -", "searched"));
    }

    /** Walks over all queries once and returns the rows found. */
    int[] found(int ef, Path scratch) throws IOException {
        ask("search " + ef + " " + scratch, "searched");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(scratch)).order(ByteOrder.LITTLE_ENDIAN);
        int[] rows = new int[bytes.remaining() / Integer.BYTES];
        bytes.asIntBuffer().get(rows);
        return rows;
    }

    private String ask(String command, String answer) {
        String line;
        try {
            commands.write(command + "\n");
            commands.flush();
            line = answers.readLine();
        } catch (IOException ended) {
            line = null;
        }
        if (line == null || !line.startsWith(answer + " ")) {
            String why = line == null ? "its end: " + logEnd() : line.replaceFirst("^failed ", "");
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, name + " " + command.split(" ")[0] + ": " + why);
        }
        return line.substring(answer.length() + 1);
    }

    private String logEnd() {
        try {
            return Programs.end(Files.readString(log));
        } catch (IOException e) {
            return log + " cannot be read";
        }
    }

    @Override
    public void close() {
        try {
            commands.write("quit\n");
            commands.flush();
            // It closes its output when it ends; before that it puts away what it left on disk.
            answers.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            // It is gone already, which is what was wanted.
        } finally {
            process.destroyForcibly();
        }
    }
}
