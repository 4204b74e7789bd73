package io.vexfs.testkit.bench.store;

import io.vexfs.api.Bridge;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Threads;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Opening after a kill: another JVM fills a store and is killed; then the time until this one gives right answers is
 * taken.
 */
final class KilledStore {
    /** What the other JVM prints when everything is stored. */
    static final String STORED = "stored";

    private static final int ASKED = 100;
    /** Of those asked for, how many a search must find at once; it promises a recall and not each vector. */
    private static final int FOUND_MIN = 98;
    /** How many a search looks at that must find what another one missed: it is there, and can be reached. */
    private static final int THOROUGH = 4_096;

    private static final double TARGET_SECONDS = 60;
    /** The target is for so many vectors. */
    private static final int TARGET_VECTORS = 1_000_000;

    private static final String STORE = "killed";

    private final StoreWork work;

    KilledStore(StoreWork work) {
        this.work = work;
    }

    void measure(List<StoreFigure> figures) throws IOException {
        fillAndKill(work.path(STORE));
        long start = System.nanoTime();
        try (Bridge bridge = work.open(STORE, Map.of())) {
            double opened = (System.nanoTime() - start) / 1e9;
            long pending = bridge.syncStatus().pending();
            int right = requireAnswers(bridge);
            double answered = (System.nanoTime() - start) / 1e9;
            bridge.forceSync();
            double linked = (System.nanoTime() - start) / 1e9;
            figures.add(StoreFigure.plain("recovery_vectors", work.settings.vectors()));
            figures.add(StoreFigure.plain("recovery_open_s", opened));
            figures.add(
                    work.settings.vectors() >= TARGET_VECTORS
                            ? StoreFigure.atMost("recovery_right_answers_s", answered, TARGET_SECONDS)
                            : StoreFigure.plain("recovery_right_answers_s", answered));
            figures.add(StoreFigure.atLeast("recovery_found_of_" + ASKED, right, FOUND_MIN));
            figures.add(StoreFigure.plain("recovery_pending", pending));
            figures.add(StoreFigure.plain("recovery_all_linked_s", linked));
        }
        work.delete(STORE);
    }

    /** Every vector is there; a search for some of them finds each, and how many it finds at the default ef. */
    private int requireAnswers(Bridge bridge) {
        int vectors = work.settings.vectors();
        long found = bridge.collection(StoreWork.COLLECTION).orElseThrow().size();
        require(found == vectors, vectors + " vectors", Long.toString(found));
        int right = 0;
        for (int i = 0; i < ASKED; i++) {
            long row = (long) i * vectors / ASKED;
            SearchRequest request = SearchRequest.nearest(work.vectors.vector(row, 0))
                    .collection(StoreWork.COLLECTION)
                    .k(1)
                    .build();
            if (nearest(bridge, request).equals(Long.toString(row))) {
                right++;
            } else {
                String thorough =
                        nearest(bridge, request.toBuilder().ef(THOROUGH).build());
                require(thorough.equals(Long.toString(row)), "row " + row, "row " + thorough);
            }
        }
        return right;
    }

    private static String nearest(Bridge bridge, SearchRequest request) {
        return bridge.search(request, OperationContext.none()).hits().get(0).id();
    }

    private static void require(boolean right, String expected, String found) {
        if (!right) {
            throw new VexfsException(
                    FuseVexfsError.BRIDGE_ERROR, "after the kill: expected " + expected + ", was " + found);
        }
    }

    private void fillAndKill(Path store) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!argument.startsWith("-agent")) {
                command.add(argument);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StoreFiller.class.getName()));
        command.addAll(List.of(
                store.toString(),
                Integer.toString(work.settings.vectors()),
                Integer.toString(work.settings.dimensions())));
        work.settings.engine().forEach((name, value) -> command.add(name + "=" + value));
        Process process =
                new ProcessBuilder(command).redirectError(new File("/dev/null")).start();
        work.progress.begin("fill and kill", 1);
        try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
            String said = answers.readLine();
            require(STORED.equals(said), "a filled store", String.valueOf(said));
        } finally {
            process.destroyForcibly();
            Threads.join(process);
            work.progress.end();
        }
    }
}
