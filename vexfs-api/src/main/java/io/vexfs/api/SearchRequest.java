package io.vexfs.api;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * A question for the nearest neighbours of a vector, or of a stored vector ({@code like}). Immutable.
 *
 * <p>Without further words: 10 neighbours, {@code ef} = max(64, k), no distance limit, in the collection {@code /}.
 */
public final class SearchRequest {
    /** Neighbours returned unless {@code k} says otherwise. */
    public static final int K_DEFAULT = 10;
    /** Candidates kept at least unless {@code ef} says otherwise. */
    public static final int EF_DEFAULT = 64;

    private final String collection;
    private final float[] vector;
    private final Optional<String> like;
    private final int k;
    private final OptionalInt ef;
    private final OptionalDouble threshold;
    private final Optional<String> below;
    private final Optional<Predicate<String>> visible;
    private final boolean exact;
    private final Optional<Filter> where;
    private final Optional<Cursor> after;
    private final boolean explain;

    private SearchRequest(Builder builder) {
        collection = builder.collection;
        vector = builder.vector;
        like = builder.like;
        k = requireRange("k", builder.k, Limits.K_MAX);
        ef = builder.ef;
        ef.ifPresent(value -> requireRange("ef", value, Limits.EF_MAX));
        threshold = builder.threshold;
        if (threshold.isPresent() && Double.isNaN(threshold.getAsDouble())) {
            throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "threshold: expected a distance, was NaN");
        }
        below = builder.below;
        visible = builder.visible;
        exact = builder.exact;
        where = builder.where;
        after = builder.after;
        explain = builder.explain;
    }

    /**
     * Where a page of a search ended.
     *
     * @param distance of its last hit, as the hit gave it
     * @param id of its last hit
     */
    public record Cursor(double distance, String id) {
        /** Checks that the distance is a number. */
        public Cursor {
            Objects.requireNonNull(id, "id");
            if (Double.isNaN(distance)) {
                throw new VexfsException(FuseVexfsError.INVALID_ARGUMENT, "after: expected a distance, was NaN");
            }
        }
    }

    private static int requireRange(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, name + ": expected 1 to " + max + ", was " + value);
        }
        return value;
    }

    /** The neighbours of a vector of the collection's dimensions; the components are copied. */
    public static Builder nearest(float[] vector) {
        return new Builder(vector.clone(), Optional.empty());
    }

    /** The neighbours of a stored vector, itself left out: an id, or a mounted file's path. */
    public static Builder like(String id) {
        return new Builder(new float[0], Optional.of(id));
    }

    /** The collection's name. */
    public String collection() {
        return collection;
    }

    /** The query vector: a copy; empty for a {@link #like()} request. */
    public float[] vector() {
        return vector.clone();
    }

    /** The id whose vector is the query. */
    public Optional<String> like() {
        return like;
    }

    /** How many neighbours at most. */
    public int k() {
        return k;
    }

    /** How many candidates the graph search keeps; at least {@link #k()}. */
    public int ef() {
        return Math.max(k, ef.orElse(EF_DEFAULT));
    }

    /** The largest distance of a neighbour; empty for any. */
    public OptionalDouble threshold() {
        return threshold;
    }

    /** Only vectors of files below this directory (contract key {@code in}); empty for all. */
    public Optional<String> below() {
        return below;
    }

    /** Which paths may be returned (see {@link Builder#visible}); empty for all. */
    public Optional<Predicate<String>> visible() {
        return visible;
    }

    /** Whether every vector is compared rather than the graph walked. */
    public boolean exact() {
        return exact;
    }

    /** Only vectors whose metadata match; empty for all. */
    public Optional<Filter> where() {
        return where;
    }

    /** Only what comes behind this in the order of distance, then id; empty for the first page. */
    public Optional<Cursor> after() {
        return after;
    }

    /** Whether the answer says how it was found. */
    public boolean explain() {
        return explain;
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        Builder builder = new Builder(vector, like);
        builder.collection = collection;
        builder.k = k;
        builder.ef = ef;
        builder.threshold = threshold;
        builder.below = below;
        builder.visible = visible;
        builder.exact = exact;
        builder.where = where;
        builder.after = after;
        builder.explain = explain;
        return builder;
    }

    /** Collects the values of a {@link SearchRequest}. */
    public static final class Builder {
        private final float[] vector;
        private final Optional<String> like;
        private String collection = "/";
        private int k = K_DEFAULT;
        private OptionalInt ef = OptionalInt.empty();
        private OptionalDouble threshold = OptionalDouble.empty();
        private Optional<String> below = Optional.empty();
        private Optional<Predicate<String>> visible = Optional.empty();
        private boolean exact;
        private Optional<Filter> where = Optional.empty();
        private Optional<Cursor> after = Optional.empty();
        private boolean explain;

        private Builder(float[] vector, Optional<String> like) {
            this.vector = vector;
            this.like = like;
        }

        /** In this collection. */
        public Builder collection(String name) {
            collection = Objects.requireNonNull(name, "collection");
            return this;
        }

        /** At most so many neighbours, 1 to {@link Limits#K_MAX}. */
        public Builder k(int neighbours) {
            k = neighbours;
            return this;
        }

        /** Keep so many candidates, 1 to {@link Limits#EF_MAX}: more finds more and takes longer. */
        public Builder ef(int candidates) {
            ef = OptionalInt.of(candidates);
            return this;
        }

        /** Nothing farther than this. */
        public Builder threshold(double distance) {
            threshold = OptionalDouble.of(distance);
            return this;
        }

        /**
         * Everything within this distance, {@link Limits#K_MAX} vectors at most: sets threshold and k. More than that can be
         * read in pages, by {@link #after}.
         */
        public Builder within(double distance) {
            threshold(distance);
            return k(Limits.K_MAX);
        }

        /** Only vectors whose metadata match this filter; a later one replaces it. */
        public Builder where(Filter filter) {
            where = Optional.of(filter);
            return this;
        }

        /**
         * Only what comes behind this hit in the order of distance, then id: the next page of the search that gave it. No
         * vector is given on two pages; one that is stored in between is given if it lies behind. Where more than
         * a thousand vectors are equally far, some of them may be passed over.
         */
        public Builder after(SearchResult.Hit last) {
            return after(new Cursor(last.distance(), last.id()));
        }

        /** As {@link #after(SearchResult.Hit)}. */
        public Builder after(Cursor cursor) {
            after = Optional.of(cursor);
            return this;
        }

        /** Say how the answer was found, in {@link SearchResult#explain()}. */
        public Builder explain(boolean wanted) {
            explain = wanted;
            return this;
        }

        /** Only vectors of files below this directory. */
        public Builder below(String directory) {
            below = Optional.of(directory);
            return this;
        }

        /**
         * Only vectors whose {@link SearchResult.Hit#path} this lets through: the k nearest of these. It is asked on the
         * calling thread, about the nearest first, perhaps more than once about one, and must not call the bridge. Every
         * nearer vector that it keeps out is asked about, so it is meant for what a caller may not see, not as a filter.
         */
        public Builder visible(Predicate<String> path) {
            visible = Optional.of(path);
            return this;
        }

        /** Compare every vector. */
        public Builder exact(boolean everyVector) {
            exact = everyVector;
            return this;
        }

        /**
         * The request.
         *
         * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} for k or ef outside of their range
         */
        public SearchRequest build() {
            return new SearchRequest(this);
        }
    }
}
