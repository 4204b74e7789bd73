package io.vexfs.testkit.bench.disk;

import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Progress;
import io.vexfs.testkit.mount.MountPoints;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A mount, a pass-through in C and the host directory, in turns: on each row every side has a turn in each round, and
 * each round begins with another side. Each mount is a process of its own.
 */
public final class DiskBenchmark {
    /** What both mounts are given in the first table. */
    private static final String SAME_OPTIONS =
            "default_permissions,use_ino,big_writes,auto_cache,max_background=64,attr_timeout=1,entry_timeout=1";

    private final DiskSettings settings;
    private final String program;
    private final Pattern rows;

    /**
     * A comparison.
     *
     * @param program the class whose {@code main} understands {@code mount STORE MOUNTPOINT --foreground -o OPTIONS}
     * @param rows which rows are measured, by their names; those that need each other's files go together
     */
    public DiskBenchmark(DiskSettings settings, String program, Pattern rows) {
        this.settings = settings;
        this.program = program;
        this.rows = rows;
    }

    /** Measures below {@code parent}; {@code cache} keeps the program in C. */
    public DiskReport run(Path parent, Path cache, Progress progress) throws IOException {
        Path work = Files.createTempDirectory(parent, "vexfs-disk-").toRealPath();
        List<DiskSide> sides = new ArrayList<>();
        Map<String, String> missing = new LinkedHashMap<>();
        try {
            open(work, cache, sides, missing);
            List<DiskFigure> figures = measure(sides, tasks(work), progress);
            return new DiskReport(conditions(), figures, missing);
        } finally {
            try {
                close(sides);
            } finally {
                MountPoints.detach(work);
                MountPoints.remove(work);
            }
        }
    }

    private static void close(List<DiskSide> sides) throws IOException {
        for (DiskSide side : sides) {
            side.close();
        }
    }

    private Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>();
        conditions.put("sizeMib", Integer.toString(settings.sizeMib()));
        conditions.put("files", Integer.toString(settings.files()));
        conditions.put("vectors", settings.vectors() + "x" + settings.dimensions());
        conditions.put("rounds", Integer.toString(settings.rounds()));
        conditions.put("tables", settings.defaults() ? "same,defaults" : "same");
        conditions.put("attributesOfC", settings.attributes() ? "on" : "off");
        conditions.put("options", SAME_OPTIONS);
        conditions.put("java", Runtime.version().toString());
        conditions.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        conditions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return conditions;
    }

    private void open(Path work, Path cache, List<DiskSide> sides, Map<String, String> missing) throws IOException {
        sides.add(mount(work, DiskReport.MOUNT, SAME_OPTIONS));
        try {
            Path c = PassThrough.build(cache, settings.attributes());
            sides.add(passThrough(work, c, DiskReport.C, SAME_OPTIONS));
            if (settings.defaults()) {
                sides.add(mount(work, DiskReport.MOUNT_DEFAULTS, ""));
                sides.add(passThrough(work, c, DiskReport.C_DEFAULTS, ""));
            }
        } catch (VexfsException cannot) {
            missing.put(DiskReport.C, String.valueOf(cannot.getMessage()));
        }
        sides.add(new HostSide(work));
    }

    private DiskSide mount(Path work, String name, String options) throws IOException {
        Path point = Files.createDirectory(work.resolve(name));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agent"))
                .forEach(command::add);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program,
                "mount",
                work.resolve(name + "-store").toString(),
                point.toString(),
                "--foreground"));
        if (!options.isEmpty()) {
            command.addAll(List.of("-o", options));
        }
        return ServedSide.start(name, point, command, true);
    }

    private static DiskSide passThrough(Path work, Path c, String name, String options) throws IOException {
        Path point = Files.createDirectory(work.resolve(name));
        Path directory = Files.createDirectory(work.resolve(name + "-files"));
        return ServedSide.start(name, point, PassThrough.command(c, directory, point, options), false);
    }

    private List<DiskTask> tasks(Path work) throws IOException {
        DiskRows chosen = new DiskRows(rows);
        Transfers transfers = new Transfers(settings);
        NameWork names = new NameWork(settings);
        ToolWork tools = new ToolWork(settings, work);
        VectorFileWork vectors = new VectorFileWork(settings);
        for (int workers : settings.workers()) {
            chosen.alone(transfers.tasks(workers, DiskReport.LEAST_RATIO));
        }
        for (int workers : settings.workers()) {
            chosen.together(names.tasks(workers, DiskReport.LEAST_RATIO));
            chosen.alone(tools.lists(workers, DiskReport.LEAST_RATIO));
            chosen.together(tools.tasks(workers, DiskReport.LEAST_RATIO));
        }
        if (settings.vectors() > 0) {
            settings.workers().forEach(workers -> chosen.alone(vectors.tasks(workers)));
        }
        return chosen.chosen();
    }

    private List<DiskFigure> measure(List<DiskSide> sides, List<DiskTask> tasks, Progress progress) throws IOException {
        Map<DiskTask, Map<String, List<Double>>> rates = new LinkedHashMap<>();
        progress.begin("bench mount", (long) (settings.rounds() + 1) * tasks.size() * sides.size());
        List<DiskSide> turns = new ArrayList<>(sides);
        // The first round is for compilers and caches.
        for (int round = 0; round <= settings.rounds(); round++) {
            for (DiskTask task : tasks) {
                for (DiskSide side : turns) {
                    double rate = task.work().run(side, task.workers(), round);
                    if (round > 0) {
                        rates.computeIfAbsent(task, key -> new LinkedHashMap<>())
                                .computeIfAbsent(side.name(), key -> new ArrayList<>())
                                .add(rate);
                    }
                    progress.step(1);
                }
                Collections.rotate(turns, 1);
            }
        }
        progress.end();
        List<DiskFigure> figures = new ArrayList<>();
        rates.forEach((task, each) ->
                figures.add(new DiskFigure(task.name(), task.workers(), task.unit(), task.leastRatio(), each)));
        return figures;
    }
}
