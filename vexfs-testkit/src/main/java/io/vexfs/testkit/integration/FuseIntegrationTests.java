package io.vexfs.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.MountFixture;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * {@link FuseIntegrationTestSuite} in JUnit: each check is a test, each area a container. Implement it in a test class and
 * give the fixture.
 */
public interface FuseIntegrationTests extends MountFixture {
    /** How much is done, and what is good enough. */
    default TestConfiguration configuration() {
        return TestConfiguration.DEFAULT;
    }

    /** The areas, and at last whether the fixture closes. */
    @TestFactory
    default Stream<DynamicNode> integration() {
        IntegrationRun run = new IntegrationRun(this, configuration());
        List<IntegrationCheck> checks = FuseIntegrationTestSuite.checks();
        Stream<DynamicNode> areas = Arrays.stream(Area.values())
                .map(area -> DynamicContainer.dynamicContainer(
                        area.text(),
                        checks.stream()
                                .filter(check -> check.area() == area)
                                .map(check -> DynamicTest.dynamicTest(check.name(), () -> require(run.run(check))))));
        return Stream.concat(areas, Stream.of(DynamicTest.dynamicTest("fixture", () -> require(run.end()))));
    }

    private static void require(IntegrationResult result) {
        assertThat(result.failure())
                .as("%s: %s", result.area().text(), result.name())
                .isEmpty();
    }
}
