package io.vexfs.core.internal.distance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs JMH over the kernels; not by itself, only by {@code ./vexfs bench kernels}: see docs/benchmarks.md. */
class KernelSpeeds {
    @Test
    void kernels_byJmh_areMeasured() throws RunnerException {
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-") || flag.startsWith("--enable-"))
                .toList();
        assertThat(new Runner(new OptionsBuilder()
                                .include(KernelBenchmark.class.getSimpleName())
                                .jvmArgs(flags.toArray(String[]::new))
                                .forks(Integer.getInteger("vexfs.forks", 2))
                                .warmupIterations(3)
                                .warmupTime(TimeValue.milliseconds(500))
                                .measurementIterations(5)
                                .measurementTime(TimeValue.milliseconds(500))
                                .resultFormat(ResultFormatType.JSON)
                                .result(System.getProperty("vexfs.result", "target/kernels.json"))
                                .shouldFailOnError(true)
                                .build())
                        .run())
                .hasSize(12);
    }
}
