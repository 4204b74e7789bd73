package io.vexfs.fuse.cli;

import io.vexfs.api.Bridge;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.OperationContext;
import io.vexfs.api.VexfsException;
import io.vexfs.core.Vexfs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vexfs delete}: removes vectors by id. */
@Command(
        name = "delete",
        description = "Remove vectors. A mounted file's vectors go with the file.",
        footer = {"", "Example:", "  vexfs delete ./store words king queen"})
final class DeleteVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory.")
    private Path store;

    @Parameters(
            index = "1",
            paramLabel = "COLLECTION",
            converter = Options.CollectionName.class,
            description = "The collection's path.")
    private String collection;

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "ID", description = "Ids of the vectors.")
    private List<String> ids;

    @Mixin
    private Options.WriteSafety safety;

    @Override
    void run() {
        List<String> missing = new ArrayList<>();
        try (Vexfs vexfs = Stores.open(
                store,
                Stores.existing().toBuilder().durability(safety.durability).build())) {
            Bridge bridge = vexfs.bridge();
            for (String id : ids) {
                if (!bridge.delete(collection, id, OperationContext.none())) {
                    missing.add(id);
                }
            }
        }
        out().println("deleted " + (ids.size() - missing.size()) + " of " + ids.size() + " from " + collection);
        if (!missing.isEmpty()) {
            throw new VexfsException(
                    FuseVexfsError.VECTOR_NOT_FOUND, "not found in " + collection + ": " + String.join(", ", missing));
        }
    }
}
