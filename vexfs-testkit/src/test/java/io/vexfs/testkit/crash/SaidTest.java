package io.vexfs.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that hangs. */
class SaidTest {
    /** The process: it says a word, then nothing more. */
    public static void main(String... said) throws IOException, InterruptedException {
        Files.writeString(Path.of(said[0]), "started\n");
        new CountDownLatch(1).await();
    }

    @Test
    void await_processThatHangs_failsAndItsStacksAreInItsOutput(@TempDir Path directory) throws Exception {
        Path said = directory.resolve("said.txt");
        Path output = directory.resolve("output.txt");
        List<String> command = ChildJvm.command(SaidTest.class.getName(), List.of(said.toString()));
        Process child = ChildJvm.builder(command, output).start();
        try {
            assertThat(new Said(child, said, Said.PATIENCE).await("started")).isTrue();
            Said words = new Said(child, said, Duration.ofMillis(100));

            assertThatThrownBy(() -> words.await("ended"))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("the process hangs: expected 'ended' within 100 ms, last said: 'started'");
            assertThat(output).content().contains("Full thread dump", "CountDownLatch.await");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
