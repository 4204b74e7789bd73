package io.vexfs.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * What a fuzzer found once stays found: each kept input, in a directory by its target's name, is read again, without a
 * fuzzer. {@code vexfs crash fuzz} looks for more.
 */
public interface FuzzConformance {
    /** The directory of the targets' directories. */
    Path corpus();

    /** The seeds and each kept input are read or refused. */
    @TestFactory
    @Timeout(600)
    default Stream<DynamicTest> corpus_ofEachTarget_isReadOrRefused() throws IOException {
        List<Path> directories = list(corpus());
        assertThat(directories).as("directories of targets in %s", corpus()).isNotEmpty();
        return directories.stream()
                .map(directory ->
                        DynamicTest.dynamicTest(directory.getFileName().toString(), () -> {
                            FuzzTarget target =
                                    FuzzTargets.named(directory.getFileName().toString());
                            for (byte[] seed : target.seeds()) {
                                target.read(seed);
                            }
                            for (Path input : list(directory)) {
                                byte[] bytes = Files.readAllBytes(input);
                                assertThatCode(() -> FuzzEntry.run(target, bytes))
                                        .as("%s", input)
                                        .doesNotThrowAnyException();
                            }
                        }));
    }

    /** An input that breaks a reader is told. */
    @Test
    default void corpus_ofAReaderWithAFault_isAFinding() {
        byte[] input = {'V', 'X', 'F', 'S', 0, 0, 0, 9};
        assertThatThrownBy(() -> FuzzEntry.run(new CanaryTarget(), input)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }
}
