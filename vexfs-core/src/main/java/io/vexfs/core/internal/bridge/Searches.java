package io.vexfs.core.internal.bridge;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.SearchResult.Explain;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.SearchResult.Plan;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.graph.Neighbors;
import io.vexfs.core.internal.graph.Reach;
import io.vexfs.core.internal.graph.Reader;
import io.vexfs.core.internal.graph.Selection;
import io.vexfs.core.internal.graph.VectorIndex;
import io.vexfs.core.internal.metrics.EngineMetrics;
import io.vexfs.core.internal.storage.TableEntry;
import io.vexfs.core.internal.storage.TableHead;
import io.vexfs.core.internal.storage.VectorKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Searches. The walk over the graph takes no lock; ordinals become ids afterwards, under the names lock and with a
 * reader of the index held, so that an ordinal still means what it meant during the walk.
 *
 * <p>Implementation note. The index orders equals by ordinal, the API by id. So a round asks for some more than k, and where
 * all of these are as far as the k-th, the next round asks for more. A page is a round from the distance on where the
 * last one ended, without what that page or an earlier one had of the same distance.
 */
final class Searches {
    /** Heads that memory is asked for together: as many as it answers at once. */
    private static final int HEADS_TOUCHED = 16;

    private static final int TOUCHED_NOTED = Integer.MIN_VALUE;

    private static final Comparator<Hit> BEST_FIRST =
            Comparator.comparingDouble(Hit::distance).thenComparing(Hit::id);
    private static final float[] NO_VECTOR = {};
    /** Candidates asked for beyond k, so that equals at the k-th place are told apart by their ids. */
    private static final int TIES = 16;
    /** Equals that are told apart by their ids at any rate. */
    private static final int TIES_MAX = 128;
    /** How many times as many are asked for in the next round. */
    private static final int MORE = 8;
    /** How often a search is made whose hits are replaced before their ids are read. */
    private static final int TRIES = 3;
    /** The same where a caller is asked what may be seen: no lock is held over that, so that no caller can hold writers up. */
    private static final int TRIES_SEEN = 12;

    private final StoreState state;
    private final IdLookup ids;
    private final Selections selections;
    private final EngineMetrics metrics;
    /**
     * Written where touching gives {@link #TOUCHED_NOTED}, which hardly happens and means nothing: so the compiler cannot
     * leave touching out, and searches share no word that they write.
     */
    int touched;

    Searches(StoreState state, IdLookup ids, EngineMetrics metrics) {
        this.state = state;
        this.ids = ids;
        this.selections = new Selections(state);
        this.metrics = metrics;
    }

    SearchResult search(SearchRequest request) {
        try {
            return searched(request);
        } catch (VexfsException named) {
            throw named;
        } catch (RuntimeException | InternalError failure) {
            // An internal error is what reading a mapped file ends with that was cut.
            throw new VexfsException(
                    FuseVexfsError.SEARCH_FAILED, "search in " + request.collection() + " failed: " + failure, failure);
        }
    }

    private SearchResult searched(SearchRequest request) {
        boolean seen = request.visible().isPresent();
        for (int attempt = 1; attempt < (seen ? TRIES_SEEN : TRIES); attempt++) {
            Answer answer = attempt(request);
            if (!answer.stale()) {
                return answer.result();
            }
        }
        if (seen) {
            return attempt(request).result();
        }
        // Writers were faster each time. The last attempt keeps them out, so that nothing is missed.
        state.changing().lock();
        try {
            return attempt(request).result();
        } finally {
            state.changing().unlock();
        }
    }

    private Answer attempt(SearchRequest request) {
        Question question = question(request);
        if (question == null) {
            return new Answer(new SearchResult(List.of(), 0, true), false);
        }
        try {
            return answer(question, request);
        } finally {
            question.held.close();
        }
    }

    /** What is sought in which collection; null where that has no vectors yet. */
    private @Nullable Question question(SearchRequest request) {
        state.reading().lock();
        try {
            LiveCollection live = state.collection(request.collection());
            float[] query = request.like().isEmpty() ? request.vector() : NO_VECTOR;
            if (request.like().isEmpty()) {
                VectorChecks.requireVector(
                        query, live.state().dimensions(), live.state().metric(), "query in " + request.collection());
            }
            if (live.dimensionless()) {
                request.like().ifPresent(id -> {
                    throw notFound(id, request.collection());
                });
                return null;
            }
            VectorIndex index = live.index();
            Reader held = index.reader();
            boolean asked = false;
            try {
                Question question = request.like()
                        .map(id -> like(live, index, held, id, request.collection()))
                        .orElseGet(() -> new Question(live, index, held, query, -1));
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

    private Question like(LiveCollection live, VectorIndex index, Reader held, String id, String collection) {
        VectorKey key = ids.find(live, id).orElseThrow(() -> notFound(id, collection));
        TableEntry entry = live.table().get(key).orElseThrow(() -> notFound(id, collection));
        return new Question(live, index, held, entry.vector(), entry.ordinal());
    }

    private static VexfsException notFound(String id, String collection) {
        return new VexfsException(
                FuseVexfsError.VECTOR_NOT_FOUND,
                "no such vector: expected an id or a file's path in " + collection + ", was '" + id + "'");
    }

    private Answer answer(Question question, SearchRequest request) {
        Took took = request.explain() ? new Took() : null;
        long replacements = question.index.replacements();
        Selection selection = selections.of(question.live, question.self, request);
        if (took != null) {
            took.filterNanos = took.lap();
        }
        long visited = 0;
        int extra = TIES;
        for (int round = 1; ; round++) {
            Reach reach = reach(request, extra, round == 1);
            Neighbors found = neighbors(question, selection, request, reach);
            if (took != null) {
                took.searchNanos += took.lap();
            }
            Page page = page(question, found, request);
            if (took != null) {
                took.readNanos += took.lap();
            }
            boolean narrow = selection != null && selection.narrow();
            page.stale += found.overtaken() || narrow && question.index.replacements() != replacements ? 1 : 0;
            visited += found.nodesVisited();
            metrics.nodesVisited(found.nodesVisited());
            boolean more = found.size() >= reach.k() && wantsMore(page, found, request);
            if (!more || extra >= TIES_MAX && !sought(page, request)) {
                Optional<Explain> explain = took == null
                        ? Optional.empty()
                        : Optional.of(explain(question.index.size(), found, selection, round, took));
                return new Answer(new SearchResult(page.hits, visited, found.exact(), explain), page.stale > 0);
            }
            // Beyond the collection's size no round is wanted.
            extra = (int) Math.min((long) extra * MORE, question.index.size() + 1L);
        }
    }

    /** Whether more are asked for however many were: behind an earlier page, or where the caller may not see them all. */
    private static boolean sought(Page page, SearchRequest request) {
        return request.after().isPresent() || request.visible().isPresent() && page.hits.size() < request.k();
    }

    /** How long the parts of a search take; looking at the clock would take longer than some, so only where it is asked. */
    private static final class Took {
        private long filterNanos;
        private long searchNanos;
        private long readNanos;
        private long last = System.nanoTime();

        long lap() {
            long before = last;
            last = System.nanoTime();
            return last - before;
        }
    }

    private static Explain explain(int vectors, Neighbors found, @Nullable Selection selection, int rounds, Took took) {
        return new Explain(
                plan(found, selection),
                rounds,
                vectors,
                selection == null ? vectors : Math.min(selection.count(), vectors),
                took.filterNanos,
                took.searchNanos,
                took.readNanos);
    }

    private static Plan plan(Neighbors found, @Nullable Selection selection) {
        if (found.exact()) {
            return Plan.SCAN;
        }
        return selection == null || !selection.narrow() ? Plan.GRAPH : Plan.FILTERED_GRAPH;
    }

    /** Whether the page is not full, or its last hit may have equals with smaller ids that were not asked for. */
    private static boolean wantsMore(Page page, Neighbors found, SearchRequest request) {
        int hits = page.hits.size();
        return hits < request.k()
                || found.size() > hits && page.hits.get(hits - 1).distance() == found.distance(found.size() - 1);
    }

    private static Reach reach(SearchRequest request, int extra, boolean firstRound) {
        float farthest = (float) Math.nextUp(request.threshold().orElse(Double.POSITIVE_INFINITY));
        float nearest = request.after()
                .map(cursor -> Math.nextDown((float) cursor.distance()))
                .orElse(Float.NEGATIVE_INFINITY);
        boolean range = request.threshold().isPresent() && request.k() > SearchRequest.EF_DEFAULT;
        int width = range && request.ef() == request.k() ? SearchRequest.EF_DEFAULT : request.ef();
        boolean first = firstRound && !range && !request.exact();
        int k = first ? Math.min(request.k() + extra, request.ef()) : request.k() + extra;
        return new Reach(k, k - request.k(), width, nearest, farthest);
    }

    private static Neighbors neighbors(
            Question question, @Nullable Selection selection, SearchRequest request, Reach reach) {
        return request.exact()
                ? question.index.exact(question.query, reach, selection)
                : question.index.search(question.query, reach, selection);
    }

    private Page page(Question question, Neighbors found, SearchRequest request) {
        Page page = new Page();
        for (int rank = 0; rank < found.size(); ) {
            int first = page.hits.size();
            rank = read(question, found, rank, request, page);
            List<Hit> read = page.hits.subList(first, page.hits.size());
            request.visible().ifPresent(visible -> read.removeIf(hit -> !visible.test(hit.path())));
            if (rank < found.size() && enough(page, found.distance(rank), request)) {
                break;
            }
        }
        page.hits.sort(BEST_FIRST);
        page.hits
                .subList(Math.min(request.k(), page.hits.size()), page.hits.size())
                .clear();
        return page;
    }

    private static boolean enough(Page page, double distance, SearchRequest request) {
        return page.hits.size() >= request.k()
                && distance > page.hits.get(page.hits.size() - 1).distance();
    }

    /** Adds what was found from a rank on, until there is enough if all of it may be seen; returns the rank behind it. */
    private int read(Question question, Neighbors found, int from, SearchRequest request, Page page) {
        LiveCollection live = question.live;
        double threshold = request.threshold().orElse(Double.POSITIVE_INFINITY);
        SearchRequest.Cursor after = request.after().orElse(null);
        state.reading().lock();
        try {
            boolean current = state.collections().find(live.state().collection()) == live;
            // Another metric makes another index, which gives ordinals away that this one holds.
            if (!current || live.index() != question.index) {
                page.stale = found.size();
                return found.size();
            }
            String name = state.catalog().name(live.state().collection());
            touchHeads(live, found, from);
            for (int rank = from; rank < found.size(); rank++) {
                double distance = found.distance(rank);
                if (distance > threshold) {
                    break;
                }
                if (enough(page, distance, request)) {
                    return rank;
                }
                if (after != null && distance < after.distance()) {
                    continue;
                }
                Hit hit = hit(live, name, found.ordinal(rank), distance);
                if (hit == null) {
                    page.stale++;
                } else if (after == null
                        || distance > after.distance()
                        || hit.id().compareTo(after.id()) > 0) {
                    page.hits.add(hit);
                }
            }
            return found.size();
        } finally {
            state.reading().unlock();
        }
    }

    private void touchHeads(LiveCollection live, Neighbors found, int from) {
        int sum = 0;
        for (int rank = from; rank < Math.min(found.size(), from + HEADS_TOUCHED); rank++) {
            sum += live.table().touchHead(found.ordinal(rank));
        }
        if (sum == TOUCHED_NOTED) {
            touched = sum;
        }
    }

    private @Nullable Hit hit(LiveCollection live, String collection, int ordinal, double distance) {
        TableHead head = live.table().head(ordinal).orElse(null);
        if (head == null) {
            return null;
        }
        VectorKey key = head.key();
        String id = ids.shownId(key);
        return id == null
                ? null
                : new Hit(id, IdLookup.shownPath(collection, key, id), distance, VectorReads.metadata(head));
    }

    /** What is sought, and where. Holds its array without copying. */
    private static final class Question {
        private final LiveCollection live;
        private final VectorIndex index;
        private final Reader held;
        private final float[] query;
        private final int self;

        Question(LiveCollection live, VectorIndex index, Reader held, float[] query, int self) {
            this.live = live;
            this.index = index;
            this.held = held;
            this.query = query;
            this.self = self;
        }
    }

    /** Hits, and how many more were, or may have been, replaced before their ids were read. */
    private static final class Page {
        private final List<Hit> hits = new ArrayList<>();
        private int stale;
    }

    /** A result, and whether some of it was replaced before it was read. */
    private record Answer(SearchResult result, boolean stale) {}
}
