package io.vexfs.testkit;

import java.io.File;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Whether the programs that a test calls are on the path. */
final class ProgramsCondition implements ExecutionCondition {
    private final List<Path> path;

    ProgramsCondition() {
        this(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Path::of)
                .toList());
    }

    ProgramsCondition(List<Path> path) {
        this.path = List.copyOf(path);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        List<String> programs = AnnotationSupport.findAnnotation(context.getElement(), RequiresPrograms.class)
                .map(each -> List.of(each.value()))
                .orElse(List.of());
        return evaluate(context.getDisplayName(), programs);
    }

    ConditionEvaluationResult evaluate(String test, List<String> programs) {
        List<String> missing = programs.stream()
                .filter(name -> path.stream().noneMatch(place -> Files.isExecutable(place.resolve(name))))
                .toList();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("there are " + programs);
        }
        String reason =
                "not on the PATH: " + String.join(", ", missing) + " (setfattr and getfattr are in the package attr)";
        System.getLogger("io.vexfs.testkit").log(Level.WARNING, "skipped {0}: {1}", test, reason);
        return ConditionEvaluationResult.disabled(reason);
    }
}
