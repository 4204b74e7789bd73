package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountLogTest {
    @TempDir
    Path store;

    private void say(String line) throws IOException {
        Files.writeString(
                store.resolve(MountLog.NAME), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void recovering_lastLineOfARecovery_isWhatItSays() throws IOException {
        say("2026-11-22T21:09:04 INFO io.vexfs.recovery: recovering /old: 1 records of the log read, 2 s");
        MountLog log = MountLog.of(store);
        assertThat(log.recovering()).isEmpty();
        say("2026-11-22T21:10:04 INFO io.vexfs.recovery: recovering /store: 512 records of the log read, 4 s");
        assertThat(log.recovering()).contains("recovering /store: 512 records of the log read, 4 s");
        say("2026-11-22T21:10:06Z mounted /store at /mnt");
        assertThat(log.recovering()).isEmpty();
    }

    @Test
    void failure_ofTheLastProcess_isItsMessage() throws IOException {
        MountLog log = MountLog.of(store);
        assertThat(log.failure()).isEmpty();
        say("vexfs: no such store");
        assertThat(log.failure()).contains("no such store");
    }
}
