package io.vexfs.testkit.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Ranges;
import io.vexfs.testkit.bench.ReportJson;
import io.vexfs.testkit.bench.mount.BudgetBenchmark;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vexfs bench budgets}: each budget, what was measured, and whether it holds. */
@Command(
        name = "budgets",
        description = {
            "Measure each budget through a real mount: latencies, rates, stack, memory, the cost of metrics.",
            "Prints a line for each; ends with exit code 1 if one does not hold. Nothing else should run meanwhile."
        },
        footer = {
            "",
            "Examples:",
            "  vexfs bench budgets",
            "  vexfs bench budgets --part latencies,cost --json budgets.json"
        })
final class BudgetsVerb extends BenchVerb {
    private static final String HEAP = "-Xmx64m";
    private static final String COLLECTOR = "-XX:\\+Use[A-Za-z0-9]+GC";

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

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the results here.")
    private Optional<Path> json = Optional.empty();

    @Override
    void run() throws IOException, InterruptedException {
        Ranges.require("seconds", seconds, 1, 3_600);
        Set<BudgetBenchmark.Part> chosen = parts.isEmpty() ? EnumSet.allOf(BudgetBenchmark.Part.class) : parts;
        List<BudgetBenchmark.Result> results = new ArrayList<>();
        Consumer<BudgetBenchmark.Result> known = result -> {
            results.add(result);
            out().println(result.line());
            out().flush();
        };
        BudgetBenchmark benchmark = new BudgetBenchmark(seconds);
        if (chosen.contains(BudgetBenchmark.Part.MEMORY)) {
            known.accept(memory());
        }
        benchmark.run(work, chosen, progress(), known);
        if (json.isPresent()) {
            write(json.get(), results);
        }
        long broken = results.stream().filter(result -> !result.holds()).count();
        if (broken > 0) {
            throw new VexfsException(
                    FuseVexfsError.LIMIT_REACHED, broken + " of " + results.size() + " budgets do not hold");
        }
        note("all " + results.size() + " budgets hold");
    }

    private void write(Path file, List<BudgetBenchmark.Result> results) throws IOException {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("benchmark", "budgets");
        conditions.put("time", Instant.now().toString());
        conditions.put("jvm", Runtime.version().toString());
        conditions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("seconds", Integer.toString(seconds));
        ReportJson.write(file, conditions, out -> {
            out.writeArrayFieldStart("budgets");
            for (BudgetBenchmark.Result result : results) {
                out.writeStartObject();
                out.writeStringField("name", result.name());
                out.writeStringField("limit", result.limit());
                out.writeStringField("measured", result.measured());
                out.writeNumberField("value", result.value());
                out.writeStringField("unit", result.unit());
                out.writeBooleanField("holds", result.holds());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    /** In a JVM of its own, which has that much heap and no more, and the collector that the launcher gives such a heap. */
    private BudgetBenchmark.Result memory() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-Xmx") && !argument.matches(COLLECTOR))
                .forEach(command::add);
        command.addAll(List.of(
                HEAP,
                "-XX:+UseSerialGC",
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
        return new BudgetBenchmark.Result(
                "typical workload",
                HEAP,
                field(output, "heap_live_mib") + " MiB live, " + field(output, "resident_mib") + " MiB resident, "
                        + field(output, "errors") + " errors",
                Double.parseDouble(field(output, "heap_live_mib")),
                "MiB",
                holds);
    }

    /** A number of what {@code bench memory} prints; not a number where it printed none, as it failed. */
    private static String field(String output, String name) {
        Matcher field = Pattern.compile("\\b" + name + "=(\\S+)").matcher(output);
        return field.find() ? field.group(1) : "NaN";
    }
}
