package io.vexfs.fuse.cli;

import io.vexfs.core.Vexfs;
import io.vexfs.core.VexfsConfig;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vexfs drop}: removes a collection with its vectors. */
@Command(
        name = "drop",
        description = {"Remove a collection and its vectors.", "Refused while files of a mount have vectors in it."},
        footer = {"", "Example:", "  vexfs drop ./store words"})
final class DropVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory.")
    private Path store;

    @Parameters(
            index = "1",
            paramLabel = "COLLECTION",
            converter = Options.CollectionName.class,
            description = "The collection's path.")
    private String collection;

    @Mixin
    private Options.WriteSafety safety;

    @Override
    void run() {
        VexfsConfig config =
                Stores.existing().toBuilder().durability(safety.durability).build();
        try (Vexfs vexfs = Stores.open(store, config)) {
            vexfs.bridge().dropCollection(collection);
        }
        out().println("dropped " + collection + " from " + store);
    }
}
