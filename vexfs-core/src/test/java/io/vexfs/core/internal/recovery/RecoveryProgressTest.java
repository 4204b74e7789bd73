package io.vexfs.core.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryProgressTest {
    private static final Path STORE = Path.of("/store");

    private final Logger logger = Logger.getLogger("io.vexfs.recovery");
    private final List<String> said = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            said.add(new MessageFormat(entry.getMessage(), Locale.ROOT).format(entry.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private long nanos;

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
    }

    @Test
    void read_everyFewSeconds_saysHowFarItIs() {
        RecoveryProgress progress = new RecoveryProgress(STORE, () -> nanos);
        for (long count = 1; count <= 1_024; count++) {
            nanos += RecoveryProgress.EVERY_NANOS / 300;
            progress.read(count);
        }
        progress.filled(3, 2_048, 4_000);
        nanos += RecoveryProgress.EVERY_NANOS;
        progress.filled(3, 2_048, 4_000);
        progress.ended(1_024);
        assertThat(said)
                .containsExactly(
                        "recovering /store: 512 records of the log read, 3 s",
                        "recovering /store: 1,024 records of the log read, 6 s",
                        "recovering /store: 2,048 of 4,000 vectors of collection number 3 in its graph, 8 s",
                        "recovered /store from 1,024 records of its log in 8 s");
    }

    @Test
    void read_aShortRecoveryOfNothing_saysNothing() {
        RecoveryProgress progress = new RecoveryProgress(STORE, () -> nanos);
        for (long count = 1; count <= 10_000; count++) {
            progress.read(count);
        }
        progress.ended(0);
        assertThat(said).isEmpty();
    }

    @Test
    void open_afterNoCleanClose_saysWhatWasRead(@TempDir Path directory) throws IOException {
        Path store = directory.resolve("store");
        try (Vexfs vexfs = Vexfs.open(store)) {
            vexfs.collection("/c", 3, DistanceMetric.L2);
        }
        assertThat(said).isEmpty();
        Files.delete(store.resolve("CLEAN"));
        try (Vexfs vexfs = Vexfs.open(store)) {
            assertThat(said)
                    .singleElement()
                    .asString()
                    .matches("recovered " + Pattern.quote(store.toString())
                            + " from [1-9] records of its log in \\d+ s");
            assertThat(vexfs.recoveryReport().logRecordsRead()).isPositive();
        }
    }
}
