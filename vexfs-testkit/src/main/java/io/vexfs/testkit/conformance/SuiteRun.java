package io.vexfs.testkit.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A suite, run from a program: for tests of suites, which must turn red where there is a bug. */
public final class SuiteRun {
    private final Map<String, String> failures = new TreeMap<>();
    private int tests;

    private SuiteRun() {}

    /**
     * Runs all tests of a class.
     *
     * @return what failed and why: the names of methods, and of the class where its fixture is at fault
     */
    public static Map<String, String> failures(Class<?> tests) {
        return failures(tests, method -> true);
    }

    /** As {@link #failures(Class)}, of some methods alone. */
    public static Map<String, String> failures(Class<?> tests, Predicate<String> methods) {
        return of(tests, methods, Map.of()).failures();
    }

    /** Runs some methods of a class with parameters of JUnit. */
    static SuiteRun of(Class<?> tests, Predicate<String> methods, Map<String, String> parameters) {
        PostDiscoveryFilter chosen = test -> FilterResult.includedIf(test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> methods.test(((MethodSource) source).getMethodName()))
                .orElse(true));
        SuiteRun run = new SuiteRun();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .filters(chosen)
                                .configurationParameters(parameters)
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
            failures.put(name(test), result.getThrowable().map(String::valueOf).orElse("no reason"));
        }
    }

    /** Messages by the names of what failed. */
    Map<String, String> failures() {
        return failures;
    }

    /** How many tests ran. */
    int tests() {
        return tests;
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse(test.getDisplayName());
    }
}
