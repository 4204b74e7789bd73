package io.vexfs.fuse.cli;

import io.vexfs.api.Bridge;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.OperationContext;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs import}: stores every vector of some files, by id. */
@Command(
        name = "import",
        description = {
            "Store every vector of some files (.vec, .npy, .fvecs, .bvecs, .jsonl).",
            "An id that is there already is replaced.",
            "Ids: the lines of --ids, else the id field of .jsonl, else FILE#ROW with rows from 0."
        },
        footer = {
            "",
            "Example:",
            "  vexfs import ./store words examples/data/glove-words-100d.fvecs --ids examples/data/glove-words.txt",
        })
final class ImportVerb extends Verb {
    private static final int BATCH_ROWS = 1_000;

    @Parameters(index = "0", paramLabel = "STORE", description = "The store's directory.")
    private Path store;

    @Parameters(
            index = "1",
            paramLabel = "COLLECTION",
            converter = Options.CollectionName.class,
            description = "The collection's path; 'vexfs create' makes one.")
    private String collection;

    @Parameters(index = "2..*", arity = "1..*", paramLabel = "FILE", description = "Files of vectors.")
    private List<Path> files;

    @Option(names = "--ids", paramLabel = "FILE", description = "One id a line, for the rows of all files in order.")
    private Optional<Path> idFile = Optional.empty();

    @Mixin
    private Options.WriteSafety safety;

    private long stored;

    @Override
    void run() throws IOException {
        List<VectorSource> sources = new ArrayList<>();
        long bytes = 0;
        for (Path file : files) {
            VectorSource source = VectorSource.of(file);
            sources.add(source);
            bytes += source.sizeBytes();
        }
        Optional<List<String>> ids = idFile.isPresent() ? Optional.of(ids(idFile.get(), sources)) : Optional.empty();
        long start = System.nanoTime();
        try (Vexfs vexfs = Stores.open(
                store,
                Stores.existing().toBuilder().durability(safety.durability).build())) {
            requireCollection(vexfs.bridge());
            try (Progress progress = Progress.ofBytes("import", bytes)) {
                for (VectorSource source : sources) {
                    store(vexfs.bridge(), source, ids, progress);
                }
            }
        }
        double seconds = Math.max(1e-3, (System.nanoTime() - start) / 1e9);
        out().printf(
                        Locale.ROOT,
                        stored >= 10 * seconds
                                ? "imported %d vectors into %s in %.1f s (%.0f a second)%n"
                                : "imported %d vectors into %s in %.1f s (%.1f a second)%n",
                        stored,
                        collection,
                        seconds,
                        stored / seconds);
    }

    /** The ids, once it is certain that there is one for each row: nothing is stored before that. */
    private static List<String> ids(Path idFile, List<VectorSource> sources) throws IOException {
        List<String> ids = Files.readAllLines(idFile);
        long[] rows = {0};
        for (VectorSource source : sources) {
            source.read(row -> rows[0]++, bytes -> {});
        }
        if (rows[0] != ids.size()) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, idFile + ": expected " + rows[0] + " ids, was " + ids.size());
        }
        return ids;
    }

    private void requireCollection(Bridge bridge) {
        if (bridge.collection(collection).isEmpty()) {
            throw new VexfsException(
                    FuseVexfsError.COLLECTION_NOT_FOUND,
                    "no collection " + collection + " in " + store + "; make it: vexfs create " + store + " "
                            + collection + " --dimensions N --metric cosine");
        }
    }

    private void store(Bridge bridge, VectorSource source, Optional<List<String>> ids, Progress progress)
            throws IOException {
        List<StoredVector> batch = new ArrayList<>(BATCH_ROWS);
        long[] row = {0};
        try {
            source.read(
                    each -> {
                        batch.add(named(each, source, row[0]++, stored + batch.size(), ids));
                        if (batch.size() == BATCH_ROWS) {
                            put(bridge, batch);
                        }
                    },
                    progress::step);
            put(bridge, batch);
        } catch (VexfsException e) {
            String place = String.valueOf(e.getMessage()).contains(source.file().toString())
                    ? ""
                    : source.file() + " near row " + Math.max(0, row[0] - 1) + ": ";
            String before = stored == 0 ? "" : " (" + stored + " vectors were imported before)";
            throw new VexfsException(e.error(), place + e.getMessage() + before, e);
        }
    }

    private static StoredVector named(
            VectorRow row, VectorSource source, long index, long position, Optional<List<String>> ids) {
        String id = ids.isPresent()
                ? ids.get().get(Math.toIntExact(position))
                : row.id().orElseGet(() -> source.file().getFileName() + "#" + index);
        return new StoredVector(id, row.vector(), row.metadata());
    }

    private void put(Bridge bridge, List<StoredVector> batch) {
        if (!batch.isEmpty()) {
            bridge.putAll(collection, batch, OperationContext.none());
            stored += batch.size();
            batch.clear();
        }
    }
}
