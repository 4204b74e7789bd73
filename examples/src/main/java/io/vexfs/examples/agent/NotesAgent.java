package io.vexfs.examples.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An agent with a memory in files: it writes notes, asks by writing a question and reads what comes back. It knows no VexFS, only
 * {@code java.nio.file}; any program that reads and writes files can do the same.
 *
 * <p>Its vectors count words by their hash, which stands for a model of embeddings: real ones come from outside, and are saved
 * in the same way.
 */
public final class NotesAgent {
    private static final int DIMENSIONS = 1_024;
    private static final int SHORTEST_WORD = 4;

    private final Path notes;

    /** An agent with its notes in a directory of a mounted store. */
    public NotesAgent(Path directory) throws IOException {
        notes = Files.createDirectories(directory);
    }

    /** Remembers a text: the note itself, and its vector beside it. */
    public void remember(String name, String text) throws IOException {
        Files.writeString(notes.resolve(name + ".txt"), text);
        Files.writeString(notes.resolve(name + ".vec"), vector(text));
    }

    /** The names of the notes nearest to a text, nearest first. */
    public List<String> recall(String text, int k) throws IOException {
        Path question = notes.resolve("question.search");
        Files.writeString(question, "vector: " + vector(text) + "k: " + k + "\n");
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(notes.resolve("question.search.results"))) {
            Path found = Path.of(line.split("\t")[2]);
            names.add(found.getFileName().toString().replaceFirst("\\.vec$", ""));
        }
        return names;
    }

    /**
     * Follows a question through the notes: reads the nearest one that is new, adds its words to the question, asks again.
     *
     * @return the notes in the order in which they were read
     */
    public Set<String> follow(String question, int steps) throws IOException {
        Set<String> read = new LinkedHashSet<>();
        StringBuilder known = new StringBuilder(question);
        for (int step = 0; step < steps; step++) {
            for (String name : recall(known.toString(), steps + 1)) {
                if (read.add(name)) {
                    known.append(' ').append(Files.readString(notes.resolve(name + ".txt")));
                    break;
                }
            }
        }
        return read;
    }

    private static String vector(String text) {
        float[] counts = new float[DIMENSIONS];
        for (String word : text.toLowerCase(Locale.ROOT).split("\\P{L}+")) {
            if (word.length() >= SHORTEST_WORD) {
                counts[Math.floorMod(word.hashCode() * 31, DIMENSIONS)]++;
            }
        }
        StringBuilder line = new StringBuilder();
        for (float count : counts) {
            line.append(count).append(' ');
        }
        return line.append('\n').toString();
    }

    /** Runs with a directory of a mounted store. */
    public static void main(String[] arguments) throws IOException {
        NotesAgent agent = new NotesAgent(Path.of(arguments[0]));
        agent.remember("outage", "The checkout failed on Friday because the payment gateway refused certificates.");
        agent.remember(
                "certificates",
                "Certificates of the gateway are renewed by the script rotate, which needs vault access.");
        agent.remember(
                "vault", "Access to the vault is granted by the security team; tokens expire after ninety days.");
        agent.remember("lunch", "The canteen serves soup on Mondays and pancakes on Thursdays.");
        System.out.println(agent.follow("Why did the checkout fail?", 3));
    }
}
