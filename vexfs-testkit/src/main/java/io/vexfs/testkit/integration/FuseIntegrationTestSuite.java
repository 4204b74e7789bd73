package io.vexfs.testkit.integration;

import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.mount.MountFixture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A whole stack, looked over through a real mount: its beginning, vectors, searches, what it tells of itself, its stack,
 * errors, and clients at once. From JUnit by {@link FuseIntegrationTests}, from a shell by {@code vexfs integration}.
 *
 * <p>A fixture that hangs, leaves a mount or throws from close is a failed check with its name; what it left is taken away,
 * and the next check gets a new mount.
 */
public final class FuseIntegrationTestSuite {
    private final MountFixture fixture;
    private final TestConfiguration configuration;

    /** A suite for mounts of a fixture. */
    public FuseIntegrationTestSuite(MountFixture fixture, TestConfiguration configuration) {
        this.fixture = fixture;
        this.configuration = configuration;
    }

    /** All checks, in the order in which they are made. */
    public static List<IntegrationCheck> checks() {
        List<IntegrationCheck> checks = new ArrayList<>();
        checks.addAll(BeginningChecks.all());
        checks.addAll(VectorChecks.all());
        checks.addAll(SearchChecks.all());
        checks.addAll(MonitoringChecks.all());
        checks.addAll(ErrorChecks.all());
        checks.addAll(SynchronisationChecks.all());
        return checks;
    }

    /** Makes the checks of some areas. */
    public IntegrationReport run(Set<Area> areas, Progress progress) {
        List<IntegrationCheck> chosen =
                checks().stream().filter(check -> areas.contains(check.area())).toList();
        IntegrationRun run = new IntegrationRun(fixture, configuration);
        List<IntegrationResult> results = new ArrayList<>();
        progress.begin("integration", chosen.size() + 1);
        for (IntegrationCheck check : chosen) {
            results.add(run.run(check));
            progress.step(1);
        }
        results.add(run.end());
        progress.end();
        return new IntegrationReport(conditions(), results);
    }

    private Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("fixture", fixture.getClass().getSimpleName());
        conditions.put("vectors", configuration.vectors() + "x" + configuration.dimensions());
        conditions.put("queries", configuration.queries() + ", k=" + configuration.k());
        conditions.put("clients", Integer.toString(configuration.clients()));
        conditions.put("seed", Long.toString(configuration.seed()));
        conditions.put("java", Runtime.version().toString());
        return conditions;
    }
}
