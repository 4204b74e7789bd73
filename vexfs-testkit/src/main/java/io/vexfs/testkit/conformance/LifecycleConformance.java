package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.assertions.VexfsAssertions.assertThatVexfs;
import static io.vexfs.testkit.conformance.Samples.L2;
import static io.vexfs.testkit.conformance.Samples.NOBODY;
import static io.vexfs.testkit.conformance.Samples.ids;
import static io.vexfs.testkit.conformance.Samples.index;
import static io.vexfs.testkit.conformance.Samples.indexRows;
import static io.vexfs.testkit.conformance.Samples.info;
import static io.vexfs.testkit.conformance.Samples.line;
import static io.vexfs.testkit.conformance.Samples.near;
import static io.vexfs.testkit.conformance.Samples.put;
import static io.vexfs.testkit.conformance.Samples.search;
import static io.vexfs.testkit.conformance.Samples.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionInfo;
import io.vexfs.api.FileStatus;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import io.vexfs.api.SearchResult.Hit;
import io.vexfs.api.SyncStatus;
import io.vexfs.testkit.assertions.VexfsAssertions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a bridge promises about syncing, closing, opening again and many threads; part of {@link BridgeConformance}. */
public interface LifecycleConformance extends BridgeFixture {
    /** How many seconds the test of many threads may take. */
    int CONCURRENT_SECONDS_MAX = 240;

    /** After a sync nothing is pending, and the status says when. */
    @Test
    default void forceSync_afterWrites_leavesNothingPending() {
        try (Bridge bridge = open()) {
            line(bridge, 50);

            SyncStatus status = bridge.forceSync();

            assertThat(status.synced()).isTrue();
            assertThat(status.pending()).isZero();
            assertThat(status.lastSync()).isPresent();
            assertThat(status.failures()).isZero();
            assertThat(bridge.syncStatus().synced()).isTrue();
            assertThat(info(bridge, "/c").pending()).isZero();
        }
    }

    /** Linking in steps ends, takes no more than asked for, and changes no answer. */
    @Test
    default void batchSync_inSteps_linksEverything() {
        try (Bridge bridge = open()) {
            line(bridge, 50);
            List<Hit> before = search(bridge, near("/c", 25, 1)).hits();
            int steps = 0;
            for (int linked = bridge.batchSync(7); linked > 0; linked = bridge.batchSync(7)) {
                assertThat(linked).isBetween(1, 7);
                assertThat(++steps).isLessThanOrEqualTo(50);
            }
            assertThat(bridge.syncStatus().pending()).isZero();
            assertThat(search(bridge, near("/c", 25, 1)).hits()).isEqualTo(before);
        }
    }

    /** Flush leaves no byte unsynced. */
    @Test
    default void flush_afterWrites_leavesNoBytesUnsynced() {
        try (Bridge bridge = open()) {
            put(bridge, "/", "x", 1, 2);
            bridge.flush();
            assertThat(bridge.syncStatus().unsyncedBytes()).isZero();
        }
    }

    /** Metrics have names of the one shape, each once. */
    @Test
    default void metrics_afterWork_haveDottedNames() {
        try (Bridge bridge = open()) {
            line(bridge, 5);
            search(bridge, near("/c", 1, 1));

            assertThat(bridge.metrics())
                    .extracting(MetricSample::name)
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(name).matches("vexfs(\\.[a-zA-Z0-9_]+)+"));
        }
    }

    /** Everything is there after close and open: vectors, files, names, statuses, collections, answers. */
    @Test
    default void reopen_afterClose_keepsEverything() {
        Bridge bridge = open();
        line(bridge, 30);
        bridge.delete("/c", "v03", NOBODY);
        put(bridge, "/c", "v04", 100, 1);
        indexRows(bridge, "/d/m.vec", 1, new float[] {1, 2, 3}, new float[] {3, 2, 1});
        bridge.files().link("/d/m.vec", "/d/link.vec", NOBODY);
        bridge.files().refuse("/bad.vec", stamp(2), new FileStatus(FileStatus.Kind.INVALID, "line 1"), NOBODY);
        bridge.files().move("/d", "/e", NOBODY);
        bridge.createCollection("/gone", L2);
        bridge.dropCollection("/gone");
        List<CollectionInfo> collections = settled(bridge.collections());
        List<Hit> hits = search(bridge, near("/c", 4, 1)).hits();
        bridge.close();

        try (Bridge again = reopen(bridge, false)) {
            assertThat(settled(again.collections())).isEqualTo(collections);
            assertThat(search(again, near("/c", 4, 1)).hits()).isEqualTo(hits);
            assertThat(again.get("/c", "v03")).isEmpty();
            assertThat(again.get("/c", "v04").orElseThrow().vector()).containsExactly(100, 1);
            assertThat(ids(again, "/")).containsExactly("/e/m.vec#0", "/e/m.vec#1");
            assertThat(again.files().file("/e/link.vec"))
                    .isEqualTo(again.files().file(1))
                    .isPresent();
            assertThat(again.files().file("/bad.vec").orElseThrow().status().text())
                    .isEqualTo("invalid: line 1");
            put(again, "/c", "new", 4, 1);
            VexfsAssertions.assertThat(search(again, near("/c", 4, 1).k(1))).hasIds("new");
        }
    }

    private static List<CollectionInfo> settled(List<CollectionInfo> collections) {
        return collections.stream()
                .map(info -> new CollectionInfo(
                        info.name(),
                        info.metric(),
                        info.dimensions(),
                        info.dimensionsSet(),
                        info.size(),
                        0,
                        info.quantization(),
                        info.codeBytes(),
                        info.storage()))
                .toList();
    }

    /** A read-only bridge answers, and refuses every write. */
    @Test
    default void reopen_readOnly_refusesWritesAndAnswers() {
        Bridge bridge = open();
        line(bridge, 5);
        index(bridge, "/a.vec", 1, 1, 2);
        bridge.close();

        try (Bridge again = reopen(bridge, true)) {
            assertThat(again.readOnly()).isTrue();
            VexfsAssertions.assertThat(search(again, near("/c", 0, 1).k(1))).hasIds("v00");
            for (ThrowingCallable write : writes(again)) {
                assertThatVexfs(write).failsWith(FuseVexfsError.READ_ONLY);
            }
            assertThat(again.files().file("/a.vec")).isPresent();
        }
    }

    private static List<ThrowingCallable> writes(Bridge bridge) {
        return List.of(
                () -> bridge.createCollection("/new", L2),
                () -> bridge.changeCollection("/c", L2),
                () -> bridge.dropCollection("/c"),
                () -> put(bridge, "/c", "x", 1, 2),
                () -> bridge.delete("/c", "v00", NOBODY),
                () -> index(bridge, "/b.vec", 2, 1, 2),
                () -> bridge.files().refuse("/a.vec", stamp(1), new FileStatus(FileStatus.Kind.INVALID, "x"), NOBODY),
                () -> bridge.files().link("/a.vec", "/b.vec", NOBODY),
                () -> bridge.files().remove("/a.vec", NOBODY),
                () -> bridge.files().move("/a.vec", "/b.vec", NOBODY));
    }

    /** Close may come twice, and everything after it is refused by name. */
    @Test
    default void close_twice_thenEverythingIsClosed() {
        Bridge bridge = open();
        line(bridge, 5);
        index(bridge, "/a.vec", 1, 1, 2);
        bridge.close();
        bridge.close();

        List<ThrowingCallable> calls = new ArrayList<>(writes(bridge));
        calls.addAll(List.of(
                () -> bridge.get("/c", "v00"),
                () -> bridge.collections(),
                () -> bridge.collection("/c"),
                () -> bridge.open("/c"),
                () -> bridge.forEach("/c", vector -> {}),
                () -> bridge.forEachId("/c", id -> {}),
                () -> search(bridge, near("/c", 1, 1)),
                () -> bridge.files().file("/a.vec"),
                () -> bridge.files().file(1),
                () -> bridge.files().collectionOf("/a.vec"),
                () -> bridge.syncStatus(),
                () -> bridge.forceSync(),
                () -> bridge.flush(),
                () -> bridge.batchSync(1)));
        for (ThrowingCallable call : calls) {
            assertThatVexfs(call).failsWith(FuseVexfsError.CLOSED);
        }
    }

    /** Many threads write and search at once: every search sees every write that was acknowledged before it. */
    @Test
    default void search_whileManyWrite_seesEveryAcknowledgedWrite() {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Bridge bridge = open()) {
            bridge.createCollection("/c", L2);
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int number = writer;
                running.add(threads.submit(() -> writeAndSearch(bridge, number)));
            }
            for (Future<?> one : running) {
                one.get(CONCURRENT_SECONDS_MAX, TimeUnit.SECONDS);
            }
            assertThat(info(bridge, "/c").size()).isEqualTo(4 * 50);
            assertThat(ids(bridge, "/c")).hasSize(4 * 50).doesNotHaveDuplicates();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("expected an end within " + CONCURRENT_SECONDS_MAX + " s, was still running", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void writeAndSearch(Bridge bridge, int writer) {
        for (int i = 0; i < 100; i++) {
            String id = writer + "-" + i;
            put(bridge, "/c", id, writer * 1_000, i * 10);
            VexfsAssertions.assertThat(
                            search(bridge, near("/c", writer * 1_000, i * 10).k(1)))
                    .hasIds(id);
            if (i % 2 == 1) {
                bridge.delete("/c", id, NOBODY);
                assertThat(search(bridge, near("/c", writer * 1_000, i * 10).k(5))
                                .hits())
                        .extracting(Hit::id)
                        .doesNotContain(id);
            }
        }
    }
}
