package io.vexfs.examples.consumer;

import java.util.LinkedHashMap;
import java.util.Map;

/** The test classes of the project outside: right ones, and one for each bug, with the test that must find it. */
final class SeededBugs {
    private SeededBugs() {}

    private static final String HEAD = """
            package outside;

            import io.vexfs.api.*;
            import io.vexfs.examples.ownstore.MapStore;
            import io.vexfs.testkit.conformance.*;
            import io.vexfs.testkit.model.MemoryBridge;
            import java.util.*;

            """;

    /** Overrides of {@code MapStore}, by the names of their bugs; after the blank the test that finds each. */
    private static final Map<String, String> STORE = Map.of(
            "LosesDelete randomWrites_always_agreeWithAMap",
            "@Override public boolean delete(String id) { return get(id).isPresent(); }",
            "FirstWins randomWrites_always_agreeWithAMap",
            "@Override public void put(String id, float[] v, Metadata m) { if (get(id).isEmpty()) super.put(id, v, m); }",
            "ForgetsMetadata get_afterPut_isACopyOfWhatWasPut",
            "@Override public void put(String id, float[] v, Metadata m) { super.put(id, v, Metadata.empty()); }",
            "SwallowsErrors put_misuse_isNamedAndChangesNothing",
            "@Override public void put(String id, float[] v, Metadata m) { try { super.put(id, v, m); } catch (VexfsException e) { } }",
            "CountsOneTooMany randomWrites_always_agreeWithAMap",
            "@Override public long size() { return super.size() + 1; }",
            "ClosesOnce close_twice_thenEverythingIsClosed",
            "@Override public void close() { size(); super.close(); }");

    /** Answers of a bridge, by method. */
    private static final Map<String, String> BRIDGE = Map.of(
            "OffByOneInK search_k_isTheMost",
            "name.equals(\"search\") && ((SearchRequest) args[0]).k() > 1 ? right.search(((SearchRequest) args[0]).toBuilder()"
                    + ".k(((SearchRequest) args[0]).k() - 1).build(), OperationContext.none()) : Broken.PASS",
            "StaleStatus forceSync_afterWrites_leavesNothingPending",
            "name.equals(\"forceSync\") ? new SyncStatus(1, 0, Optional.empty(), 0, Optional.empty()) : Broken.PASS",
            "CountsNothing metrics_afterWork_haveDottedNames",
            "name.equals(\"metrics\") ? List.of(new MetricSample.Counter(\"a name\", 1)) : Broken.PASS");

    private static final String BROKEN = """
            /** A bridge that answers some calls itself. */
            final class Broken {
                static final Object PASS = new Object();

                interface Answers { Object answer(Bridge right, String name, Object[] args); }

                static Bridge bridge(Bridge right, Answers answers) {
                    return (Bridge) java.lang.reflect.Proxy.newProxyInstance(Broken.class.getClassLoader(), new Class<?>[] {Bridge.class},
                        (proxy, method, args) -> {
                            Object answer = answers.answer(right, method.getName(), args);
                            try {
                                return answer == PASS ? method.invoke(right, args) : answer;
                            } catch (java.lang.reflect.InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
                }
            }
            """;

    private static final String ENGINE = """
            class RightEngineTest {
                @org.junit.jupiter.api.io.TempDir java.nio.file.Path directory;

                @org.junit.jupiter.api.Test
                void search_installedEngine_findsWhatWasPut() {
                    try (io.vexfs.core.Vexfs db = io.vexfs.core.Vexfs.open(directory)) {
                        VectorCollection c = db.collection("/c", 2, DistanceMetric.L2);
                        c.put("x", new float[] {1, 2});
                        io.vexfs.testkit.assertions.VexfsAssertions
                            .assertThat(c.search(SearchRequest.nearest(new float[] {1, 2}).build())).hasIds("x");
                    }
                }
            }
            """;

    /** Names of the bugs with the tests that find them. */
    static Map<String, String> finders() {
        Map<String, String> finders = new LinkedHashMap<>();
        STORE.keySet().forEach(each -> finders.put(each.split(" ")[0], each.split(" ")[1]));
        BRIDGE.keySet().forEach(each -> finders.put(each.split(" ")[0], each.split(" ")[1]));
        return finders;
    }

    /** Sources by the names of their files. */
    static Map<String, String> sources() {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("Broken.java", HEAD + BROKEN);
        sources.put("RightEngineTest.java", HEAD + ENGINE);
        sources.put("RightStoreTest.java", store("RightStore", ""));
        sources.put("RightBridgeTest.java", bridge("RightBridge", "Broken.PASS"));
        STORE.forEach((key, body) -> sources.put(key.split(" ")[0] + "Test.java", store(key.split(" ")[0], body)));
        BRIDGE.forEach((key, body) -> sources.put(key.split(" ")[0] + "Test.java", bridge(key.split(" ")[0], body)));
        return sources;
    }

    private static String store(String name, String override) {
        return HEAD + """
                class %sTest implements VectorStoreConformance {
                    @Override public VectorStore open(DistanceMetric metric, int dimensions) {
                        return new MapStore(metric, dimensions) { %s };
                    }
                }
                """.formatted(name, override);
    }

    private static String bridge(String name, String answer) {
        return HEAD + """
                class %sTest implements BridgeConformance {
                    private final Map<Bridge, MemoryBridge> inner = new IdentityHashMap<>();

                    @Override public Bridge open() { return broken(new MemoryBridge()); }

                    @Override public Bridge reopen(Bridge closed, boolean readOnly) { return broken(inner.get(closed).reopened(readOnly)); }

                    private Bridge broken(MemoryBridge bridge) {
                        Bridge broken = Broken.bridge(bridge, (right, name, args) -> %s);
                        inner.put(broken, bridge);
                        return broken;
                    }
                }
                """.formatted(name, answer);
    }
}
