package io.vexfs.fuse.cli;

import io.vexfs.core.CompactionReport;
import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs compact}: gives back the room of replaced and deleted vectors. */
@Command(
        name = "compact",
        description = {
            "Write what is live anew and drop the rest of the log.",
            "A store that is open does so by itself when its log has grown; this does it now, for a mount too."
        },
        footer = {"", "Examples:", "  vexfs compact ./store", "  vexfs compact ./mnt"})
final class CompactVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE|MOUNTPOINT", description = "The store's directory, or its mount.")
    private Path store;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    void run() throws IOException {
        Optional<Path> mount = Stores.mountOf(store);
        CompactionReport report = mount.isPresent() ? compactMounted(mount.get()) : compactClosed();
        print(report);
    }

    private CompactionReport compactClosed() {
        try (Vexfs vexfs = Stores.open(store, Stores.existing())) {
            return vexfs.compact();
        }
    }

    private CompactionReport compactMounted(Path mount) throws IOException {
        MountDoor door = new MountDoor(mount);
        Path log = MountedCopy.behind(store, mount).resolve("log");
        long before = Stores.bytes(log);
        long start = System.nanoTime();
        door.compact();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return new CompactionReport(before, Stores.bytes(log), door.vectors(), took);
    }

    private void print(CompactionReport report) {
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
