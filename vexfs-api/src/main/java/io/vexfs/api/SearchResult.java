package io.vexfs.api;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The neighbours that a search found, best first: by distance, then by id.
 *
 * @param hits the neighbours
 * @param nodesVisited vectors that were compared with the query
 * @param exact whether every vector that may be found was compared, so that nothing nearer can have been missed
 * @param explain how the hits were found, where the request asks for it
 */
public record SearchResult(List<Hit> hits, long nodesVisited, boolean exact, Optional<Explain> explain) {
    /** Copies the list. */
    public SearchResult {
        hits = List.copyOf(hits);
        Objects.requireNonNull(explain, "explain");
    }

    /** A result without an explanation. */
    public SearchResult(List<Hit> hits, long nodesVisited, boolean exact) {
        this(hits, nodesVisited, exact, Optional.empty());
    }

    /** The same search with other hits: those of them that may be shown. */
    public SearchResult with(List<Hit> shown) {
        return new SearchResult(shown, nodesVisited, exact, explain);
    }

    /**
     * How a search went.
     *
     * @param plan how the last round of the search was done
     * @param rounds how often vectors were sought: more than once where the first answer was too short or too full of
     *     equals
     * @param vectors how many vectors the collection has
     * @param candidates how many of them the filter and the directory let through; all, where there are neither
     * @param filterNanos time to find out which ones those are
     * @param searchNanos time to compare vectors
     * @param readNanos time to read ids and metadata of the hits
     */
    public record Explain(
            Plan plan, int rounds, long vectors, long candidates, long filterNanos, long searchNanos, long readNanos) {
        /** Checks that nothing is missing. */
        public Explain {
            Objects.requireNonNull(plan, "plan");
        }
    }

    /** A way to search. */
    public enum Plan {
        /** A walk through the graph. */
        GRAPH("graph"),
        /** A walk through that part of the graph which the filter lets through. */
        FILTERED_GRAPH("filteredGraph"),
        /** Every vector that may be found was compared. */
        SCAN("scan");

        private final String text;

        Plan(String text) {
            this.text = text;
        }

        /** The name in JSON and in results. */
        public String text() {
            return text;
        }
    }

    /**
     * One neighbour.
     *
     * @param id the caller's key; for a mounted file's vector its path, {@code path#row} where the file has more rows
     * @param path where a mount shows the vector, absolute in the store: its file, with {@code #row} where the file has
     *     more than one, or {@code DIR/.vectors/<id>.vec}
     * @param distance in the collection's metric
     * @param metadata the vector's metadata
     */
    public record Hit(String id, String path, double distance, Metadata metadata) {
        /** Checks that nothing is missing. */
        public Hit {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(metadata, "metadata");
        }
    }
}
