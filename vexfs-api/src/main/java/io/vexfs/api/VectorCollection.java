package io.vexfs.api;

/** A {@link VectorStore} that can be searched: one collection of an open bridge. */
public interface VectorCollection extends VectorStore {
    /** The collection's name: an absolute path such as {@code /words}. */
    String name();

    /**
     * The nearest vectors, best first. The request's collection is this one, whatever it says.
     *
     * @throws VexfsException {@link FuseVexfsError#DIMENSION_MISMATCH}, {@link FuseVexfsError#INVALID_VECTOR},
     *     {@link FuseVexfsError#VECTOR_NOT_FOUND} for an unknown {@code like}
     */
    SearchResult search(SearchRequest request);
}
