package io.vexfs.testkit;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Whether root runs the tests. */
final class RootCondition implements ExecutionCondition {
    private static final Path SELF = Path.of("/proc/self");

    private final Path process;

    RootCondition() {
        this(SELF);
    }

    /** @param process a file that belongs to whoever runs the tests */
    RootCondition(Path process) {
        this.process = process;
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return evaluate(context.getDisplayName());
    }

    ConditionEvaluationResult evaluate(String test) {
        Object user;
        try {
            user = Files.getAttribute(process, "unix:uid");
        } catch (IOException unknown) {
            user = unknown.toString();
        }
        if (user.equals(0)) {
            return ConditionEvaluationResult.enabled("root runs this");
        }
        String reason = "acts as several users, which takes root, was user " + user;
        System.getLogger("io.vexfs.testkit").log(Level.WARNING, "skipped {0}: {1}", test, reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
