package io.vexfs.fuse.cli;

import io.vexfs.core.RecoveryReport;
import io.vexfs.core.StoreMaintenance;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs rebuild}: makes map and graph again from the log. */
@Command(
        name = "rebuild",
        description = {
            "Make map and graph again from the log, as after a crash, and link every vector anew.",
            "With COLLECTION, only its graph is built anew; the others are taken from their snapshots."
        },
        footer = {"", "Examples:", "  vexfs rebuild ./store", "  vexfs rebuild ./store words"})
final class RebuildVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory; nobody may have it open.")
    private Path store;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "COLLECTION",
            converter = Options.CollectionName.class,
            description = "The collection's path. Default: all of them.")
    private Optional<String> collection = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    void run() {
        long start = System.nanoTime();
        RecoveryReport report = Stores.closed(store, () -> {
            try (Progress progress = Progress.ofUnknown("rebuild")) {
                return StoreMaintenance.rebuild(store, collection, progress::step);
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        out().println(
                        json
                                ? JsonText.of(out -> {
                                    out.writeStartObject();
                                    out.writeNumberField("logRecordsRead", report.logRecordsRead());
                                    out.writeNumberField("vectorsLinked", report.vectorsLinked());
                                    out.writeNumberField("tornBytesDropped", report.tornBytesDropped());
                                    out.writeNumberField("tookMillis", Math.round(1e3 * seconds));
                                    out.writeEndObject();
                                })
                                : String.format(
                                        Locale.ROOT,
                                        "rebuilt %s from %d log records, linked %d vectors in %.1f s",
                                        collection
                                                .map(name -> name + " of " + store)
                                                .orElse(store.toString()),
                                        report.logRecordsRead(),
                                        report.vectorsLinked(),
                                        seconds));
    }
}
