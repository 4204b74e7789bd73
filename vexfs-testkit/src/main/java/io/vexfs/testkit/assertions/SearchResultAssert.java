package io.vexfs.testkit.assertions;

import io.vexfs.api.SearchResult;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.testkit.data.ExactSearch.Neighbor;
import io.vexfs.testkit.data.Recall;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractAssert;

/** Assertions about what a search found. */
public final class SearchResultAssert extends AbstractAssert<SearchResultAssert, SearchResult> {
    SearchResultAssert(SearchResult result) {
        super(result, SearchResultAssert.class);
    }

    /** The ids are these, in this order. */
    public SearchResultAssert hasIds(String... ids) {
        isNotNull();
        List<String> found = actual.hits().stream().map(Hit::id).toList();
        if (!found.equals(List.of(ids))) {
            throw failureWithActualExpected(found, List.of(ids), "Expected the ids %s, was %s", List.of(ids), found);
        }
        return this;
    }

    /** The paths are these, in this order. */
    public SearchResultAssert hasPaths(String... paths) {
        isNotNull();
        List<String> found = actual.hits().stream().map(Hit::path).toList();
        if (!found.equals(List.of(paths))) {
            throw failureWithActualExpected(
                    found, List.of(paths), "Expected the paths %s, was %s", List.of(paths), found);
        }
        return this;
    }

    /** At least this part of the true neighbours, 0 to 1, is among the hits; of equally far ones it does not matter which. */
    public SearchResultAssert hasRecall(List<Neighbor> truth, double least) {
        isNotNull();
        double recall = Recall.ofDistances(actual.hits(), truth);
        if (!(recall >= least)) {
            throw failure("Expected a recall of %s or more, was %s", least, recall);
        }
        return this;
    }

    /** Nothing was found. */
    public SearchResultAssert isEmpty() {
        return hasIds();
    }

    /** Distances never go down, equal ones are in the order of their ids, none is NaN, and no path comes twice. */
    public SearchResultAssert isInOrder() {
        isNotNull();
        Set<String> seen = new HashSet<>();
        Hit before = null;
        for (Hit hit : actual.hits()) {
            if (Double.isNaN(hit.distance())) {
                throw failure("Expected a distance, was NaN for %s", hit.id());
            }
            if (!seen.add(hit.path())) {
                throw failure("Expected each path once, was twice: %s", hit.path());
            }
            if (before != null && before.distance() > hit.distance()) {
                throw failure("Expected the nearer first, was %s before %s", before, hit);
            }
            if (before != null
                    && before.distance() == hit.distance()
                    && before.id().compareTo(hit.id()) > 0) {
                throw failure("Expected equal distances in the order of their ids, was %s before %s", before, hit);
            }
            before = hit;
        }
        return this;
    }
}
