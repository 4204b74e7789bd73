package io.vexfs.fuse.cli;

import io.vexfs.api.Bridge;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import io.vexfs.core.Vexfs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs export}: writes the vectors of a collection to a file that {@code import} reads. */
@Command(
        name = "export",
        description = {
            "Write every vector of a collection to a file (.jsonl, .npy, .fvecs), in the order of their ids.",
            ".jsonl carries ids and metadata. The others carry vectors alone: with --ids, the ids go to a file of their own,",
            "one a line, which 'import --ids' takes; metadata is left out, and it is said of how many vectors.",
            "The id of a file's vector is its path. Numbers come back bit by bit."
        },
        footer = {
            "",
            "Examples:",
            "  vexfs export ./store words words.jsonl",
            "  vexfs export ./store words words.npy --ids words.ids",
            "  vexfs import ./other words words.npy --ids words.ids",
        })
final class ExportVerb extends Verb {
    private static final String WITH_IDS = ".jsonl";

    @Parameters(
            index = "0",
            paramLabel = "STORE|MOUNTPOINT",
            description = "The store's directory, or its mount; of a mounted store, a copy is read.")
    private Path store;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the copy of a mounted store lies meanwhile. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Parameters(
            index = "1",
            paramLabel = "COLLECTION",
            converter = Options.CollectionName.class,
            description = "The collection's path.")
    private String collection;

    @Parameters(index = "2", paramLabel = "TO", description = "A new file; its suffix says the format.")
    private Path to;

    @Option(names = "--ids", paramLabel = "FILE", description = "A new file for the ids, one a line.")
    private Optional<Path> idFile = Optional.empty();

    @Option(names = "--force", description = "Replace files that are there.")
    private boolean force;

    private long withoutMetadata;

    @Override
    void run() throws IOException {
        VectorSource target = VectorSource.forSuffix(to, to.toString());
        requireFree(to);
        if (idFile.isPresent()) {
            requireFree(idFile.get());
        }
        List<String> ids = new ArrayList<>();
        Optional<Path> mount = Stores.mountOf(store);
        if (mount.isPresent()) {
            try (MountedCopy copy = MountedCopy.of(store, mount.get(), work, this::note)) {
                read(copy.store(), target, ids);
            }
        } else {
            read(store, target, ids);
        }
        if (idFile.isPresent()) {
            replace(idFile.get(), out -> {
                for (String id : ids) {
                    out.write((id + "\n").getBytes(StandardCharsets.UTF_8));
                }
            });
        }
        out().println("exported " + ids.size() + " vectors of " + collection + " to " + to);
        tellWhatIsMissing(ids.size());
    }

    private void read(Path closed, VectorSource target, List<String> ids) throws IOException {
        try (Vexfs vexfs = Stores.open(closed, Stores.existing())) {
            Bridge bridge = vexfs.bridge();
            bridge.forEach(collection, vector -> ids.add(vector.id()));
            if (ids.isEmpty()) {
                throw new VexfsException(
                        FuseVexfsError.VECTOR_NOT_FOUND, "collection " + collection + ": expected vectors, was empty");
            }
            Collections.sort(ids);
            if (idFile.isPresent()) {
                requireLines(ids);
            }
            write(bridge, target, ids);
        }
    }

    private void tellWhatIsMissing(int vectors) {
        if (!to.toString().toLowerCase(Locale.ROOT).endsWith(WITH_IDS)) {
            if (withoutMetadata > 0) {
                note("the metadata of " + withoutMetadata + " of " + vectors + " vectors is not in " + to
                        + "; .jsonl carries it");
            }
            if (idFile.isEmpty()) {
                note("the ids are not in " + to + "; --ids FILE writes them, .jsonl carries them");
            }
        }
    }

    private void write(Bridge bridge, VectorSource target, List<String> ids) throws IOException {
        try (Progress progress = Progress.ofCount("export", ids.size())) {
            Iterable<VectorRow> rows = () -> {
                // Some formats go over the rows twice.
                withoutMetadata = 0;
                return ids.stream()
                        .map(id -> row(bridge, id))
                        .peek(row -> progress.step(1))
                        .iterator();
            };
            replace(to, out -> target.format().write(out, rows));
        }
    }

    private VectorRow row(Bridge bridge, String id) {
        StoredVector vector = bridge.get(collection, id)
                .orElseThrow(() -> new VexfsException(
                        FuseVexfsError.VECTOR_NOT_FOUND, "no vector '" + id + "' any more in " + collection));
        withoutMetadata += vector.metadata().isEmpty() ? 0 : 1;
        return new VectorRow(Optional.of(id), vector.vector(), vector.metadata());
    }

    private void requireFree(Path file) throws IOException {
        if (!force && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
    }

    /** What {@code import --ids} reads back as other ids cannot be written as lines. */
    private void requireLines(List<String> ids) {
        for (String id : ids) {
            if (id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "--ids: expected ids of one line, was '" + id.replaceAll("\\R", "\\\\n")
                                + "'; .jsonl carries it");
            }
        }
    }

    /** Writes a file aside and puts it in place, whole or not at all. */
    private static void replace(Path file, Writing writing) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(
                            aside,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE),
                    1 << 16)) {
                writing.to(out);
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Writes to a stream. */
    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }
}
