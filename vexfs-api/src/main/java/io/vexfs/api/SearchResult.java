package io.vexfs.api;

import java.util.List;
import java.util.Objects;

/**
 * The neighbours that a search found, best first: by distance, then by id.
 *
 * @param hits the neighbours
 * @param nodesVisited vectors that were compared with the query
 * @param exact whether every vector was compared, so that nothing nearer can have been missed
 */
public record SearchResult(List<Hit> hits, long nodesVisited, boolean exact) {
    /** Copies the list. */
    public SearchResult {
        hits = List.copyOf(hits);
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
