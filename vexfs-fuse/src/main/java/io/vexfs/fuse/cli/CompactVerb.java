package io.vexfs.fuse.cli;

import io.vexfs.core.CompactionReport;
import io.vexfs.core.Vexfs;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs compact}: gives back the room of replaced and deleted vectors. */
@Command(
        name = "compact",
        description = {
            "Write what is live anew and drop the rest of the log.",
            "A store that is open does so by itself when its log has grown; this is for one that is not."
        },
        footer = {"", "Example:", "  vexfs compact ./store"})
final class CompactVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory; nobody may have it open.")
    private Path store;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    void run() {
        CompactionReport report;
        try (Vexfs vexfs = Stores.open(store, Stores.existing())) {
            report = vexfs.compact();
        }
        out().println(
                        json
                                ? JsonText.of(out -> {
                                    out.writeStartObject();
                                    out.writeNumberField("logBytesBefore", report.logBytesBefore());
                                    out.writeNumberField("logBytesAfter", report.logBytesAfter());
                                    out.writeNumberField("vectors", report.vectors());
                                    out.writeNumberField(
                                            "tookMillis", report.took().toMillis());
                                    out.writeEndObject();
                                })
                                : String.format(
                                        Locale.ROOT,
                                        "compacted the log of %s from %d to %d bytes: %d vectors in %.1f s",
                                        store,
                                        report.logBytesBefore(),
                                        report.logBytesAfter(),
                                        report.vectors(),
                                        report.took().toMillis() / 1e3));
    }
}
