package io.vexfs.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RangesTest {
    private static void assertRefused(FuseVexfsError error, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        VexfsException.class, e -> assertThat(e.error()).isEqualTo(error))
                .hasMessage(message);
    }

    private static SearchRequest.Builder query() {
        return SearchRequest.nearest(new float[] {1, 2});
    }

    @Test
    void searchRequest_defaults_areTheContracts() {
        SearchRequest request = query().build();

        assertThat(request.k()).isEqualTo(10);
        assertThat(request.ef()).isEqualTo(64);
        assertThat(request.collection()).isEqualTo("/");
        assertThat(request.threshold()).isEmpty();
        assertThat(query().k(500).build().ef()).isEqualTo(500);
        assertThat(query().k(500).ef(7).build().ef()).isEqualTo(500);
    }

    @Test
    void searchRequest_outOfRange_isRefused() {
        FuseVexfsError argument = FuseVexfsError.INVALID_ARGUMENT;
        assertRefused(
                argument, "k: expected 1 to 10000, was 0", () -> query().k(0).build());
        assertRefused(
                argument,
                "k: expected 1 to 10000, was 10001",
                () -> query().k(10_001).build());
        assertRefused(
                argument, "ef: expected 1 to 100000, was 0", () -> query().ef(0).build());
        assertRefused(
                argument,
                "ef: expected 1 to 100000, was 100001",
                () -> query().ef(100_001).build());
        assertRefused(
                argument,
                "threshold: expected a distance, was NaN",
                () -> query().threshold(Double.NaN).build());
        assertThat(query().k(10_000).ef(100_000).threshold(-3).build().ef()).isEqualTo(100_000);
    }

    @Test
    void searchRequest_toBuilder_keepsEverything() {
        SearchRequest request = SearchRequest.like("x")
                .collection("/c")
                .k(3)
                .ef(99)
                .threshold(0.5)
                .below("/d")
                .exact(true)
                .build();

        SearchRequest copy = request.toBuilder().build();

        assertThat(copy).usingRecursiveComparison().isEqualTo(request);
    }

    @Test
    void searchRequest_callersArray_isNotShared() {
        float[] vector = {1, 2};
        SearchRequest request = SearchRequest.nearest(vector).build();
        vector[0] = 9;
        request.vector()[1] = 9;

        assertThat(request.vector()).containsExactly(1, 2);
    }

    @Test
    void metadata_values_areNormalised() {
        Metadata metadata = Metadata.of(Map.of("b", (byte) 1, "i", 2, "f", 0.5f, "s", "x", "t", true));

        assertThat(metadata.fields())
                .containsExactly(
                        Map.entry("b", 1L),
                        Map.entry("f", 0.5),
                        Map.entry("i", 2L),
                        Map.entry("s", "x"),
                        Map.entry("t", true));
        assertThat(metadata)
                .isEqualTo(Metadata.of(Map.copyOf(metadata.fields())))
                .hasSameHashCodeAs(metadata);
        assertThat(Metadata.of(Map.of())).isSameAs(Metadata.empty());
    }

    @Test
    void metadata_badValues_areNamed() {
        FuseVexfsError argument = FuseVexfsError.INVALID_ARGUMENT;
        assertRefused(argument, "metadata field name: was empty", () -> Metadata.of("", 1));
        assertRefused(
                argument, "metadata field 'x': expected a finite number, was NaN", () -> Metadata.of("x", Double.NaN));
        assertRefused(
                argument,
                "metadata field 'x': expected text, number or boolean, was int[]",
                () -> Metadata.of("x", new int[0]));
    }

    @Test
    void metadata_atAndAboveTheLimits_isTakenOrRefused() {
        Map<String, Object> fields = new HashMap<>();
        for (int i = 0; i < Limits.METADATA_FIELDS_MAX; i++) {
            fields.put("f" + i, true);
        }
        assertThat(Metadata.of(fields).fields()).hasSize(256);
        fields.put("one more", true);
        assertRefused(
                FuseVexfsError.LIMIT_REACHED,
                "metadata fields: expected at most 256, was 257",
                () -> Metadata.of(fields));
        assertThat(Metadata.of("x", "y".repeat(32_767)).isEmpty()).isFalse();
        assertRefused(
                FuseVexfsError.LIMIT_REACHED,
                "metadata characters: expected at most 32768, was 32769",
                () -> Metadata.of("x", "y".repeat(32_768)));
    }

    @Test
    void bridgeConfig_outOfRange_isRefused() {
        FuseVexfsError argument = FuseVexfsError.INVALID_ARGUMENT;
        BridgeConfig.Builder builder = BridgeConfig.DEFAULT.toBuilder();
        assertThat(builder.build()).isEqualTo(BridgeConfig.DEFAULT);
        assertRefused(
                argument,
                "batchSize: expected 1 to 1000000, was 0",
                () -> BridgeConfig.DEFAULT.toBuilder().batchSize(0).build());
        assertRefused(
                argument,
                "linkThreads: expected 1 to 1024, was 0",
                () -> BridgeConfig.DEFAULT.toBuilder().linkThreads(0).build());
        assertRefused(
                argument,
                "maxConcurrentOps: expected 1 to 65536, was 65537",
                () -> BridgeConfig.DEFAULT.toBuilder().maxConcurrentOps(65_537).build());
        assertRefused(
                argument,
                "syncInterval: expected 1 ms to 1 h, was PT0S",
                () -> BridgeConfig.DEFAULT.toBuilder()
                        .syncInterval(Duration.ZERO)
                        .build());
        assertRefused(
                argument,
                "syncInterval: expected 1 ms to 1 h, was PT1H0.001S",
                () -> BridgeConfig.DEFAULT.toBuilder()
                        .syncInterval(Duration.ofHours(1).plusMillis(1))
                        .build());
    }

    @Test
    void collectionSettings_outOfRange_isRefused() {
        assertThat(new CollectionSettings(DistanceMetric.L2, 65_536).dimensions())
                .isEqualTo(65_536);
        assertRefused(
                FuseVexfsError.INVALID_ARGUMENT,
                "dimensions: expected 1 to 65536, or 0 for 'by the first vector', was 65537",
                () -> new CollectionSettings(DistanceMetric.L2, 65_537));
    }

    @Test
    void parse_unknownWords_nameTheKnown() {
        assertThat(DistanceMetric.parse("Cosine")).isEqualTo(DistanceMetric.COSINE);
        assertThat(Durability.parse("EVERY-WRITE")).isEqualTo(Durability.EVERY_WRITE);
        assertRefused(
                FuseVexfsError.INVALID_ARGUMENT,
                "unknown metric: expected one of l2, cosine, dot, l1, hamming, jaccard, was 'l3'",
                () -> DistanceMetric.parse("l3"));
        assertRefused(
                FuseVexfsError.INVALID_ARGUMENT,
                "unknown durability: expected one of every-write, batched, none, was 'always'",
                () -> Durability.parse("always"));
    }
}
