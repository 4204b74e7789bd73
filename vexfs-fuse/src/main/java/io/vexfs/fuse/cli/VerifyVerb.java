package io.vexfs.fuse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.RepairReport;
import io.vexfs.core.StoreMaintenance;
import io.vexfs.core.StoreProblem;
import io.vexfs.core.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs verify}: reads everything that a store keeps and names every disagreement; repairs it on request. */
@Command(
        name = "verify",
        exitCodeOnExecutionException = VexfsCli.USAGE,
        description = {
            "Read everything that a store keeps and compare it with its log; change nothing.",
            "Each problem is a line: kind, file, offset, expected, found, separated by tabs. The kinds:",
            "  log      the log itself; a repair must be told to give records up",
            "  format   the file FORMAT; a repair makes it again from the log",
            "  derived  map, graph, catalog or mark; a repair makes them again from the log",
            "  file     a mounted file is not what its vectors were read from; the next mount reads it again",
        },
        footer = {
            "",
            "Exit codes: 0 nothing is wrong (any more), 1 there are problems, 2 it could not look.",
            "",
            "Examples:",
            "  vexfs verify ./store",
            "  vexfs verify ./store --repair",
            "  vexfs verify ./store --repair --give-up log-end",
        })
final class VerifyVerb extends Verb {
    private static final String LOG_END = "log-end";

    @Parameters(
            index = "0",
            paramLabel = "STORE|MOUNTPOINT",
            description = "The store's directory, or its mount; of a mounted store, a copy is looked at.")
    private Path store;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the copy of a mounted store lies meanwhile. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--repair", description = "Make again what can be made from the log, and look again.")
    private boolean repair;

    @Option(
            names = "--give-up",
            paramLabel = "WHAT",
            description =
                    "With --repair: '" + LOG_END + "' ends a damaged log before its first damage. What lies behind is"
                            + " lost to the store and kept in STORE/given-up-N.")
    private @Nullable String giveUp;

    private int exitCode;

    @Override
    void run() throws IOException {
        if (giveUp != null && (!repair || !giveUp.equals(LOG_END))) {
            throw new UsageException(
                    "--give-up: expected '" + LOG_END + "', and --repair with it, was '" + giveUp + "'");
        }
        Optional<Path> mount = repair ? Optional.empty() : Stores.mountOf(store);
        if (mount.isPresent()) {
            verifyMounted(mount.get());
            return;
        }
        RepairReport repaired = repair ? repair() : null;
        if (exitCode != 0) {
            return;
        }
        tell(verify(store), repaired);
    }

    private static VerifyReport verify(Path closed) {
        return Stores.closed(closed, () -> {
            try (Progress progress = Progress.ofBytes("verify", Stores.bytes(closed))) {
                return StoreMaintenance.verify(closed, progress::step);
            }
        });
    }

    /** The copy has log, graphs and files as they are; its map would be another one. A damaged log is not copied. */
    private void verifyMounted(Path mount) throws IOException {
        try (MountedCopy copy = MountedCopy.of(store, mount, work, this::note)) {
            note(
                    "looking at a copy of the mounted store: log, graphs and files; the map is looked at when it is closed");
            tell(verify(copy.store()), null);
        } catch (CorruptStoreException damaged) {
            note(String.valueOf(damaged.getMessage()));
            exitCode = VexfsCli.FAILURE;
        }
    }

    private void tell(VerifyReport report, @Nullable RepairReport repaired) {
        if (json) {
            out().println(text(report, repaired));
        } else {
            print(report);
        }
        exitCode = report.sound() ? 0 : VexfsCli.FAILURE;
    }

    private @Nullable RepairReport repair() {
        try {
            RepairReport done = Stores.closed(store, () -> {
                try (Progress progress = Progress.ofBytes("repair", Stores.bytes(store))) {
                    return StoreMaintenance.repair(store, giveUp != null, progress::step);
                }
            });
            tell(done);
            return done;
        } catch (VexfsException refused) {
            if (refused.error() != FuseVexfsError.CORRUPT) {
                throw refused;
            }
            note(refused.getMessage() + (giveUp == null ? "; allow it by: --repair --give-up " + LOG_END : ""));
            exitCode = VexfsCli.FAILURE;
            return null;
        }
    }

    private void tell(RepairReport done) {
        done.keptAside()
                .ifPresent(aside -> note("ended the log behind record " + done.lastSequence() + ": gave up "
                        + done.bytesGivenUp() + " bytes, in them " + done.recordsGivenUp()
                        + " records that could be read; they are kept in " + aside));
        if (done.before().has(StoreProblem.Kind.FORMAT)) {
            note("made FORMAT again from the log");
        }
        if (done.rebuilt()) {
            note("made map and graph again from the log");
        }
    }

    private void print(VerifyReport report) {
        for (StoreProblem problem : report.problems()) {
            out().println(String.join(
                    "\t",
                    kind(problem),
                    problem.file().toString(),
                    Long.toString(problem.offset()),
                    "expected " + problem.expected(),
                    "was " + problem.found()));
        }
        report.notes().forEach(this::note);
        String looked = String.format(
                Locale.ROOT,
                "%d log records, %d collections, %d vectors, %d files, %d bytes",
                report.logRecords(),
                report.collections(),
                report.vectors(),
                report.files(),
                report.bytesRead());
        out().println(
                        report.sound()
                                ? "sound: " + looked
                                : report.problemCount()
                                        + (report.problemCount() == 1 ? " problem in " : " problems in ")
                                        + looked);
    }

    private static String kind(StoreProblem problem) {
        return problem.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String text(VerifyReport report, @Nullable RepairReport repaired) {
        return JsonText.of(out -> {
            out.writeStartObject();
            out.writeBooleanField("sound", report.sound());
            out.writeNumberField("problemCount", report.problemCount());
            out.writeArrayFieldStart("problems");
            for (StoreProblem problem : report.problems()) {
                write(out, problem);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("notes");
            for (String note : report.notes()) {
                out.writeString(note);
            }
            out.writeEndArray();
            out.writeNumberField("logRecords", report.logRecords());
            out.writeNumberField("collections", report.collections());
            out.writeNumberField("vectors", report.vectors());
            out.writeNumberField("files", report.files());
            out.writeNumberField("bytesRead", report.bytesRead());
            if (repaired != null) {
                write(out, repaired);
            }
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, StoreProblem problem) throws IOException {
        out.writeStartObject();
        out.writeStringField("kind", kind(problem));
        out.writeStringField("file", problem.file().toString());
        out.writeNumberField("offset", problem.offset());
        out.writeStringField("expected", problem.expected());
        out.writeStringField("found", problem.found());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, RepairReport repaired) throws IOException {
        out.writeObjectFieldStart("repair");
        out.writeNumberField("problemCountBefore", repaired.before().problemCount());
        out.writeNumberField("lastSequence", repaired.lastSequence());
        out.writeNumberField("recordsGivenUp", repaired.recordsGivenUp());
        out.writeNumberField("bytesGivenUp", repaired.bytesGivenUp());
        out.writeStringField(
                "keptAside", repaired.keptAside().map(Path::toString).orElse(null));
        out.writeBooleanField("rebuilt", repaired.rebuilt());
        out.writeEndObject();
    }

    @Override
    int exitCode() {
        return exitCode;
    }
}
