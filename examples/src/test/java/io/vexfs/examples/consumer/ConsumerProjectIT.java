package io.vexfs.examples.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else's project sees: it brings a store, adds one dependency, and knows whether the store is right. */
class ConsumerProjectIT {
    @TempDir
    private Path folder;

    @Test
    @Timeout(1_000)
    void suites_inProjectOutside_areGreenForRightAndRedForEachBug() throws Exception {
        OutsideProject project = new OutsideProject(folder);
        project.install();
        project.write(SeededBugs.sources());

        String said = project.maven("-Dmaven.test.failure.ignore=true", "test");

        assertThat(said).contains("BUILD SUCCESS");
        Map<String, String> finders = SeededBugs.finders();
        assertThat(project.reports()).hasSize(finders.size() + 3);
        for (String right : project.reports()) {
            if (right.startsWith("Right")) {
                assertThat(project.outcome(right).failed()).as(right).isEmpty();
                assertThat(project.outcome(right).tests()).as(right).isPositive();
            }
        }
        for (Map.Entry<String, String> bug : finders.entrySet()) {
            assertThat(project.outcome(bug.getKey() + "Test").failed())
                    .as("found of %s", bug.getKey())
                    .contains(bug.getValue());
            System.out.println("seeded bug outside: " + bug.getKey() + ", found by "
                    + project.outcome(bug.getKey() + "Test").failed());
        }
    }
}
