package io.vexfs.testkit.integration;

import io.vexfs.testkit.bench.Ranges;
import java.time.Duration;

/**
 * How much {@link FuseIntegrationTestSuite} does, and what is good enough. Immutable; start from {@link #DEFAULT}.
 *
 * @param vectors files of vectors, 20 to 1,000,000
 * @param dimensions of each, 2 to 65,536
 * @param queries searches whose answers are compared, 1 to 100,000
 * @param k neighbours of each, 1 to 10,000
 * @param clients at once, 1 to 256
 * @param seed of everything random
 * @param recallMin the least recall, against exact search
 * @param operationMillisMax the longest that the 99th percentile of an operation of the mount may be
 * @param searchMillisMax the longest that the 99th percentile of a search may be, with opening and closing
 * @param stackBytesMax the most stack that an operation of the mount may typically take
 * @param limit after which one check is given up
 */
public record TestConfiguration(
        int vectors,
        int dimensions,
        int queries,
        int k,
        int clients,
        long seed,
        double recallMin,
        int operationMillisMax,
        int searchMillisMax,
        int stackBytesMax,
        Duration limit) {
    /** Some seconds on a small machine; limits that only something wrong reaches. */
    public static final TestConfiguration DEFAULT =
            new TestConfiguration(300, 32, 50, 10, 4, 1, 0.95, 500, 1_000, 64 << 10, Duration.ofSeconds(60));

    /** Checks the ranges. */
    public TestConfiguration {
        Ranges.require("vectors", vectors, 20, 1_000_000);
        Ranges.require("dimensions", dimensions, 2, 65_536);
        Ranges.require("queries", queries, 1, 100_000);
        Ranges.require("k", k, 1, 10_000);
        Ranges.require("clients", clients, 1, 256);
        Ranges.require("operation-millis", operationMillisMax, 1, 3_600_000);
        Ranges.require("search-millis", searchMillisMax, 1, 3_600_000);
        Ranges.require("stack-bytes", stackBytesMax, 1_024, 1 << 30);
    }

    /** A builder that starts from these values. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects the values of a {@link TestConfiguration}. */
    public static final class Builder {
        private TestConfiguration now;

        private Builder(TestConfiguration from) {
            now = from;
        }

        /** See {@link TestConfiguration#vectors()} and {@link TestConfiguration#dimensions()}. */
        public Builder vectors(int vectors, int dimensions) {
            now = new TestConfiguration(
                    vectors,
                    dimensions,
                    now.queries,
                    now.k,
                    now.clients,
                    now.seed,
                    now.recallMin,
                    now.operationMillisMax,
                    now.searchMillisMax,
                    now.stackBytesMax,
                    now.limit);
            return this;
        }

        /** See {@link TestConfiguration#queries()}, {@link TestConfiguration#k()}, {@link TestConfiguration#recallMin()}. */
        public Builder searches(int queries, int k, double recallMin) {
            now = new TestConfiguration(
                    now.vectors,
                    now.dimensions,
                    queries,
                    k,
                    now.clients,
                    now.seed,
                    recallMin,
                    now.operationMillisMax,
                    now.searchMillisMax,
                    now.stackBytesMax,
                    now.limit);
            return this;
        }

        /** See {@link TestConfiguration#clients()} and {@link TestConfiguration#seed()}. */
        public Builder clients(int clients, long seed) {
            now = new TestConfiguration(
                    now.vectors,
                    now.dimensions,
                    now.queries,
                    now.k,
                    clients,
                    seed,
                    now.recallMin,
                    now.operationMillisMax,
                    now.searchMillisMax,
                    now.stackBytesMax,
                    now.limit);
            return this;
        }

        /**
         * See {@link TestConfiguration#operationMillisMax()}, {@link TestConfiguration#searchMillisMax()},
         * {@link TestConfiguration#stackBytesMax()}.
         */
        public Builder thresholds(int operationMillis, int searchMillis, int stackBytes) {
            now = new TestConfiguration(
                    now.vectors,
                    now.dimensions,
                    now.queries,
                    now.k,
                    now.clients,
                    now.seed,
                    now.recallMin,
                    operationMillis,
                    searchMillis,
                    stackBytes,
                    now.limit);
            return this;
        }

        /** See {@link TestConfiguration#limit()}. */
        public Builder limit(Duration limit) {
            now = new TestConfiguration(
                    now.vectors,
                    now.dimensions,
                    now.queries,
                    now.k,
                    now.clients,
                    now.seed,
                    now.recallMin,
                    now.operationMillisMax,
                    now.searchMillisMax,
                    now.stackBytesMax,
                    limit);
            return this;
        }

        /** The configuration. */
        public TestConfiguration build() {
            return now;
        }
    }
}
