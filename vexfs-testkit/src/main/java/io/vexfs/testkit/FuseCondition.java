package io.vexfs.testkit;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether this machine has the device that a FUSE mount needs. */
final class FuseCondition implements ExecutionCondition {
    private final Path device;

    FuseCondition() {
        this(Path.of("/dev/fuse"));
    }

    FuseCondition(Path device) {
        this.device = device;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return evaluate(context.getDisplayName());
    }

    ConditionEvaluationResult evaluate(String test) {
        if (Files.exists(device)) {
            return ConditionEvaluationResult.enabled("there is " + device);
        }
        String reason =
                "no " + device + ": load the fuse module, or give the container the device (--device " + device + ")";
        System.getLogger("io.vexfs.testkit").log(Level.WARNING, "skipped {0}: {1}", test, reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
