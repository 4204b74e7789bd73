package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The steps of {@code vexfs demo}; each shows its commands and is timed. */
final class Demo {
    private static final List<String> LISTED = List.of("king", "computer", "monday");
    private static final List<String> READ = List.of("music", "river");
    private static final int NEIGHBOURS = 8;

    private final DemoPlace place;
    private final Shell shell;
    private final WordVectors vectors;
    private final PrintWriter out;
    private final String vexfs = Launcher.command();
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    Demo(DemoPlace place, Shell shell, WordVectors vectors, PrintWriter out) {
        this.place = place;
        this.shell = shell;
        this.vectors = vectors;
        this.out = out;
    }

    /** What a step does. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    void run() throws IOException, InterruptedException {
        Map<String, String> before = new LinkedHashMap<>();
        Map<String, String> after = new LinkedHashMap<>();
        step("Mount a new store", this::mount);
        step("Save " + vectors.words().size() + " word vectors as files", this::save);
        step("Find neighbours by ls", () -> list(before));
        step("Find neighbours by cat", () -> read(before));
        step("Unmount", () -> shell.run(vexfs + " umount mnt"));
        step("Mount the same store again", () -> shell.run(vexfs + " mount store mnt"));
        step("Ask the same questions", () -> {
            list(after);
            read(after);
            requireSame(before, after);
        });
        step("Unmount", () -> shell.run(vexfs + " umount mnt"));
        summarise();
    }

    private void step(String name, Step step) throws IOException, InterruptedException {
        out.println();
        out.println((seconds.size() + 1) + ". " + name);
        long start = System.nanoTime();
        step.run();
        double took = (System.nanoTime() - start) / 1e9;
        seconds.put((seconds.size() + 1) + ". " + name, took);
        out.printf(Locale.ROOT, "  (%.1f s)%n", took);
        out.flush();
    }

    private void mount() throws IOException, InterruptedException {
        out.println("  $ cd " + Shell.quoted(place.work().toString()));
        shell.run("mkdir mnt");
        shell.run(vexfs + " mount store mnt");
    }

    private void save() throws IOException, InterruptedException {
        shell.run("mkdir mnt/words");
        out.println("  (now this program writes mnt/words/WORD.vec for each word, as any program can)");
        out.flush();
        Path words = place.mount().resolve("words");
        VectorSource vec = VectorSource.forSuffix(words, ".vec");
        try (Progress progress = Progress.ofCount("  saving", vectors.words().size())) {
            for (int i = 0; i < vectors.words().size(); i++) {
                try (OutputStream file =
                        Files.newOutputStream(words.resolve(vectors.words().get(i) + ".vec"))) {
                    vec.format().write(file, List.of(vectors.rows().get(i)));
                }
                progress.step(1);
            }
        }
        shell.run("ls mnt/words | wc -l");
        shell.run("cut -c 1-60 mnt/words/king.vec");
    }

    private void list(Map<String, String> answers) throws IOException, InterruptedException {
        for (String word : LISTED) {
            String command = "ls mnt/words/.search/like=" + word + ".vec,k=" + NEIGHBOURS + "/";
            answers.put(command, full(command, shell.run(command)));
        }
    }

    private void read(Map<String, String> answers) throws IOException, InterruptedException {
        for (String word : READ) {
            shell.run("printf 'like: words/" + word + ".vec\\nk: " + NEIGHBOURS + "\\n' > mnt/q.search");
            answers.put(word, full(word, shell.run("cat mnt/q.search.results")));
        }
    }

    private static String full(String question, String answer) {
        long found = answer.lines().count();
        if (found != NEIGHBOURS) {
            throw new VexfsException(
                    FuseVexfsError.SEARCH_FAILED,
                    "'" + question + "': expected " + NEIGHBOURS + " neighbours, was " + found + ": " + answer.strip());
        }
        return answer;
    }

    private void requireSame(Map<String, String> before, Map<String, String> after) {
        before.forEach((question, answer) -> {
            String again = after.get(question);
            if (!answer.equals(again)) {
                throw new VexfsException(
                        FuseVexfsError.SEARCH_FAILED,
                        "'" + question + "' answered differently after mounting again: expected\n" + answer + "was\n"
                                + again);
            }
        });
        out.println("  All " + before.size() + " answers are the same as before.");
    }

    private void summarise() {
        out.println();
        out.println("Done. How long each step took:");
        seconds.forEach((name, took) -> out.printf(Locale.ROOT, "  %-36s %6.1f s%n", name, took));
        out.println();
        out.println("What to try next:");
        out.println("  " + vexfs + " mount ./store ./mnt     # your own store, on an empty directory");
        out.println("  echo '0.1 0.2 0.3' > mnt/a.vec     # any file of vectors: .vec .npy .fvecs .bvecs .jsonl");
        out.println("  ls mnt/.search/like=a.vec,k=5/     # its neighbours, best first");
        out.println("  getfattr -n user.vexfs.status mnt/a.vec     # is it indexed, and if not, why");
        out.println("  " + vexfs + " --help     # all verbs");
        if (place.kept()) {
            out.println("The demo's store is kept: " + vexfs + " mount "
                    + Shell.quoted(place.work().resolve("store").toString()) + " "
                    + Shell.quoted(place.mount().toString()));
        }
        out.flush();
    }
}
