package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Durability;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.VectorCollection;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.log.BaseWriter;
import io.vexfs.core.internal.log.LogFiles;
import io.vexfs.core.internal.log.LogRecord;
import io.vexfs.core.internal.log.LogScan;
import io.vexfs.core.internal.log.LogSettings;
import io.vexfs.core.internal.log.WriteAheadLog;
import io.vexfs.core.internal.log.WrittenBytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreMaintenanceTest {
    @TempDir
    private Path directory;

    private Path store;

    @BeforeEach
    void makeStore() throws IOException {
        store = directory.resolve("store");
        SmallStore.make(store);
    }

    private VerifyReport verify(Path which) {
        return StoreMaintenance.verify(which, bytes -> {});
    }

    private Path log() {
        return store.resolve("log/0000000000000001.log");
    }

    private static void flip(Path file, long offset) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(offset);
            int value = open.read();
            open.seek(offset);
            open.write(value ^ 1);
        }
    }

    private List<DescribedRecord> described(Path which, Optional<Path> file) {
        List<DescribedRecord> records = new ArrayList<>();
        StoreMaintenance.describe(which, file, records::add);
        return records;
    }

    /** The offset of the first record of that kind. */
    private long offset(String kind) {
        return described(store, Optional.of(log())).stream()
                .filter(record -> record.kind().equals(kind))
                .findFirst()
                .orElseThrow()
                .offset();
    }

    @Test
    void verify_closedStore_countsWhatItHolds() {
        VerifyReport report = verify(store);

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).isEmpty();
        assertThat(report.collections()).isEqualTo(3);
        assertThat(report.vectors()).isEqualTo(25);
        assertThat(report.files()).isEqualTo(1);
        assertThat(report.logRecords()).isGreaterThan(26);
    }

    @Test
    void verifyBackupDescribe_compactedStore_readItsBase() throws IOException {
        Path compacted = directory.resolve("compacted");
        SmallStore.makeCompacted(compacted);
        Path copy = directory.resolve("copy");

        assertThat(verify(compacted).problems()).isEmpty();
        assertThat(verify(compacted).vectors()).isEqualTo(25);
        StoreMaintenance.backup(compacted, copy, bytes -> {});
        assertThat(SmallStore.answers(copy)).isEqualTo(SmallStore.answers(compacted));
        assertThat(verify(copy).problems()).isEmpty();
        assertThat(described(compacted, Optional.empty()))
                .extracting(DescribedRecord::kind)
                .contains("counters", "vectors-put", "vectors-deleted")
                .doesNotContain("damage", "other");
        flip(compacted.resolve("log/0000000000000002.base"), 60);
        assertThatThrownBy(() -> StoreMaintenance.repair(compacted, true, bytes -> {}))
                .hasMessageContaining("a base stands for everything before it and cannot be ended early");
    }

    @Test
    void verify_segmentMissing_isNamed() throws IOException {
        Path compacted = directory.resolve("compacted");
        SmallStore.makeCompacted(compacted);
        Path segment = compacted.resolve("log/0000000000000002.log");
        Files.delete(segment);

        assertThat(verify(compacted).problems())
                .anySatisfy(problem -> assertThat(problem.file()).isEqualTo(segment));
    }

    @Test
    void verify_openStore_isInUse() {
        try (Vexfs vexfs = Vexfs.open(store)) {
            assertThatThrownBy(() -> verify(vexfs.directory()))
                    .isInstanceOfSatisfying(
                            VexfsException.class,
                            thrown -> assertThat(thrown.error()).isEqualTo(FuseVexfsError.IN_USE));
        }
    }

    @Test
    void verify_storeThatWasNotClosed_isSoundAndSaysSo() throws IOException {
        Path crashed = directory.resolve("crashed");
        try (Vexfs vexfs = Vexfs.open(store)) {
            StoreCopies.copy(vexfs.directory(), crashed);
        }
        VerifyReport report = verify(crashed);

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).anyMatch(note -> note.startsWith("the store was not closed"));
        assertThat(crashed.resolve("map")).isNotEmptyDirectory();
    }

    @Test
    void verify_unfinishedLastRecord_isANoteAndNotAProblem() throws IOException {
        Path crashed = directory.resolve("crashed");
        try (Vexfs vexfs = Vexfs.open(store)) {
            vexfs.collection("/plain").put("last", new float[] {1, 1, 1}, Metadata.empty());
            StoreCopies.copy(vexfs.directory(), crashed);
        }
        Path segment = crashed.resolve("log/0000000000000001.log");
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.setLength(WrittenBytes.of(LogFiles.onDisk(crashed.resolve("log")), "0000000000000001.log") - 3);
        }
        VerifyReport report = verify(crashed);

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes()).anyMatch(note -> note.contains(segment + " at offset "));
    }

    @Test
    void verify_logThatLacksItsEnd_isNamed() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "rw")) {
            file.setLength(offset("file-put"));
        }

        assertThat(verify(store).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.kind()).isEqualTo(StoreProblem.Kind.LOG))
                .satisfies(problem -> assertThat(problem.file()).isEqualTo(log()));
    }

    @Test
    void verify_changedAndMissingFiles_areNamed() throws IOException {
        Path file = store.resolve("files/plain/two.fvecs");
        Files.writeString(file, "another");

        assertThat(verify(store).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(StoreProblem.Kind.FILE);
            assertThat(problem.toString())
                    .contains(file + " at offset 0: expected 8 bytes with checksum ", "was 7 bytes");
            assertThat(problem.found()).contains("changed while it was not mounted");
        });

        Files.delete(file);
        assertThat(verify(store).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.found()).isEqualTo("no file"));
    }

    @Test
    void verify_mapIsALink_isRefused() throws IOException {
        Files.move(store.resolve("map"), directory.resolve("elsewhere"));
        Files.createSymbolicLink(store.resolve("map"), directory.resolve("elsewhere"));

        assertThatThrownBy(() -> verify(store))
                .hasMessageContaining("expected the store's own file, was a symbolic link");
    }

    @Test
    void open_storeThatWasCopied_makesItsMapAnew() throws IOException {
        List<String> answers = SmallStore.answers(store);
        Path copy = directory.resolve("copy");
        StoreCopies.copy(store, copy);

        assertThat(verify(copy).problems())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.expected()).startsWith("the file that this store made"));
        try (Vexfs vexfs = Vexfs.open(copy)) {
            assertThat(vexfs.recoveryReport().cleanEnd()).isFalse();
            assertThat(SmallStore.answers(vexfs.bridge())).isEqualTo(answers);
        }
        assertThat(verify(copy).problems()).isEmpty();
    }

    @Test
    void repair_damagedGraph_makesItAgain() throws IOException {
        List<String> answers = SmallStore.answers(store);
        Path graph;
        try (Stream<Path> files = Files.list(store.resolve("graph"))) {
            graph = files.filter(file -> file.toString().endsWith(".graph"))
                    .findFirst()
                    .orElseThrow();
        }
        flip(graph, 100);

        RepairReport report = StoreMaintenance.repair(store, false, bytes -> {});

        assertThat(report.rebuilt()).isTrue();
        assertThat(report.keptAside()).isEmpty();
        assertThat(verify(store).problems()).isEmpty();
        assertThat(SmallStore.answers(store)).isEqualTo(answers);
    }

    @Test
    void repair_damagedFormat_isMadeFromTheLog() throws IOException {
        byte[] format = Files.readAllBytes(store.resolve("FORMAT"));
        flip(store.resolve("FORMAT"), 14);

        StoreMaintenance.repair(store, false, bytes -> {});

        assertThat(Files.readAllBytes(store.resolve("FORMAT"))).isEqualTo(format);
        assertThat(verify(store).problems()).isEmpty();
    }

    @Test
    void repair_damagedLog_changesNothingUntilToldWhatToGiveUp() throws IOException {
        long offset = offset("vectors-deleted");
        flip(log(), offset + 25);
        byte[] before = Files.readAllBytes(log());

        assertThatThrownBy(() -> StoreMaintenance.repair(store, false, bytes -> {}))
                .hasMessageContaining(log() + " at offset ")
                .hasMessageContaining("the log is sound up to record ")
                .hasMessageContaining("this record and all behind it are given up, ");
        assertThat(Files.readAllBytes(log())).isEqualTo(before);
        assertThat(verify(store).has(StoreProblem.Kind.LOG)).isTrue();
    }

    @Test
    void repair_givingUpTheLogsEnd_keepsWhatLiesBeforeAndPutsTheRestAside() throws IOException {
        long offset = offset("vectors-deleted");
        long size = Files.size(log());
        flip(log(), offset + 25);

        RepairReport report = StoreMaintenance.repair(store, true, bytes -> {});

        assertThat(report.recordsGivenUp()).isPositive();
        assertThat(report.bytesGivenUp()).isEqualTo(size - offset);
        Path aside = report.keptAside().orElseThrow();
        assertThat(Files.size(aside.resolve(log().getFileName()))).isEqualTo(size);
        assertThat(Files.size(log())).isGreaterThanOrEqualTo(offset);
        try (Vexfs vexfs = Vexfs.open(store)) {
            assertThat(vexfs.collection("/plain").get("id 4")).isPresent();
            assertThat(vexfs.bridge().files().file("/plain/two.fvecs")).isEmpty();
            vexfs.collection("/plain").put("new", new float[] {1, 2, 3}, Metadata.empty());
        }
        assertThat(verify(store).problems()).isEmpty();
        assertThat(described(store, Optional.of(aside.resolve(log().getFileName()))))
                .extracting(DescribedRecord::kind)
                .contains("damage", "file-put");
    }

    @Test
    void repair_lastSoundRecordHadFailed_doesNotBringItBack() throws IOException {
        long failed = described(store, Optional.of(log())).stream()
                .filter(record -> record.kind().equals("vectors-deleted"))
                .findFirst()
                .orElseThrow()
                .sequence();
        long behind = described(store, Optional.of(log())).stream()
                .filter(record -> record.sequence() == failed + 1)
                .findFirst()
                .orElseThrow()
                .offset();
        Path marker = store.resolve("log/%016d.aborted".formatted(failed));
        Path lost = store.resolve("log/%016d.aborted".formatted(failed + 1));
        Files.createFile(marker);
        Files.createFile(lost);
        flip(log(), behind + 25);

        StoreMaintenance.repair(store, true, bytes -> {});

        try (Vexfs vexfs = Vexfs.open(store)) {
            assertThat(vexfs.collection("/plain").get("id 4")).isPresent();
            assertThat(marker).exists();
            assertThat(lost).doesNotExist();
        }
    }

    @Test
    void repair_segmentBehindABaseHasADamagedHeader_isRefusedAndChangesNothing() throws IOException {
        Path compacted = directory.resolve("compacted");
        SmallStore.makeCompacted(compacted);
        Path segment = compacted.resolve("log/0000000000000002.log");
        flip(segment, 20);
        byte[] before = Files.readAllBytes(segment);

        assertThatThrownBy(() -> StoreMaintenance.repair(compacted, true, bytes -> {}))
                .hasMessageContaining(segment.toString())
                .hasMessageContaining("cannot be ended early");
        assertThat(Files.readAllBytes(segment)).isEqualTo(before);
    }

    @Test
    void repair_baseHoldsEffectsOfADamagedRecord_isRefusedAndChangesNothing() throws IOException {
        Files.delete(store.resolve("CLEAN"));
        LogFiles files = LogFiles.onDisk(store.resolve("log"));
        LogSettings settings = new LogSettings(
                LogScan.storeId(files).orElseThrow(),
                Durability.NONE,
                Duration.ofSeconds(1),
                InstantSource.system(),
                64L << 20,
                false);
        try (WriteAheadLog log = WriteAheadLog.open(files, settings, Optional.empty());
                BaseWriter base = log.base(log.cut())) {
            log.replay(0, (sequence, record) -> add(base, record));
            log.append(new LogRecord.VectorsDeleted(1, List.of(new byte[] {0, 65})));
            log.append(new LogRecord.VectorsDeleted(1, List.of(new byte[] {0, 66})));
            log.install(base, log.lastSequence());
        }
        assertThat(verify(store).has(StoreProblem.Kind.LOG)).isFalse();
        Path segment = store.resolve("log/0000000000000002.log");
        flip(segment, 40 + 25);
        byte[] before = Files.readAllBytes(segment);

        assertThatThrownBy(() -> StoreMaintenance.repair(store, true, bytes -> {}))
                .hasMessageContaining(segment.toString())
                .hasMessageContaining("cannot be ended early");
        assertThat(Files.readAllBytes(segment)).isEqualTo(before);
    }

    private static void add(BaseWriter base, LogRecord record) {
        try {
            base.add(record);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void repair_soundLogGoesOnBehindTheMark_keepsAllOfIt() throws IOException {
        byte[] mark = Files.readAllBytes(store.resolve("CLEAN"));
        try (Vexfs vexfs = Vexfs.open(store)) {
            vexfs.compact();
            vexfs.collection("/plain").put("behind", new float[] {1, 2, 3}, Metadata.empty());
        }
        List<String> answers = SmallStore.answers(store);
        Files.write(store.resolve("CLEAN"), mark);
        assertThat(verify(store).has(StoreProblem.Kind.LOG)).isTrue();

        RepairReport report = StoreMaintenance.repair(store, true, bytes -> {});

        assertThat(report.bytesGivenUp()).isZero();
        assertThat(report.keptAside()).isEmpty();
        assertThat(verify(store).problems()).isEmpty();
        assertThat(SmallStore.answers(store)).isEqualTo(answers);
    }

    @Test
    void rebuild_allAndOneCollection_answersTheSame() throws IOException {
        List<String> answers = SmallStore.answers(store);

        RecoveryReport all = StoreMaintenance.rebuild(store, Optional.empty(), linked -> {});
        RecoveryReport one = StoreMaintenance.rebuild(store, Optional.of("/plain"), linked -> {});

        assertThat(all.cleanEnd()).isFalse();
        assertThat(all.vectorsLinked()).isEqualTo(25);
        assertThat(one.vectorsLinked()).isEqualTo(13);
        assertThat(verify(store).problems()).isEmpty();
        assertThat(SmallStore.answers(store)).isEqualTo(answers);
        assertThatThrownBy(() -> StoreMaintenance.rebuild(store, Optional.of("/none"), linked -> {}))
                .hasMessageContaining("no collection /none in " + store);
    }

    @Test
    void backup_closedStore_opensEqualWithoutAMap() throws IOException {
        List<String> answers = SmallStore.answers(store);
        Path copy = directory.resolve("copy");
        Files.createLink(store.resolve("files/plain/second.fvecs"), store.resolve("files/plain/two.fvecs"));
        Files.createSymbolicLink(store.resolve("files/link"), Path.of("plain"));

        BackupReport report = StoreMaintenance.backup(store, copy, bytes -> {});

        assertThat(report.graphs()).isEqualTo(2);
        assertThat(report.files()).isEqualTo(1);
        assertThat(copy.resolve("map")).doesNotExist();
        assertThat(copy.resolve("CLEAN")).doesNotExist();
        assertThat(copy.resolve("files/link")).isSymbolicLink();
        assertThat(Files.getAttribute(copy.resolve("files/plain/second.fvecs"), "unix:nlink"))
                .isEqualTo(2);
        assertThat(verify(copy).problems()).isEmpty();
        assertThat(SmallStore.answers(copy)).isEqualTo(answers);
        assertThat(verify(copy).problems()).isEmpty();
    }

    @Test
    void backup_whileAnotherThreadWrites_isAPrefixOfWhatWasWritten() throws Exception {
        Path copy = directory.resolve("copy");
        AtomicBoolean stop = new AtomicBoolean();
        try (Vexfs vexfs = Vexfs.open(store)) {
            VectorCollection many = vexfs.collection("/many", 8, DistanceMetric.L2);
            int[] written = {0};
            Thread writer = new Thread(() -> {
                while (!stop.get()) {
                    many.put("v" + written[0], new float[] {written[0], 1, 1, 1, 1, 1, 1, 1}, Metadata.empty());
                    written[0]++;
                }
            });
            writer.start();
            while (many.size() < 500) {
                Thread.onSpinWait();
            }
            long before = many.size();
            StoreMaintenance.backup(store, copy, bytes -> {});
            stop.set(true);
            writer.join();

            try (Vexfs opened = Vexfs.open(copy)) {
                VectorCollection copied = opened.collection("/many");
                assertThat(copied.size()).isBetween(before, (long) written[0]);
                for (int i = 0; i < copied.size(); i++) {
                    assertThat(copied.get("v" + i)).as("v%d", i).isPresent();
                }
                assertThat(opened.recoveryReport().tornBytesDropped()).isZero();
            }
        }
        assertThat(verify(copy).problems()).isEmpty();
    }

    @Test
    void backup_damagedLog_isRefusedAndLeavesNoStore() throws IOException {
        Path copy = directory.resolve("copy");
        flip(log(), offset("vectors-deleted") + 25);

        assertThatThrownBy(() -> StoreMaintenance.backup(store, copy, bytes -> {}))
                .hasMessageContaining(log().toString())
                .hasMessageContaining("expected checksum");
        assertThat(Vexfs.isStore(copy)).isFalse();
    }

    @Test
    void backup_logOfAClosedStoreLacksItsEnd_isRefused() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "rw")) {
            file.setLength(offset("file-put"));
        }

        assertThatThrownBy(() -> StoreMaintenance.backup(store, directory.resolve("copy"), bytes -> {}))
                .hasMessageContaining("expected records up to ");
    }

    @Test
    void backup_intoADirectoryWithFiles_isRefused() {
        assertThatThrownBy(() -> StoreMaintenance.backup(store, directory, bytes -> {}))
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        thrown -> assertThat(thrown.error()).isEqualTo(FuseVexfsError.ALREADY_EXISTS));
        assertThatThrownBy(() -> StoreMaintenance.backup(store, store.resolve("files/copy"), bytes -> {}))
                .hasMessageContaining("expected a directory outside the store");
    }

    @Test
    void describe_store_tellsLogAndCheckpoint() {
        List<DescribedRecord> records = described(store, Optional.empty());

        assertThat(records)
                .extracting(DescribedRecord::kind)
                .contains("collection-made", "vectors-put", "vectors-deleted", "node-made", "file-put")
                .contains("catalog", "collection", "node", "file", "graph", "clean-mark", "table")
                .doesNotContain("damage", "other");
        assertThat(records)
                .filteredOn(record -> record.kind().equals("vectors-deleted"))
                .singleElement()
                .satisfies(record -> assertThat(record.ids()).containsExactly("id 4"));
        assertThatThrownBy(() -> described(store, Optional.of(store.resolve("FORMAT"))))
                .hasMessageContaining("FORMAT: expected CLEAN, a segment (.log), a base");
    }
}
