package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.StoredVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store whose graphs another version of VexFS wrote: no damage, but made again. */
class OtherVersionTest {
    private static final int VERSION_AT = 8;
    private static final int CHECKSUM_AT = 88;
    /** Refuses what is damaged. */
    private static final VexfsConfig NO_REBUILD = VexfsConfig.DEFAULT.toBuilder()
            .bridge(VexfsConfig.DEFAULT.bridge().toBuilder().autoRebuild(false).build())
            .build();

    @TempDir
    private Path directory;

    private Path store() {
        return directory.resolve("store");
    }

    private void fill(DistanceMetric metric) {
        try (Vexfs vexfs = Vexfs.open(store(), VexfsConfig.DEFAULT)) {
            Bridge bridge = vexfs.bridge();
            bridge.createCollection("/c", new CollectionSettings(metric, 8));
            for (int i = 1; i < 40; i++) {
                float[] vector = new float[8];
                for (int bit = 0; bit < 8; bit++) {
                    vector[bit] = i >> bit & 1;
                }
                bridge.put("/c", new StoredVector("v" + i, vector, Metadata.empty()), OperationContext.none());
            }
        }
    }

    /** Gives every graph of the store that version, and the checksum that goes with it. */
    private void version(int version) throws IOException {
        List<Path> graphs;
        try (Stream<Path> files = Files.list(store().resolve("graph"))) {
            graphs = files.filter(file -> file.toString().endsWith(".graph")).toList();
        }
        assertThat(graphs).isNotEmpty();
        for (Path graph : graphs) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(graph)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(VERSION_AT, version);
            CRC32C sum = new CRC32C();
            sum.update(bytes.array(), 0, CHECKSUM_AT);
            bytes.putInt(CHECKSUM_AT, (int) sum.getValue());
            Files.write(graph, bytes.array());
        }
    }

    private static void requireAnswers(Vexfs vexfs) {
        float[] three = {1, 1, 0, 0, 0, 0, 0, 0};
        SearchRequest request =
                SearchRequest.nearest(three).collection("/c").k(1).build();
        assertThat(vexfs.bridge().search(request, OperationContext.none()).hits())
                .singleElement()
                .satisfies(hit -> assertThat(hit.id()).isEqualTo("v3"));
        assertThat(vexfs.bridge().collection("/c").orElseThrow().size()).isEqualTo(39);
    }

    @ParameterizedTest
    @EnumSource(names = {"HAMMING", "JACCARD"})
    void open_graphsOfBitsFromBeforeTheyWerePacked_areMadeAgainWithoutAnyWarning(DistanceMetric metric)
            throws IOException {
        fill(metric);
        version(1);
        assertThat(StoreMaintenance.verify(store(), read -> {}).problems()).isEmpty();
        Warnings warnings = new Warnings();
        try (warnings;
                Vexfs vexfs = Vexfs.open(store(), NO_REBUILD)) {
            assertThat(vexfs.recoveryReport().cleanEnd()).isFalse();
            requireAnswers(vexfs);
        }
        assertThat(warnings.messages).isEmpty();
        try (Vexfs vexfs = Vexfs.open(store(), NO_REBUILD)) {
            assertThat(vexfs.recoveryReport().cleanEnd()).as("made again once").isTrue();
            requireAnswers(vexfs);
        }
    }

    @Test
    void open_graphsOfALaterVersion_areMadeAgain() throws IOException {
        fill(DistanceMetric.L2);
        version(99);
        try (Vexfs vexfs = Vexfs.open(store(), NO_REBUILD)) {
            requireAnswers(vexfs);
        }
    }

    @Test
    void open_graphsOfNumbersOfTheFirstVersion_areTakenAsTheyAre() throws IOException {
        fill(DistanceMetric.L2);
        version(1);
        try (Vexfs vexfs = Vexfs.open(store(), NO_REBUILD)) {
            assertThat(vexfs.recoveryReport().cleanEnd()).isTrue();
            requireAnswers(vexfs);
        }
    }

    /** What recovery warns of. */
    private static final class Warnings extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("io.vexfs.recovery");
        private final List<String> messages = new ArrayList<>();

        Warnings() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
                messages.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
