package io.vexfs.fuse.cli;

import io.vexfs.api.Bridge;
import io.vexfs.api.Filter;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs search}: prints the nearest vectors, from a store or through its mount. */
@Command(
        name = "search",
        description = {
            "Print the nearest vectors.",
            "Each line is rank, distance and id, separated by tabs.",
            "A store that is mounted is searched through its mount."
        },
        footer = {
            "",
            "Examples:",
            "  vexfs search ./store words --like king -k 8",
            "  vexfs search ./mnt words --vector-file query.vec --threshold 0.5 --json",
            "  vexfs search ./store pets --like cat --where \"legs >= 4 and not exists(owner)\" --explain",
        })
final class SearchVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE|MOUNTPOINT", description = "The store's directory, or its mount.")
    private Path place;

    @Parameters(
            index = "1",
            paramLabel = "COLLECTION",
            converter = Options.CollectionName.class,
            description = "The collection's path.")
    private String collection;

    @ArgGroup(multiplicity = "1")
    private Query query;

    @Option(names = "-k", paramLabel = "K", description = "Neighbours. Default: 10, or 10000 with --within.")
    private Optional<Integer> k = Optional.empty();

    @Option(names = "--ef", paramLabel = "N", description = "Candidates to keep; more find more. Default: max(64, K).")
    private Optional<Integer> ef = Optional.empty();

    @Option(names = "--threshold", paramLabel = "D", description = "Nothing farther than this distance.")
    private Optional<Double> threshold = Optional.empty();

    @Option(names = "--within", paramLabel = "D", description = "All within this distance, at most 10000 or -k.")
    private Optional<Double> within = Optional.empty();

    @Option(
            names = "--where",
            paramLabel = "FILTER",
            description = "Only vectors whose metadata match, as in: legs >= 4 and kind in ('cat', 'dog').")
    private Optional<String> where = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "D,ID",
            description = "Only what comes behind this distance and id: the next page. Take both from --json.")
    private Optional<String> after = Optional.empty();

    @Option(names = "--explain", description = "Say how the answer was found.")
    private boolean explain;

    @Option(names = "--row", paramLabel = "N", description = "Which row of the vector file, from 0.")
    private Optional<Integer> row = Optional.empty();

    @Option(names = "--exact", description = "Compare every vector (store only).")
    private boolean exact;

    @Option(names = "--json", description = "Print {\"hits\":[{\"id\",\"path\",\"distance\",\"metadata\"}],\"exact\"}.")
    private boolean json;

    /** Where the query vector comes from. */
    static final class Query {
        @Option(names = "--vector-file", paramLabel = "F", description = "A file that holds the query vector.")
        private Optional<Path> file = Optional.empty();

        @Option(names = "--like", paramLabel = "ID", description = "The id of a stored vector, which is left out.")
        private Optional<String> like = Optional.empty();
    }

    @Override
    void run() throws IOException {
        SearchRequest request = request(
                query.like.isPresent() ? SearchRequest.like(query.like.get()) : SearchRequest.nearest(queryVector()));
        Optional<Path> mount = Stores.mountOf(place);
        String answer;
        if (mount.isPresent()) {
            if (exact) {
                throw new UsageException("--exact: expected a store, was the mount " + mount.get());
            }
            answer = new MountDoor(mount.get()).search(request);
        } else {
            try (Vexfs vexfs = Stores.open(place, Stores.existing())) {
                Bridge bridge = vexfs.bridge();
                SearchRequest known = query.like
                        .flatMap(id -> Stores.vector(bridge, collection, id))
                        .map(vector -> request(SearchRequest.like(vector.id())))
                        .orElse(request);
                answer = JsonText.answer(bridge.search(known, OperationContext.none()));
            }
        }
        if (json) {
            out().println(answer);
        } else {
            print(answer);
        }
    }

    private SearchRequest request(SearchRequest.Builder builder) {
        if (within.isPresent() && threshold.isPresent()) {
            throw new UsageException("expected --threshold or --within, was both");
        }
        return UsageException.checked(() -> {
            builder.collection(collection).exact(exact).explain(explain);
            within.ifPresent(builder::within);
            k.ifPresent(builder::k);
            ef.ifPresent(builder::ef);
            threshold.ifPresent(builder::threshold);
            where.map(Filter::parse).ifPresent(builder::where);
            after.map(SearchVerb::cursor).ifPresent(builder::after);
            return builder.build();
        });
    }

    private static SearchRequest.Cursor cursor(String text) {
        int comma = text.indexOf(',');
        try {
            return new SearchRequest.Cursor(
                    Double.parseDouble(text.substring(0, Math.max(0, comma))), text.substring(comma + 1));
        } catch (NumberFormatException e) {
            throw new UsageException("--after: expected a distance, a comma and an id, was '" + text + "'");
        }
    }

    private float[] queryVector() throws IOException {
        Path file = query.file.orElseThrow();
        List<VectorRow> rows = VectorSource.of(file).rows();
        if (rows.size() > 1 && row.isEmpty()) {
            throw new UsageException(file + ": expected 1 row, was " + rows.size() + "; choose one with --row");
        }
        int wanted = row.orElse(0);
        if (wanted < 0 || wanted >= rows.size()) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_VECTOR,
                    file + ": expected row " + wanted + ", was " + rows.size() + " rows");
        }
        return rows.get(wanted).vector();
    }

    private void print(String answer) {
        Map<String, @Nullable Object> parsed = JsonText.parseObject(answer, "answer");
        if (parsed.get("hits") instanceof List<?> hits) {
            int rank = 1;
            for (Object each : hits) {
                if (each instanceof Map<?, ?> hit && hit.get("distance") instanceof Number distance) {
                    out().printf(Locale.ROOT, "%d\t%.6f\t%s%n", rank++, distance.doubleValue(), hit.get("id"));
                }
            }
        }
        if (parsed.get("explain") instanceof Map<?, ?> explained) {
            explained.forEach((what, value) -> out().println("# " + what + ": " + value));
            out().println("# exact: " + parsed.get("exact"));
        }
    }
}
