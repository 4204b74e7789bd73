package io.vexfs.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineConditionsTest {
    @TempDir
    Path directory;

    @Test
    void root_byTheOwnerOfTheProcess_runsOrSkipsWithTheReason() throws Exception {
        Object user = Files.getAttribute(directory, "unix:uid");

        var result = new RootCondition(directory).evaluate("a test");

        assertThat(result.isDisabled()).isEqualTo(!user.equals(0));
        assertThat(new RootCondition(directory.resolve("none"))
                        .evaluate("a test")
                        .getReason())
                .hasValueSatisfying(
                        reason -> assertThat(reason).startsWith("acts as several users, which takes root, was user "));
    }

    @Test
    void programs_oneMissing_skipsWithItsName() throws Exception {
        Files.createFile(directory.resolve("there")).toFile().setExecutable(true);
        ProgramsCondition condition = new ProgramsCondition(List.of(directory));

        assertThat(condition.evaluate("a test", List.of("there")).isDisabled()).isFalse();
        var result = condition.evaluate("a test", List.of("there", "gone"));
        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .contains("not on the PATH: gone (setfattr and getfattr are in the package attr)");
    }
}
