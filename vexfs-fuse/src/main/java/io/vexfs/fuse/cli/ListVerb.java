package io.vexfs.fuse.cli;

import io.vexfs.api.CollectionInfo;
import io.vexfs.api.StoredVector;
import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs list}: prints the collections of a store, or the ids of one collection. */
@Command(
        name = "list",
        description = {
            "Print the collections, or the ids of one.",
            "Each line is a collection's name, metric, dimensions and size, separated by tabs.",
            "With COLLECTION: the ids of its vectors, one a line, in no order; only of a store that is not mounted."
        },
        footer = {"", "Examples:", "  vexfs list ./store", "  vexfs list ./store words | sort"})
final class ListVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE|MOUNTPOINT", description = "The store's directory, or its mount.")
    private Path store;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "COLLECTION",
            converter = Options.CollectionName.class,
            description = "The collection's path.")
    private Optional<String> collection = Optional.empty();

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    void run() throws IOException {
        Optional<Path> mount = collection.isPresent() ? Optional.empty() : Stores.mountOf(store);
        if (mount.isPresent()) {
            new MountDoor(mount.get()).collections().forEach(this::print);
            return;
        }
        try (Vexfs vexfs = Stores.open(store, Stores.existing())) {
            if (collection.isPresent()) {
                vexfs.bridge().open(collection.get()).forEach(this::print);
            } else {
                vexfs.bridge().collections().forEach(this::print);
            }
        }
    }

    private void print(StoredVector vector) {
        out().println(
                        json
                                ? JsonText.of(out -> {
                                    out.writeStartObject();
                                    out.writeStringField("id", vector.id());
                                    out.writeFieldName("metadata");
                                    out.writeRawValue(JsonText.metadata(vector.metadata()));
                                    out.writeEndObject();
                                })
                                : vector.id());
    }

    private void print(CollectionInfo info) {
        out().println(json ? JsonText.collection(info) : String.join("\t", fields(info)));
    }

    private static List<String> fields(CollectionInfo info) {
        return List.of(
                info.name(), info.metric().text(), Integer.toString(info.dimensions()), Long.toString(info.size()));
    }
}
