package io.vexfs.testkit.crash;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.files.Directories;
import io.vexfs.testkit.fuzz.FuzzEntry;
import io.vexfs.testkit.fuzz.FuzzTarget;
import io.vexfs.testkit.fuzz.FuzzTargets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Feeds readers of bytes with what Jazzer finds, each in a process of its own that begins with the target's seeds and with
 * what earlier runs found. Jazzer must be on the class path.
 */
public final class FuzzHarness {
    private static final String NAME = "fuzz";
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    private static final String CANARY = "canary";
    private static final int CANARY_SECONDS = 60;
    private static final int INPUT_BYTES_MAX = 4_096;
    /** A reader that takes longer over one input hangs. */
    private static final int INPUT_SECONDS_MAX = 10;

    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units:\\s*(\\d+)");

    private final CrashSettings settings;
    private final List<Path> corpora;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> losses = new ArrayList<>();

    private FuzzHarness(CrashSettings settings, List<Path> corpora) {
        this.settings = settings;
        this.corpora = List.copyOf(corpora);
    }

    /** Why nothing can be fuzzed here. */
    public static Optional<String> hindrance() {
        try {
            Class.forName(JAZZER, false, FuzzHarness.class.getClassLoader());
            return Optional.empty();
        } catch (ClassNotFoundException missing) {
            return Optional.of("fuzzing needs Jazzer on the class path; ./vexfs crash fuzz puts it there");
        }
    }

    /**
     * First the canary, a reader with a known fault; then each target, for as many seconds as the settings have rounds.
     *
     * @param targets their names; none for all
     * @param corpora directories of what was found before, in directories by target
     * @param keep whether what is found is added there, as far as it reaches code that nothing else reaches
     */
    public static CrashReport run(
            CrashSettings settings, List<String> targets, List<Path> corpora, boolean keep, Progress progress)
            throws IOException, InterruptedException {
        List<FuzzTarget> chosen = targets.isEmpty()
                ? FuzzTargets.all()
                : targets.stream().map(FuzzTargets::named).toList();
        FuzzHarness canary = new FuzzHarness(settings, List.of());
        canary.fuzz(FuzzTargets.named(CANARY), CANARY_SECONDS, false);
        Canary.requireFound(NAME, "a length that is believed", canary.losses);
        FuzzHarness harness = new FuzzHarness(settings, corpora);
        long end = System.nanoTime() + settings.time().toNanos();
        progress.begin(NAME, chosen.size());
        harness.counts.put("targets", 0L);
        for (FuzzTarget target : chosen) {
            if (System.nanoTime() < end) {
                harness.fuzz(target, settings.rounds(), keep);
                harness.counts.merge("targets", 1L, Long::sum);
            }
            progress.step(1);
        }
        progress.end();
        return new CrashReport(NAME, settings.seed(), harness.counts, harness.losses);
    }

    private void fuzz(FuzzTarget target, int seconds, boolean keep) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(settings.work(), "vexfs-fuzz-" + target.name() + "-");
        Path found = Files.createDirectory(work.resolve("found"));
        Path seeds = Files.createDirectory(work.resolve("seeds"));
        List<byte[]> first = target.seeds();
        for (int i = 0; i < first.size(); i++) {
            Files.write(seeds.resolve("seed-" + i), first.get(i));
        }
        Optional<Path> kept = corpora.stream()
                .map(corpus -> corpus.resolve(target.name()))
                .filter(Files::isDirectory)
                .findFirst();
        List<String> arguments = new ArrayList<>(
                List.of("-max_total_time=" + seconds, "-seed=" + settings.seed(), found.toString(), seeds.toString()));
        kept.ifPresent(directory -> arguments.add(directory.toString()));
        Path output = work.resolve("output");
        int code = jazzer(target, work, arguments, output, seconds);
        long executions = executions(output);
        counts.put(target.name().replace('-', '_'), executions);
        if (code != 0 || executions == 0) {
            losses.add("fuzz " + target.name() + ": " + finding(output) + " (" + work + ")");
        } else {
            if (keep && kept.isPresent()) {
                List<String> merge = List.of("-merge=1", kept.get().toString(), found.toString());
                jazzer(target, work, merge, work.resolve("merge"), seconds);
            }
            Directories.remove(work);
        }
        if (target.name().equals(CANARY)) {
            Directories.remove(work);
        }
    }

    private int jazzer(FuzzTarget target, Path work, List<String> arguments, Path output, int seconds)
            throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "--target_class=" + FuzzEntry.class.getName(),
                "--target_args=" + target.name(),
                "--instrumentation_includes=io.vexfs.**",
                "--custom_hook_includes=io.vexfs.**",
                "--disabled_hooks=**",
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-max_len=" + INPUT_BYTES_MAX,
                "-timeout=" + INPUT_SECONDS_MAX,
                "-print_final_stats=1"));
        all.addAll(arguments);
        List<String> command = ChildJvm.command(JAZZER, all);
        // Jazzer attaches its agent to its own process; a reader that wants more memory than that is a finding.
        command.addAll(1, List.of("-XX:+EnableDynamicAgentLoading", "-Xmx1g", "-Djava.io.tmpdir=" + work));
        Process process =
                ChildJvm.builder(command, output).directory(work.toFile()).start();
        if (!process.waitFor(2L * seconds + 120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return -1;
        }
        return process.exitValue();
    }

    private static long executions(Path output) throws IOException {
        try (Stream<String> lines = Files.lines(output)) {
            return lines.map(EXECUTIONS::matcher)
                    .filter(Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    /** The line that says what was found, or how the fuzzer ended. */
    private static String finding(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        if (lines.isEmpty()) {
            throw new VexfsException(FuseVexfsError.BRIDGE_ERROR, "the fuzzer said nothing");
        }
        return lines.stream()
                .filter(line ->
                        line.startsWith("== Java Exception: ") || line.startsWith("==") && line.contains("ERROR"))
                .findFirst()
                .orElse(lines.get(lines.size() - 1));
    }
}
