package io.vexfs.fuse.cli;

import io.vexfs.core.BackupReport;
import io.vexfs.core.StoreMaintenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs backup}: copies a store, also one that is mounted. */
@Command(
        name = "backup",
        description = {
            "Copy a store into a new or empty directory; also while it is mounted or open elsewhere.",
            "A mount is first told to bring everything to the disk. The copy is a store: log, graphs and files, each as it",
            "is when its turn comes, in this order. It carries no map, which the first open of the copy makes from the log."
        },
        footer = {"", "Examples:", "  vexfs backup ./store /mnt/disk/backup", "  vexfs backup ./mnt /mnt/disk/backup"})
final class BackupVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE|MOUNTPOINT", description = "The store's directory, or its mount.")
    private Path place;

    @Parameters(index = "1", paramLabel = "TO", description = "A new or empty directory.")
    private Path to;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    void run() throws IOException {
        Optional<Path> mount = Stores.mountOf(place);
        Path store = place;
        if (mount.isPresent()) {
            new MountDoor(mount.get()).syncOr(this::note);
            store = MountedCopy.behind(place, mount.get());
        }
        BackupReport report;
        try (Progress progress = Progress.ofBytes("backup", Stores.bytes(store))) {
            report = StoreMaintenance.backup(store, to, progress::step);
        }
        out().println(json ? text(report) : line(report));
    }

    private String line(BackupReport report) {
        return String.format(
                Locale.ROOT,
                "copied %d log records (%d bytes), %d graphs and %d files (%d bytes) to %s",
                report.logRecords(),
                report.logBytes(),
                report.graphs(),
                report.files(),
                report.fileBytes(),
                to);
    }

    private static String text(BackupReport report) {
        return JsonText.of(out -> {
            out.writeStartObject();
            out.writeNumberField("logRecords", report.logRecords());
            out.writeNumberField("logBytes", report.logBytes());
            out.writeNumberField("graphs", report.graphs());
            out.writeNumberField("files", report.files());
            out.writeNumberField("fileBytes", report.fileBytes());
            out.writeEndObject();
        });
    }
}
