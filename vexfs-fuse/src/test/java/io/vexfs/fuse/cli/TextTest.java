package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.Durability;
import io.vexfs.api.Metadata;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VexfsException;
import io.vexfs.fuse.Ownership;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the verbs write and read as text. */
class TextTest {
    @ParameterizedTest
    @CsvSource({"words,/words", "/words,/words", "words/,/words", "a//b/,/a/b", "/,/"})
    void collectionName_anySpelling_isAnAbsolutePath(String given, String name) {
        assertThat(new Options.CollectionName().convert(given)).isEqualTo(name);
    }

    @Test
    void vector_withMetadata_isJson() {
        StoredVector vector = new StoredVector("a\"b", new float[] {1, -0.5f}, Metadata.of("n", 7, "t", "é"));

        assertThat(JsonText.vector(vector))
                .isEqualTo("{\"id\":\"a\\\"b\",\"vector\":[1.0,-0.5],\"metadata\":{\"n\":7,\"t\":\"é\"}}");
    }

    @Test
    void question_withEveryKey_isWhatTheContractSays() {
        SearchRequest request = SearchRequest.nearest(new float[] {1, 2})
                .collection("/words")
                .k(3)
                .ef(50)
                .threshold(0.5)
                .build();

        assertThat(JsonText.question(request))
                .isEqualTo("{\"collection\":\"/words\",\"vector\":[1.0,2.0],\"k\":3,\"ef\":50,\"threshold\":0.5}");
    }

    @Test
    void answer_readBack_isTheSame() {
        SearchResult.Hit hit = new SearchResult.Hit("king", "/words/king.vec", 0.25, Metadata.of("n", 1));

        Map<String, ?> parsed =
                JsonText.parseObject(JsonText.answer(new SearchResult(List.of(hit), 9, true)), "answer");

        assertThat(parsed.get("exact")).isEqualTo(true);
        assertThat(parsed.get("hits"))
                .isEqualTo(List.of(Map.of(
                        "id", "king", "path", "/words/king.vec", "distance", 0.25, "metadata", Map.of("n", 1L))));
    }

    @Test
    void parseObject_somethingElse_quotesIt() {
        assertThatThrownBy(() -> JsonText.parseObject("[1]", "status.json"))
                .isInstanceOf(VexfsException.class)
                .hasMessage("status.json: expected a JSON object, was '[1]'");
        assertThatThrownBy(() -> JsonText.parseObject("{\"a\":", "status.json"))
                .isInstanceOf(VexfsException.class)
                .hasMessage("status.json: expected JSON, was '{\"a\":'");
    }

    @ParameterizedTest
    @CsvSource({"plain.vec,plain.vec", "with blank,'''with blank'''", "it's,'''it''\\''''s'''"})
    void quoted_anyWord_isOneWordForTheShell(String word, String expected) {
        assertThat(Shell.quoted(word)).isEqualTo(expected);
    }

    @Test
    void foregroundArguments_ofAPlan_holdAllOfIt() {
        MountPlan plan = new MountPlan(
                Path.of("/s"),
                Path.of("/m"),
                true,
                true,
                true,
                false,
                OptionalInt.of(4),
                new Ownership(OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(027)),
                List.of("max_readahead=4096"),
                Durability.EVERY_WRITE,
                new MonitoringChoice(OptionalInt.of(9100), Optional.of(Path.of("/log")), List.of("stack=8k")));

        assertThat(plan.foregroundArguments())
                .containsExactly(
                        "mount",
                        "/s",
                        "/m",
                        "--foreground",
                        "--durability",
                        "every-write",
                        "--read-only",
                        "--allow-other",
                        "--strict",
                        "--no-passthrough",
                        "--threads=4",
                        "--uid=1",
                        "--gid=2",
                        "--umask=27",
                        "--metrics-port",
                        "9100",
                        "--metrics-log",
                        "/log",
                        "--threshold",
                        "stack=8k",
                        "-o",
                        "max_readahead=4096");
    }

    @Test
    void screen_ofAStoreThatRefusesWrites_saysSoAboveEverything() {
        Map<String, Object> store =
                Map.of("state", "refusing-writes", "since", "2026-01-02T03:04:05Z", "reason", "log/1: fsync failed");

        assertThat(new MountLook(Map.of("store", store), Map.of(), 0).screen("/mnt", Optional.empty()))
                .contains("STORE refuses writes since 2026-01-02T03:04:05Z: log/1: fsync failed");
        assertThat(new MountLook(Map.of("store", Map.of("state", "ready")), Map.of(), 0)
                        .screen("/mnt", Optional.empty()))
                .noneMatch(line -> line.startsWith("STORE"));
    }

    @Test
    void fitted_moreThanTheTerminalHas_leavesTheLastRowFree() {
        assertThat(Terminal.fitted(List.of("one", "two", "three"), 3, 80)).containsExactly("one", "two");
        assertThat(Terminal.fitted(List.of("one", "é😀x"), 24, 2)).containsExactly("on", "é😀");
        assertThat(Terminal.fitted(List.of("one", "two"), 0, 0)).containsExactly("o");
    }
}
