package io.vexfs.core.internal.bridge;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.FileEntry;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.Node;
import io.vexfs.core.internal.graph.Neighbors;
import io.vexfs.core.internal.graph.Reader;
import io.vexfs.core.internal.graph.VectorIndex;
import io.vexfs.core.internal.metrics.EngineMetrics;
import io.vexfs.core.internal.storage.MetadataCodec;
import io.vexfs.core.internal.storage.TableEntry;
import io.vexfs.core.internal.storage.VectorKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads and searches. The walk over the graph takes no lock; ordinals become ids afterwards, under the names lock and
 * with a reader of the index held, so that an ordinal still means what it meant during the walk.
 */
final class Searches {
    private static final Comparator<SearchResult.Hit> BEST_FIRST =
            Comparator.comparingDouble(SearchResult.Hit::distance).thenComparing(SearchResult.Hit::id);
    /** Below this share of the collection, a restricted search compares what it may return and nothing else. */
    private static final int SELECTIVE = 10;
    /** Candidates asked for beyond k, so that equals at the k-th place are told apart by their ids. */
    private static final int TIES = 16;
    /** How often a search is made whose hits are replaced before their ids are read. */
    private static final int TRIES = 3;

    private final StoreState state;
    private final IdLookup ids;
    private final Gate gate;
    private final EngineMetrics metrics;

    Searches(StoreState state, Gate gate, EngineMetrics metrics) {
        this.state = state;
        this.ids = new IdLookup(state);
        this.gate = gate;
        this.metrics = metrics;
    }

    Optional<StoredVector> get(String collection, String id) {
        state.reading().lock();
        try {
            LiveCollection live = state.collection(collection);
            return ids.find(live, id).flatMap(key -> live.table().get(key).map(entry -> stored(id, entry)));
        } finally {
            state.reading().unlock();
        }
    }

    private static StoredVector stored(String id, TableEntry entry) {
        return new StoredVector(id, entry.vector(), MetadataCodec.decode(Path.of("map"), entry.metadata()));
    }

    /** Passes the gate for each vector anew: the action may use the bridge, even close it. */
    void forEach(String collection, Consumer<StoredVector> action) {
        for (VectorKey key : gate.pass(OperationContext.none(), () -> keys(collection, true))) {
            StoredVector vector = gate.pass(OperationContext.none(), () -> read(collection, key));
            if (vector != null) {
                action.accept(vector);
            }
        }
    }

    private @Nullable StoredVector read(String collection, VectorKey key) {
        state.reading().lock();
        try {
            LiveCollection live = state.collection(collection);
            String shown = ids.shownId(key);
            if (shown == null || live.dimensionless()) {
                return null;
            }
            return live.table().get(key).map(entry -> stored(shown, entry)).orElse(null);
        } finally {
            state.reading().unlock();
        }
    }

    void forEachId(String collection, Consumer<String> action) {
        gate.pass(OperationContext.none(), () -> keys(collection, false)).forEach(key -> action.accept(key.id()));
    }

    private List<VectorKey> keys(String collection, boolean withFiles) {
        List<VectorKey> keys = new ArrayList<>();
        state.reading().lock();
        try {
            LiveCollection live = state.collection(collection);
            if (!live.dimensionless()) {
                live.table().forEachKey(key -> {
                    if (withFiles || !key.isFile()) {
                        keys.add(key);
                    }
                });
            }
        } finally {
            state.reading().unlock();
        }
        return keys;
    }

    SearchResult search(SearchRequest request) {
        SearchResult found = null;
        for (int attempt = 1; found == null && attempt < TRIES; attempt++) {
            found = attempt(request, false);
        }
        if (found == null) {
            // Writers were faster each time. The last attempt keeps them out, so that nothing is missed.
            state.changing().lock();
            try {
                found = Objects.requireNonNull(attempt(request, true));
            } finally {
                state.changing().unlock();
            }
        }
        metrics.nodesVisited(found.nodesVisited());
        return found;
    }

    /** A result; null if hits were replaced before their ids were read, unless this is the last attempt. */
    private @Nullable SearchResult attempt(SearchRequest request, boolean last) {
        Question question = question(request);
        if (question == null) {
            return new SearchResult(List.of(), 0, true);
        }
        try {
            Neighbors found = walk(question, request);
            Answer answer = answer(question, found, request);
            return answer.stale() == 0 || last
                    ? new SearchResult(answer.hits(), found.nodesVisited(), found.exact())
                    : null;
        } finally {
            question.held.close();
        }
    }

    /** What is sought; null in a collection without dimensions. */
    private @Nullable Question question(SearchRequest request) {
        state.reading().lock();
        try {
            LiveCollection live = state.collection(request.collection());
            if (live.dimensionless()) {
                requireNoLike(live, request);
                return null;
            }
            VectorIndex index = live.index();
            Reader held = index.reader();
            boolean asked = false;
            try {
                Question question = question(live, index, held, request);
                asked = true;
                return question;
            } finally {
                if (!asked) {
                    held.close();
                }
            }
        } finally {
            state.reading().unlock();
        }
    }

    private void requireNoLike(LiveCollection live, SearchRequest request) {
        if (request.like().isPresent()) {
            throw notFound(request.like().get(), request.collection());
        }
        VectorChecks.requireVector(request.vector(), 0, live.state().metric(), "query in " + request.collection());
    }

    /** Under the names lock, and with the reader: the ordinals that it names mean the same until the answer. */
    private Question question(LiveCollection live, VectorIndex index, Reader held, SearchRequest request) {
        float[] query = request.vector();
        int self = -1;
        if (request.like().isPresent()) {
            String id = request.like().get();
            VectorKey key = ids.find(live, id).orElseThrow(() -> notFound(id, request.collection()));
            TableEntry entry = live.table().get(key).orElseThrow(() -> notFound(id, request.collection()));
            query = entry.vector();
            self = entry.ordinal();
        } else {
            VectorChecks.requireVector(
                    query, live.state().dimensions(), live.state().metric(), "query in " + request.collection());
        }
        BitSet below = request.below().map(directory -> below(live, directory)).orElse(null);
        return new Question(live, index, held, query, self, below);
    }

    private static VexfsException notFound(String id, String collection) {
        return new VexfsException(
                FuseVexfsError.VECTOR_NOT_FOUND,
                "no such vector: expected an id or a file's path in " + collection + ", was '" + id + "'");
    }

    /** The ordinals of the rows of files below a directory. */
    private BitSet below(LiveCollection live, String directory) {
        BitSet ordinals = new BitSet();
        Node top = state.catalog().names().find(StoreState.canonical(directory));
        if (top != null && top.directory() && !live.dimensionless()) {
            state.catalog().forEachFileBelow(top, file -> addRows(live, file, ordinals));
        }
        return ordinals;
    }

    private static void addRows(LiveCollection live, FileEntry file, BitSet ordinals) {
        if (file.collection() != live.state().collection()) {
            return;
        }
        for (int row = 0; row < file.rows(); row++) {
            int ordinal = live.table().ordinal(VectorKey.ofFile(file.stamp().fileId(), row));
            if (ordinal >= 0) {
                ordinals.set(ordinal);
            }
        }
    }

    private static Neighbors walk(Question question, SearchRequest request) {
        VectorIndex index = question.index;
        int self = question.self;
        BitSet below = question.below;
        IntPredicate accept = null;
        if (below != null) {
            accept = ordinal -> ordinal != self && below.get(ordinal);
        } else if (self >= 0) {
            accept = ordinal -> ordinal != self;
        }
        float farthest = (float) Math.nextUp(request.threshold().orElse(Double.POSITIVE_INFINITY));
        boolean selective = below != null && (long) below.cardinality() * SELECTIVE < index.size();
        if (request.exact() || selective) {
            return index.exact(question.query, Math.min(request.k() + TIES, Limits.K_MAX), farthest, accept);
        }
        int k = Math.min(Math.min(request.k() + TIES, request.ef()), Limits.K_MAX);
        return index.search(question.query, k, request.ef(), farthest, accept);
    }

    private Answer answer(Question question, Neighbors found, SearchRequest request) {
        LiveCollection live = question.live;
        List<SearchResult.Hit> hits = new ArrayList<>(Math.min(found.size(), request.k() + 1));
        int stale = 0;
        double threshold = request.threshold().orElse(Double.POSITIVE_INFINITY);
        state.reading().lock();
        try {
            boolean current = state.collections().find(live.state().collection()) == live;
            // Another metric makes another index, which gives ordinals away that this one holds.
            if (!current || live.index() != question.index) {
                return new Answer(List.of(), found.size());
            }
            for (int rank = 0; rank < found.size(); rank++) {
                double distance = found.distance(rank);
                boolean enough = hits.size() >= request.k()
                        && distance > hits.get(hits.size() - 1).distance();
                if (enough || distance > threshold) {
                    break;
                }
                SearchResult.Hit hit = hit(live, found.ordinal(rank), distance);
                if (hit == null) {
                    stale++;
                } else {
                    hits.add(hit);
                }
            }
        } finally {
            state.reading().unlock();
        }
        hits.sort(BEST_FIRST);
        return new Answer(hits.subList(0, Math.min(request.k(), hits.size())), stale);
    }

    private SearchResult.@Nullable Hit hit(LiveCollection live, int ordinal, double distance) {
        TableEntry entry = live.table().get(ordinal).orElse(null);
        if (entry == null) {
            return null;
        }
        VectorKey key = entry.key();
        String id = ids.shownId(key);
        return id == null
                ? null
                : new SearchResult.Hit(
                        id,
                        ids.shownPath(live, key, id),
                        distance,
                        stored(id, entry).metadata());
    }

    /** What is sought, and where. Holds its array without copying. */
    private static final class Question {
        private final LiveCollection live;
        private final VectorIndex index;
        private final Reader held;
        private final float[] query;
        private final int self;
        private final @Nullable BitSet below;

        Question(LiveCollection live, VectorIndex index, Reader held, float[] query, int self, @Nullable BitSet below) {
            this.live = live;
            this.index = index;
            this.held = held;
            this.query = query;
            this.self = self;
            this.below = below;
        }
    }

    /** Hits, and how many more were replaced before their ids were read. */
    private record Answer(List<SearchResult.Hit> hits, int stale) {}
}
