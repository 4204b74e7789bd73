package io.vexfs.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one door of a frontend: collections of vectors, kept in step with their index. Every method is safe from many
 * threads.
 *
 * <p>A write that returned is kept as {@link #durability()} says and is found by every search that starts afterwards,
 * linked in the graph or not; a write that threw changed nothing. Collections are named by absolute paths in the form
 * of {@link PathText}; {@code /} always exists.
 *
 * <p>Ids: a vector stored by {@link #put} has the caller's id. A vector of a file (see {@link #files()}) has the file's
 * path as id, with {@code #row} behind it where the file has more than one; {@link #get} and
 * {@link SearchRequest#like} take both, the caller's ids first.
 *
 * <p>Every method may throw {@link VexfsException} with {@link FuseVexfsError#CLOSED}; every write with
 * {@link FuseVexfsError#READ_ONLY} and {@link FuseVexfsError#NO_SPACE}; those that name a collection with
 * {@link FuseVexfsError#COLLECTION_NOT_FOUND}.
 */
public interface Bridge extends AutoCloseable {
    /**
     * Makes a collection.
     *
     * @throws VexfsException {@link FuseVexfsError#ALREADY_EXISTS}; {@link FuseVexfsError#INVALID_ARGUMENT} for a name
     *     that is no absolute path
     */
    void createCollection(String name, CollectionSettings settings);

    /**
     * Changes a collection's settings.
     *
     * @throws VexfsException {@link FuseVexfsError#NOT_EMPTY} if it holds vectors that do not fit the new ones
     */
    void changeCollection(String name, CollectionSettings settings);

    /**
     * Removes a collection and the vectors that were {@link #put} there.
     *
     * @throws VexfsException {@link FuseVexfsError#NOT_EMPTY} if it holds the vectors of files;
     *     {@link FuseVexfsError#INVALID_ARGUMENT} for the root
     */
    void dropCollection(String name);

    /** All collections, by name. */
    List<CollectionInfo> collections();

    /** The collection of that name. */
    Optional<CollectionInfo> collection(String name);

    /** A handle on one collection; it shares this bridge, and closing it closes only the handle. */
    VectorCollection open(String collection);

    /**
     * Stores a vector, replacing the one of the same id.
     *
     * @throws VexfsException {@link FuseVexfsError#DIMENSION_MISMATCH}, {@link FuseVexfsError#INVALID_VECTOR},
     *     {@link FuseVexfsError#INVALID_ARGUMENT} for the id
     */
    void put(String collection, StoredVector vector, OperationContext context);

    /** Stores vectors as {@link #put} does, all or, if one is refused, none. */
    void putAll(String collection, List<StoredVector> vectors, OperationContext context);

    /** The vector of that id. */
    Optional<StoredVector> get(String collection, String id);

    /**
     * Removes a vector that was {@link #put}; false if there is none of that id. A file's vectors go with the file.
     */
    boolean delete(String collection, String id, OperationContext context);

    /** Gives every vector of a collection, those of files included, to {@code action}, in no order. */
    void forEach(String collection, Consumer<StoredVector> action);

    /** Gives the id of every vector that has no file to {@code action}, in no order. */
    void forEachId(String collection, Consumer<String> action);

    /**
     * The nearest vectors, best first.
     *
     * @throws VexfsException {@link FuseVexfsError#DIMENSION_MISMATCH}, {@link FuseVexfsError#INVALID_VECTOR},
     *     {@link FuseVexfsError#VECTOR_NOT_FOUND} for an unknown {@code like}, {@link FuseVexfsError#INVALID_QUERY} for
     *     a filter on a field, or on a kind of value, that the collection does not have,
     *     {@link FuseVexfsError#SEARCH_FAILED}
     */
    SearchResult search(SearchRequest request, OperationContext context);

    /**
     * The answers to several requests, in their order. They are searched one after the other on the calling thread, each as
     * {@link #search} does it and seeing what is stored by then; the first failure ends it. Whoever wants several at
     * once calls {@link #search} from several threads.
     *
     * @throws VexfsException {@link FuseVexfsError#LIMIT_REACHED} above {@link Limits#SEARCHES_MAX} requests
     */
    default List<SearchResult> searchAll(List<SearchRequest> requests, OperationContext context) {
        if (requests.size() > Limits.SEARCHES_MAX) {
            throw new VexfsException(
                    FuseVexfsError.LIMIT_REACHED,
                    "searches: expected at most " + Limits.SEARCHES_MAX + ", was " + requests.size());
        }
        List<SearchResult> results = new ArrayList<>(requests.size());
        for (SearchRequest request : requests) {
            results.add(search(request, context));
        }
        return results;
    }

    /** The vectors of a frontend's files. */
    FileVectors files();

    /** Whether writes are taken, since when, and why not. */
    StoreStatus status();

    /** How far store, disk and index are together. */
    SyncStatus syncStatus();

    /**
     * Links everything that is pending at the call and forces log and map to the disk; what others write meanwhile is not
     * waited for.
     *
     * @throws VexfsException {@link FuseVexfsError#SYNC_ERROR}
     */
    SyncStatus forceSync();

    /** Forces the log to the disk: every write that returned before is then kept through power loss. */
    void flush();

    /**
     * Links at most {@code limit} pending vectors and returns how many; after 0 nothing is pending that was so at the call.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} for a limit below 1
     */
    int batchSync(int limit);

    /**
     * Gives back the room on the disk of what was replaced and deleted, while others read and write. A store does so by
     * itself before that room gets large; one that keeps nothing of it does nothing.
     */
    default void compact() {}

    /** What was measured since the store was opened. */
    List<MetricSample> metrics();

    /** Counts and times operations from now on, or no more; what was measured stays. Does nothing where nothing is measured. */
    default void measure(boolean on) {}

    /** What was done since the store was opened, in one record; {@link FusePerformanceMetrics#NONE} if nothing is measured. */
    default FusePerformanceMetrics performance() {
        return FusePerformanceMetrics.NONE;
    }

    /** What an {@link AlertWatch} holds against its thresholds; {@link Readings#NONE} if nothing is measured. */
    default Readings readings() {
        return Readings.NONE;
    }

    /** When a write counts as safe. */
    Durability durability();

    /** Whether writes are refused. */
    boolean readOnly();

    /** Syncs and closes; idempotent. */
    @Override
    void close();
}
