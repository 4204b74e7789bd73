package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import io.vexfs.core.Vexfs;
import java.nio.file.Path;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs get}: prints one vector, as text that is itself a {@code .vec} file, or as JSON. */
@Command(
        name = "get",
        description = "Print one vector and its metadata.",
        footer = {"", "Example:", "  vexfs get ./store words king > king.vec"})
final class GetVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory.")
    private Path store;

    @Parameters(
            index = "1",
            paramLabel = "COLLECTION",
            converter = Options.CollectionName.class,
            description = "The collection's path.")
    private String collection;

    @Parameters(index = "2", paramLabel = "ID", description = "The vector's id, or the path of its file.")
    private String id;

    @Option(names = "--json", description = "Print {\"id\":…,\"vector\":[…],\"metadata\":{…}}.")
    private boolean json;

    @Override
    void run() {
        try (Vexfs vexfs = Stores.open(store, Stores.existing())) {
            StoredVector found = Stores.vector(vexfs.bridge(), collection, id)
                    .orElseThrow(() -> new VexfsException(
                            FuseVexfsError.VECTOR_NOT_FOUND,
                            "no vector '" + id + "' in " + collection + " of " + store));
            out().println(json ? JsonText.vector(found) : vecFile(found));
        }
    }

    private static String vecFile(StoredVector found) {
        StringJoiner numbers = new StringJoiner(", ");
        for (float component : found.vector()) {
            numbers.add(Float.toString(component));
        }
        String metadata = found.metadata().isEmpty() ? "" : "# " + JsonText.metadata(found.metadata()) + "\n";
        return metadata + numbers;
    }
}
