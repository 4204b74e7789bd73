package io.vexfs.testkit.cli;

import io.vexfs.testkit.bench.scale.ScaleBenchmark;
import io.vexfs.testkit.bench.scale.ScaleSettings;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vexfs bench scale}: how a mount bears many files, vectors and clients. */
@Command(
        name = "scale",
        description = {
            "List and rename a directory of many files, rename one of many vectors, and let many clients search by",
            "files while others change: times, the longest that somebody else waited meanwhile, wrong answers."
        },
        footer = {"", "Example:", "  vexfs bench scale --part moved,clients --vectors 100000 --json scale.json"})
final class ScaleVerb extends BenchVerb {
    @Mixin
    private ResultOptions result;

    @Option(
            names = "--part",
            paramLabel = "PART",
            split = ",",
            description = "Only these: files, moved, clients. Default: all.")
    private Set<ScaleBenchmark.Part> parts = EnumSet.allOf(ScaleBenchmark.Part.class);

    @Option(names = "--files", paramLabel = "N", description = "Files in a directory. Default: ${DEFAULT-VALUE}.")
    private int files = ScaleSettings.DEFAULT.files();

    @Option(
            names = "--moved",
            paramLabel = "N",
            description = "Files of vectors in a directory that is renamed. Default: ${DEFAULT-VALUE}.")
    private int moved = ScaleSettings.DEFAULT.moved();

    @Option(
            names = "--vectors",
            paramLabel = "N",
            description = "Vectors that are searched. Default: ${DEFAULT-VALUE}.")
    private int vectors = ScaleSettings.DEFAULT.vectors();

    @Option(names = "--clients", paramLabel = "N", description = "Clients that search. Default: ${DEFAULT-VALUE}.")
    private int clients = ScaleSettings.DEFAULT.clients();

    @Option(names = "--seconds", paramLabel = "N", description = "How long they search. Default: ${DEFAULT-VALUE}.")
    private int seconds = ScaleSettings.DEFAULT.seconds();

    @Override
    void run() throws IOException {
        result.prepare();
        ScaleSettings settings = new ScaleSettings(files, moved, vectors, clients, seconds);
        result.finish(new ScaleBenchmark(settings).run(result.work(), parts, progress()), out());
    }
}
