package io.vexfs.fuse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.core.DescribedRecord;
import io.vexfs.core.StoreMaintenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs describe}: prints the records of a store's log and checkpoints. */
@Command(
        name = "describe",
        description = {
            "Print the records of a store's log and checkpoints; also of a store that is mounted.",
            "Each line is: file, offset, sequence, kind, number of the collection, ids of vectors, the rest; separated by tabs.",
            "The ids of a file's vectors are INODE#ROW; of several ids the first is printed, and how many more there are."
        },
        footer = {
            "",
            "Examples:",
            "  vexfs describe ./store | tail",
            "  vexfs describe ./store log/0000000000000001.log --json",
        })
final class DescribeVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory.")
    private Path store;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "CLEAN, or one file of log/ or graph/. Default: all of them.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object a line, with every id.")
    private boolean json;

    @Override
    void run() {
        Stores.requireStore(store);
        Optional<Path> chosen = file.map(each -> Files.exists(store.resolve(each)) ? store.resolve(each) : each);
        StoreMaintenance.describe(store, chosen, record -> out().println(json ? jsonLine(record) : textLine(record)));
    }

    private String name(DescribedRecord record) {
        Path absolute = store.toAbsolutePath();
        Path where = record.file().toAbsolutePath();
        return (where.startsWith(absolute) ? absolute.relativize(where) : record.file()).toString();
    }

    private String textLine(DescribedRecord record) {
        List<String> ids = record.ids();
        String shown = ids.isEmpty() ? "-" : ids.size() == 1 ? ids.get(0) : ids.get(0) + " +" + (ids.size() - 1);
        return String.join(
                "\t",
                name(record),
                Long.toString(record.offset()),
                Long.toString(record.sequence()),
                record.kind(),
                record.collection().isPresent()
                        ? Integer.toString(record.collection().getAsInt())
                        : "-",
                shown.replaceAll("[\\t\\n\\r]", " "),
                record.detail().replaceAll("[\\t\\n\\r]", " "));
    }

    private String jsonLine(DescribedRecord record) {
        return JsonText.of(out -> {
            out.writeStartObject();
            out.writeStringField("file", name(record));
            out.writeNumberField("offset", record.offset());
            out.writeNumberField("sequence", record.sequence());
            out.writeStringField("kind", record.kind());
            if (record.collection().isPresent()) {
                out.writeNumberField("collection", record.collection().getAsInt());
            }
            writeIds(out, record.ids());
            out.writeStringField("detail", record.detail());
            out.writeEndObject();
        });
    }

    private static void writeIds(JsonGenerator out, List<String> ids) throws IOException {
        out.writeArrayFieldStart("ids");
        for (String id : ids) {
            out.writeString(id);
        }
        out.writeEndArray();
    }
}
