package io.vexfs.fuse;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test class, with the reason, on a machine that cannot mount. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresFuse.Condition.class)
@interface RequiresFuse {
    /** Looks for the device and the library. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (!Files.isWritable(Path.of("/dev/fuse"))) {
                return ConditionEvaluationResult.disabled("/dev/fuse is missing or cannot be written");
            }
            try {
                NativeLibraries.fuse();
            } catch (RuntimeException missing) {
                return ConditionEvaluationResult.disabled(missing.getMessage());
            }
            return ConditionEvaluationResult.enabled("this machine can mount");
        }
    }
}
