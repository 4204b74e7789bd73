package io.vexfs.testkit.bench.disk;

import io.vexfs.testkit.bench.Programs;
import io.vexfs.testkit.mount.PageCache;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** What people run on a disk: {@code ls -l}, {@code find}, {@code tar}, {@code grep -r}, {@code rm -r}. */
final class ToolWork {
    private static final String WHY = "to measure what people run on a disk";
    private static final String[] WORDS = {
        "return", "static", "public", "value", "index", "vector", "for", "int", "final", "new", "{", "}", "=", "();",
        "//"
    };
    private static final int TREE_DIRECTORIES = 40;
    private static final int LINES_MAX = 300;
    private static final int WORDS_A_LINE = 9;

    private final int files;
    private final Path archive;

    /** Makes a tree of source text and packs it, once. */
    ToolWork(DiskSettings settings, Path work) throws IOException {
        for (String program : List.of("ls", "find", "tar", "grep", "rm")) {
            Programs.requirePresent(program, WHY);
        }
        files = settings.files();
        Path tree = Files.createDirectory(work.resolve("tree"));
        archive = work.resolve("tree.tar");
        Random random = new Random(9);
        for (int i = 0; i < Math.max(TREE_DIRECTORIES, files / 4); i++) {
            Path directory = Files.createDirectories(tree.resolve("package" + i % TREE_DIRECTORIES));
            Files.writeString(directory.resolve("Source" + i + ".java"), text(random));
        }
        Programs.run(work, Map.of(), WHY, List.of("tar", "cf", archive.toString(), "-C", work.toString(), "tree"));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int line = 1 + random.nextInt(LINES_MAX); line > 0; line--) {
            for (int word = 0; word < WORDS_A_LINE; word++) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** On files of its own, which stay. */
    List<DiskTask> lists(int workers, double least) {
        return List.of(new DiskTask("ls -l of " + files, "runs/s", workers, least, this::list));
    }

    /** In this order, as the last one removes what the first one unpacks. */
    List<DiskTask> tasks(int workers, double least) {
        return List.of(
                new DiskTask("untar", "runs/s", workers, least, this::untar),
                new DiskTask("find", "runs/s", workers, least, this::find),
                new DiskTask("grep -r", "runs/s", workers, least, this::grep),
                new DiskTask("rm -r", "runs/s", workers, least, this::remove));
    }

    /** Runs a program once for each worker, all at once. */
    private static double rate(int workers, Commands commands) throws IOException {
        return workers / Workers.seconds(workers, worker -> run(commands.command(worker)));
    }

    private interface Commands {
        List<String> command(int worker);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            int code = process.waitFor();
            if (code > 1) {
                throw new IOException(String.join(" ", command) + ": expected exit code 0, was " + code);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + command.get(0), stop);
        }
    }

    private double list(DiskSide side, int workers, int round) throws IOException {
        Path many = side.directory().resolve("many");
        if (!Files.exists(many)) {
            Files.createDirectory(many);
            for (int i = 0; i < files; i++) {
                Files.createFile(many.resolve("file-" + i));
            }
            side.touch();
        }
        side.forgetNames();
        double rate = rate(workers, worker -> List.of("ls", "-l", many.toString()));
        side.touch();
        return rate;
    }

    private static Path place(DiskSide side, int worker) {
        return side.directory().resolve("tree-" + worker);
    }

    private double untar(DiskSide side, int workers, int round) throws IOException {
        for (int worker = 0; worker < workers; worker++) {
            Files.createDirectories(place(side, worker));
        }
        double rate = rate(
                workers,
                worker -> List.of(
                        "tar",
                        "xf",
                        archive.toString(),
                        "-C",
                        place(side, worker).toString()));
        side.touch();
        return rate;
    }

    private double find(DiskSide side, int workers, int round) throws IOException {
        side.forgetNames();
        double rate =
                rate(workers, worker -> List.of("find", place(side, worker).toString(), "-type", "f", "-size", "+2k"));
        side.touch();
        return rate;
    }

    private double grep(DiskSide side, int workers, int round) throws IOException {
        if (side.mounted()) {
            for (int worker = 0; worker < workers; worker++) {
                try (Stream<Path> all = Files.walk(place(side, worker))) {
                    all.filter(Files::isRegularFile).forEach(PageCache::forget);
                }
            }
        }
        side.touch();
        side.forgetNames();
        double rate = rate(
                workers,
                worker -> List.of(
                        "grep", "-r", "-c", "-F", "needle", place(side, worker).toString()));
        side.touch();
        return rate;
    }

    private double remove(DiskSide side, int workers, int round) throws IOException {
        double rate =
                rate(workers, worker -> List.of("rm", "-r", place(side, worker).toString()));
        side.touch();
        return rate;
    }
}
