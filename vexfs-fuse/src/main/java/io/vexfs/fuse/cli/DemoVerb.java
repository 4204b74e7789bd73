package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs demo}: the whole way on real word vectors, each step with the command that does it. */
@Command(
        name = "demo",
        description = {
            "Show the whole way on real word vectors.",
            "Mounts a new store, saves words as vector files, finds neighbours by ls and cat, unmounts, mounts again and",
            "finds the same. Shows each command that it runs and how long each step took; leaves nothing behind."
        },
        footer = {"", "Examples:", "  vexfs demo", "  vexfs demo ./my-demo    (keeps the store there)"})
final class DemoVerb extends Verb {
    private static final int WORDS_MIN = 1_000;
    private static final int WORDS_MAX = 10_000;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIRECTORY",
            description = "A new or empty directory to work in and to keep. Default: a temporary one.")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--words",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Words to save. Default: ${DEFAULT-VALUE}.")
    private int words;

    @Override
    void run() throws IOException, InterruptedException {
        if (words < WORDS_MIN || words > WORDS_MAX) {
            throw new UsageException("--words: expected " + WORDS_MIN + " to " + WORDS_MAX + ", was " + words);
        }
        Path work = directory.isPresent() ? own(directory.get()) : Files.createTempDirectory("vexfs-demo-");
        DemoPlace place = new DemoPlace(work.toRealPath(), directory.isPresent());
        // Runs after Ctrl-C too.
        Thread cleanUp = new Thread(place::clear, "vexfs-demo-clean-up");
        Runtime.getRuntime().addShutdownHook(cleanUp);
        try {
            new Demo(place, new Shell(place.work(), out()), WordVectors.load(words), out()).run();
        } catch (IOException | VexfsException e) {
            if (!place.cleared()) {
                throw e;
            }
        }
    }

    private static Path own(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (var entries = Files.newDirectoryStream(directory)) {
            if (entries.iterator().hasNext()) {
                throw new VexfsException(
                        FuseVexfsError.NOT_EMPTY,
                        directory + ": expected a new or empty directory, was one with files");
            }
        }
        return directory;
    }
}
