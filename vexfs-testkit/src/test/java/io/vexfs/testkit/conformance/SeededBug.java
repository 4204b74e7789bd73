package io.vexfs.testkit.conformance;

import io.vexfs.api.Bridge;
import io.vexfs.api.FileVectors;
import io.vexfs.api.Filter;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Bugs that a bridge may have, each with the test of the suite that must find it. */
enum SeededBug {
    NONE(""),
    LOSES_DELETE("delete_stored_isGoneEverywhere"),
    WRONG_ORDER("search_fewVectors_areInOrderWithTheirDistances"),
    TIES_IN_NO_ORDER("search_equalDistances_areInTheOrderOfTheirIds"),
    ONE_TOO_FEW("search_k_isTheMost"),
    IGNORES_THRESHOLD("search_threshold_isTheFarthest"),
    IGNORES_BELOW("search_below_keepsToTheDirectory"),
    IGNORES_WHERE("search_where_findsWhatMatches"),
    WHERE_WITHOUT_NAMES("search_whereUnknownFieldOrKind_isNamed"),
    REPEATS_PAGE("search_after_continues"),
    SHORT_RANGE("search_within_findsNearlyAll"),
    EXPLAINS_NOTHING("search_explain_saysHow"),
    LIKE_FINDS_ITSELF("search_like_leavesItselfOut"),
    PUTS_ONE_BY_ONE("putAll_oneIsRefused_storesNone"),
    FORGETS_RENAME("move_file_isFoundUnderItsNewName"),
    FORGETS_LINK("link_secondName_keepsTheVectorsUntilTheLast"),
    KEEPS_REMOVED_FILE("remove_file_isGoneEverywhere"),
    FORGETS_METADATA("get_afterPut_isWhatWasPut"),
    MISSES_NEIGHBOURS("search_clusteredVectors_findsEnough"),
    SQUARES_DISTANCES("search_everyMetric_isExactAgainstTheTruth"),
    READS_STALE("put_sameId_replaces"),
    INDEXES_TWICE("put_sameId_replaces"),
    ACKNOWLEDGES_EARLY("write_inEachMode_isFoundAtOnce"),
    SWALLOWS_ERRORS("put_badVectors_areNamed"),
    IGNORES_LIMITS("put_beyondLimits_isRefused"),
    KEEPS_DROPPED("dropCollection_withVectors_removesBoth"),
    LOSES_AT_CLOSE("reopen_afterClose_keepsEverything"),
    ANSWERS_AFTER_CLOSE("close_twice_thenEverythingIsClosed"),
    CLOSES_ONCE("close_twice_thenEverythingIsClosed"),
    IGNORES_READ_ONLY("reopen_readOnly_refusesWritesAndAnswers"),
    LEAVES_PENDING("forceSync_afterWrites_leavesNothingPending"),
    LINKS_TOO_MANY("batchSync_inSteps_linksEverything"),
    FORCES_LATER("syncStatus_inEachMode_saysWhatIsDone"),
    LINKS_LATER("syncStatus_inEachMode_saysWhatIsDone");

    /** The method of the suite that finds this bug. */
    final String finder;

    SeededBug(String finder) {
        this.finder = finder;
    }

    /** The bridge with this bug. */
    Bridge in(Bridge right) {
        StatefulBugs stateful = new StatefulBugs(this, right);
        return wrapped(Bridge.class, right, (name, args) -> {
            Object answer = stateful.answer(name, args);
            return answer == PASS ? stateless(right, name, args) : answer;
        });
    }

    private Object stateless(Bridge right, String name, Object[] args) {
        return switch (name) {
            case "search" -> search(right, (SearchRequest) args[0]);
            case "files" -> files(right.files());
            case "delete" ->
                this == LOSES_DELETE
                        ? (Object) right.get((String) args[0], (String) args[1]).isPresent()
                        : PASS;
            case "putAll" -> this == PUTS_ONE_BY_ONE ? putEach(right, (String) args[0], (List<?>) args[1]) : PASS;
            case "put" -> this == FORGETS_METADATA ? putBare(right, (String) args[0], (StoredVector) args[1]) : PASS;
            default -> PASS;
        };
    }

    /** The answer that leaves the answer to the right one. */
    static final Object PASS = new Object();

    private Object search(Bridge right, SearchRequest request) {
        SearchRequest.Builder asked = this == LIKE_FINDS_ITSELF
                        && request.like().isPresent()
                ? SearchRequest.nearest(
                                right.get(request.collection(), request.like().get())
                                        .map(StoredVector::vector)
                                        .orElse(new float[0]))
                        .collection(request.collection())
                        .k(request.k())
                : request.toBuilder();
        if (this == IGNORES_THRESHOLD) {
            asked.threshold(Double.MAX_VALUE);
        }
        if (this == IGNORES_BELOW && request.below().isPresent()) {
            asked.below("/");
        }
        if (this == IGNORES_WHERE && request.where().isPresent()) {
            asked.where(new Filter.Not(new Filter.Exists(new Filter.Field("none", 0))));
        }
        if (this == WHERE_WITHOUT_NAMES && request.where().isPresent()) {
            Filter nothing = new Filter.Exists(new Filter.Field("none", 0));
            try {
                right.search(request, Samples.NOBODY);
            } catch (VexfsException refused) {
                asked.where(nothing);
            }
        }
        if (this == REPEATS_PAGE && request.after().isPresent()) {
            asked.after(new SearchRequest.Cursor(request.after().get().distance(), ""));
        }
        if (this == SHORT_RANGE && request.threshold().isPresent()) {
            asked.k(Math.min(request.k(), 100));
        }
        SearchResult found = right.search(asked.build(), Samples.NOBODY);
        List<Hit> hits = new ArrayList<>(found.hits());
        switch (this) {
            case WRONG_ORDER -> Collections.reverse(hits);
            case TIES_IN_NO_ORDER ->
                hits.sort((a, b) -> a.distance() == b.distance()
                        ? b.id().compareTo(a.id())
                        : Double.compare(a.distance(), b.distance()));
            case ONE_TOO_FEW -> {
                if (hits.size() == request.k()) {
                    hits.remove(hits.size() - 1);
                }
            }
            case MISSES_NEIGHBOURS -> {
                if (!request.exact()) {
                    hits.removeIf(hit -> hit.id().hashCode() % 8 == 0);
                }
            }
            case SQUARES_DISTANCES ->
                hits.replaceAll(hit ->
                        new Hit(hit.id(), hit.path(), hit.distance() * Math.abs(hit.distance()), hit.metadata()));
            default -> {}
        }
        return this == EXPLAINS_NOTHING
                ? new SearchResult(hits, found.nodesVisited(), found.exact())
                : found.with(hits);
    }

    private Object files(FileVectors right) {
        return wrapped(FileVectors.class, right, (name, args) -> switch (name) {
            case "move" -> this == FORGETS_RENAME ? null : PASS;
            case "link" -> this == FORGETS_LINK ? null : PASS;
            case "remove" ->
                this == KEEPS_REMOVED_FILE
                        ? (Object) right.file((String) args[0]).isPresent()
                        : PASS;
            default -> PASS;
        });
    }

    private static Object putEach(Bridge right, String collection, List<?> vectors) {
        vectors.forEach(vector -> right.put(collection, (StoredVector) vector, Samples.NOBODY));
        return null;
    }

    private static Object putBare(Bridge right, String collection, StoredVector vector) {
        Samples.put(right, collection, vector.id(), vector.vector());
        return null;
    }

    interface Answers {
        /** What to return, or {@link #PASS} to ask the right one. */
        Object answer(String method, Object[] args);
    }

    static <T> T wrapped(Class<T> type, T right, Answers answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            try {
                Object answer = answers.answer(method.getName(), args == null ? new Object[0] : args);
                return answer == PASS ? method.invoke(right, args) : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
