package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.core.internal.storage.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Interleavings of small programs over what readers use without locks, tried one after the other by Lincheck. They are the
 * same on every JDK, so one of those that it knows is enough.
 */
@Timeout(900)
@EnabledForJreRange(max = JRE.JAVA_21)
class LincheckIT {
    @Test
    void structures_withoutLocks_areLinearizable() throws Exception {
        List<String> flags = new ArrayList<>(ChildJvm.flags());
        flags.addAll(List.of(
                "-Djdk.attach.allowAttachSelf=true",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.util=ALL-UNNAMED",
                "--add-opens=java.base/sun.security.action=ALL-UNNAMED"));
        if (Runtime.version().feature() >= 21) {
            flags.add("-XX:+EnableDynamicAgentLoading");
        }

        String output = ChildJvm.output(
                flags,
                LincheckRun.class,
                OrdinalSetOperations.class.getName(),
                EpochsOperations.class.getName(),
                BrokenEpochsOperations.class.getName());

        assertThat(output)
                .contains("right OrdinalSetOperations", "right EpochsOperations")
                // The canary.
                .containsPattern("found BrokenEpochsOperations: .*\\s+= Invalid execution results =");
    }
}
