package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.mount.BudgetBenchmark;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs bench budgets}: each budget, what was measured, and whether it holds. */
@Command(
        name = "budgets",
        description = {
            "Measure each budget through a real mount: latencies, rates, stack, memory, the cost of metrics.",
            "Prints a line for each; ends with exit code 1 if one does not hold. Nothing else should run meanwhile."
        },
        footer = {"", "Example:", "  vexfs bench budgets"})
final class BudgetsVerb extends BenchVerb {
    private static final String HEAP = "-Xmx64m";

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Seconds of each measurement. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--work",
            paramLabel = "DIRECTORY",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where the stores lie while they are measured. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Option(
            names = "--part",
            paramLabel = "PART",
            split = ",",
            description = "Only these: latencies, stack, cost, memory. Default: all.")
    private Set<BudgetBenchmark.Part> parts = Set.of();

    @Override
    void run() throws IOException, InterruptedException {
        Set<BudgetBenchmark.Part> chosen = parts.isEmpty() ? EnumSet.allOf(BudgetBenchmark.Part.class) : parts;
        List<BudgetBenchmark.Result> results =
                new ArrayList<>(new BudgetBenchmark(seconds).run(work, chosen, progress()));
        if (chosen.contains(BudgetBenchmark.Part.MEMORY)) {
            results.add(memory());
        }
        results.forEach(result -> out().println(result.line()));
        long broken = results.stream().filter(result -> !result.holds()).count();
        if (broken > 0) {
            throw new VexfsException(
                    FuseVexfsError.LIMIT_REACHED, broken + " of " + results.size() + " budgets do not hold");
        }
    }

    /** In a JVM of its own, which has that much heap and no more. */
    private BudgetBenchmark.Result memory() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-Xmx"))
                .forEach(command::add);
        command.addAll(List.of(
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                BenchCli.class.getName(),
                "memory",
                "--seconds",
                Integer.toString(seconds),
                "--work",
                work.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectInput(new File("/dev/null"))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        boolean holds = process.waitFor() == 0 && output.endsWith("errors=0");
        return new BudgetBenchmark.Result("typical workload", HEAP, output.replace("heap_max_mib=", "max="), holds);
    }
}
