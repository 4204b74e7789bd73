package io.vexfs.testkit.model;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.PathText;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.data.ExactSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A search that compares every vector, in double precision. */
final class ExactScan {
    private static final Comparator<Hit> BEST_FIRST =
            Comparator.comparingDouble(Hit::distance).thenComparing(Hit::id);

    private final MemoryCollection collection;
    private final SearchRequest request;
    private final float[] query;
    private final @Nullable StoredVector like;
    private final List<Hit> hits = new ArrayList<>();
    private long compared;

    private ExactScan(MemoryCollection collection, SearchRequest request, float[] query, @Nullable StoredVector like) {
        this.collection = collection;
        this.request = request;
        this.query = query;
        this.like = like;
    }

    static SearchResult search(MemoryCollection collection, NameTree tree, SearchRequest request) {
        StoredVector like = request.like()
                .map(id -> collection.find(id, tree).orElseThrow(() -> notFound(id, collection)))
                .orElse(null);
        float[] query = like == null ? request.vector() : like.vector();
        if (like == null) {
            VectorChecks.requireVector(
                    query, collection.dimensions(), collection.metric(), "query in " + collection.name());
        }
        return new ExactScan(collection, request, query, like).scan(tree);
    }

    private static VexfsException notFound(String id, MemoryCollection collection) {
        return new VexfsException(
                FuseVexfsError.VECTOR_NOT_FOUND,
                "no such vector: expected an id or a file's path in " + collection.name() + ", was '" + id + "'");
    }

    private SearchResult scan(NameTree tree) {
        request.where().ifPresent(filter -> FilterFields.requireKnown(filter, collection.vectors()));
        if (request.below().isEmpty()) {
            for (StoredVector vector : collection.byId.values()) {
                compare(vector, PathText.ofVector(collection.name(), vector.id()), vector == like);
            }
            collection.files.forEach(this::compareRows);
        } else {
            NameNode directory = tree.find(request.below().get());
            if (directory != null) {
                collection.files.stream()
                        .filter(file -> file.names.stream().anyMatch(name -> isBelow(name, directory)))
                        .forEach(this::compareRows);
            }
        }
        request.visible().ifPresent(visible -> hits.removeIf(hit -> !visible.test(hit.path())));
        hits.sort(BEST_FIRST);
        request.after().ifPresent(cursor -> hits.removeIf(hit -> !isBehind(hit, cursor)));
        return new SearchResult(hits.subList(0, Math.min(request.k(), hits.size())), compared, true, explanation());
    }

    private static boolean isBehind(Hit hit, SearchRequest.Cursor cursor) {
        return hit.distance() > cursor.distance()
                || hit.distance() == cursor.distance() && hit.id().compareTo(cursor.id()) > 0;
    }

    private Optional<SearchResult.Explain> explanation() {
        return request.explain()
                ? Optional.of(new SearchResult.Explain(
                        SearchResult.Plan.SCAN, 1, collection.vectors().size(), compared, 0, 0, 0))
                : Optional.empty();
    }

    private static boolean isBelow(NameNode name, NameNode directory) {
        return name != directory && name.isAtOrBelow(directory);
    }

    private void compareRows(MemoryFile file) {
        for (int row = 0; row < file.rows.size(); row++) {
            StoredVector vector = file.row(row);
            boolean self = like != null && !isOwn(like) && vector.id().equals(like.id());
            compare(vector, vector.id(), self);
        }
    }

    private boolean isOwn(StoredVector vector) {
        return collection.byId.get(vector.id()) == vector;
    }

    private void compare(StoredVector vector, String path, boolean self) {
        if (self
                || !request.where()
                        .map(filter -> filter.matches(vector.metadata()))
                        .orElse(true)) {
            return;
        }
        compared++;
        double distance = ExactSearch.distance(collection.metric(), query, vector.vector());
        if (request.threshold().isEmpty() || distance <= request.threshold().getAsDouble()) {
            hits.add(new Hit(vector.id(), path, distance, vector.metadata()));
        }
    }
}
