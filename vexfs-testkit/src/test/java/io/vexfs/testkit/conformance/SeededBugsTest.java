package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.vexfs.api.Bridge;
import io.vexfs.testkit.model.MemoryBridge;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A suite is worth something only if it turns red: each seeded bug is found by the test that is there for it. */
class SeededBugsTest {
    private static final ThreadLocal<SeededBug> BUG = new ThreadLocal<>();

    @ParameterizedTest
    @EnumSource(value = SeededBug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void suite_seededBug_turnsRed(SeededBug bug) {
        assertThat(failedTests(bug)).contains(bug.finder);
    }

    @Test
    void suite_wrappedWithoutBug_isGreen() {
        assertThat(failedTests(SeededBug.NONE)).isEmpty();
    }

    private static Set<String> failedTests(SeededBug bug) {
        Set<String> failed = new TreeSet<>();
        BUG.set(bug);
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(BrokenBridge.class))
                                    .build(),
                            new TestExecutionListener() {
                                @Override
                                public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                    if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
                                        failed.add(test.getSource()
                                                .filter(MethodSource.class::isInstance)
                                                .map(source -> ((MethodSource) source).getMethodName())
                                                .orElse(test.getDisplayName()));
                                    }
                                }
                            });
        } finally {
            BUG.remove();
        }
        return failed;
    }

    /** The model with the bug of the thread; run by the launcher alone. */
    static class BrokenBridge implements BridgeConformance {
        private final Map<Bridge, MemoryBridge> inner = new IdentityHashMap<>();

        @Override
        public Bridge open() {
            return broken(new MemoryBridge());
        }

        @Override
        public Bridge reopen(Bridge closed, boolean readOnly) {
            return broken(inner.get(closed).reopened(readOnly));
        }

        private Bridge broken(MemoryBridge right) {
            Bridge broken = BUG.get().in(right);
            inner.put(broken, right);
            return broken;
        }
    }
}
