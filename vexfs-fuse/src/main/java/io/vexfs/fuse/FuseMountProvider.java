package io.vexfs.fuse;

import io.vexfs.api.Bridge;
import io.vexfs.api.FusePerformanceMetrics;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.MetricSample;
import io.vexfs.api.MountProvider;
import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** This frontend, for those who know only the API. */
public final class FuseMountProvider implements MountProvider {
    private static final String THREADS = "threads";
    private static final String METRICS = "metrics";
    private static final String STACK_EVERY = "stack-every";
    private static final List<String> OPTIONS = List.of(THREADS, METRICS, STACK_EVERY);

    /** What {@link java.util.ServiceLoader} calls. */
    public FuseMountProvider() {}

    @Override
    public List<String> options() {
        return OPTIONS;
    }

    @Override
    public Mount mount(Bridge bridge, Path files, Path mountPoint, Map<String, String> options) {
        for (String name : options.keySet()) {
            if (!OPTIONS.contains(name)) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "unknown mount option: expected one of " + String.join(", ", OPTIONS) + ", was '" + name + "'");
            }
        }
        MonitoringOptions monitoring = MonitoringOptions.DEFAULT.toBuilder()
                .measured(!options.getOrDefault(METRICS, "on").equals("off"))
                .stackEvery(number(options, STACK_EVERY, MonitoringOptions.DEFAULT.stackEvery()))
                .build();
        VexfsMount mount = VexfsMount.start(
                bridge,
                files,
                mountPoint,
                MountOptions.DEFAULT.toBuilder()
                        .threads(number(options, THREADS, MountOptions.DEFAULT.threads()))
                        .monitoring(monitoring)
                        .build());
        return new Mounted(mount);
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        String text = options.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT, name + ": expected a whole number, was '" + text + "'");
        }
    }

    private record Mounted(VexfsMount mount) implements Mount {
        @Override
        public FusePerformanceMetrics performance() {
            return mount.performance();
        }

        @Override
        public List<MetricSample> metrics() {
            return mount.metrics();
        }

        @Override
        public void measure(boolean on) {
            mount.measure(on);
        }

        @Override
        public void close() {
            mount.close();
        }
    }
}
