package io.vexfs.testkit.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A suite that was run inside of a test. */
final class LaunchedSuite {
    private final Map<String, String> failures = new TreeMap<>();
    private int tests;

    private LaunchedSuite() {}

    /** All tests of a class; each may take so many seconds. */
    static LaunchedSuite of(Class<?> suite, int seconds) {
        return of(seconds, selectClass(suite));
    }

    /** The tests of that one name. */
    static LaunchedSuite of(Class<?> suite, String test) {
        return of(
                300,
                Stream.of(suite.getMethods())
                        .filter(method -> method.getName().equals(test))
                        .map(method -> DiscoverySelectors.selectMethod(suite, method))
                        .toArray(DiscoverySelector[]::new));
    }

    private static LaunchedSuite of(int seconds, DiscoverySelector... selectors) {
        LaunchedSuite run = new LaunchedSuite();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectors)
                                .configurationParameter(FixtureGuard.SECONDS, Integer.toString(seconds))
                                .build(),
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                                run.finished(test, result);
                            }
                        });
        return run;
    }

    private void finished(TestIdentifier test, TestExecutionResult result) {
        tests += test.isTest() ? 1 : 0;
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            String name = test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getMethodName())
                    .orElse(test.getDisplayName());
            failures.put(name, String.valueOf(result.getThrowable().orElse(null)));
        }
    }

    /** Messages by the names of the tests that failed. */
    Map<String, String> failures() {
        return failures;
    }

    /** How many tests ran. */
    int tests() {
        return tests;
    }
}
