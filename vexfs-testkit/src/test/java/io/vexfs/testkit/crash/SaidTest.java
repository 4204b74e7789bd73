package io.vexfs.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that hangs. */
class SaidTest {
    /** The process: it says a word once it hangs, then nothing more. */
    public static void main(String... said) throws InterruptedException {
        Thread hanging = Thread.currentThread();
        new Thread(() -> {
                    while (hanging.getState() != Thread.State.WAITING) {
                        Thread.onSpinWait();
                    }
                    say(Path.of(said[0]));
                })
                .start();
        new CountDownLatch(1).await();
    }

    private static void say(Path said) {
        try {
            Files.writeString(said, "started\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    @Timeout(300)
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
            // A busy machine may take longer for the stacks than is waited for them.
            while (!Files.readString(output).contains("CountDownLatch.await")) {
                assertThat(child.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            assertThat(output).content().contains("Full thread dump");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
