package io.vexfs.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.core.internal.disk.Disk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTableTest {
    private static final byte[] NOTHING = {};

    @TempDir
    Path directory;

    private RecordTable table;

    @BeforeEach
    void make() {
        table = RecordTable.make(directory, 7);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private static float[] vector(int dimensions, int seed) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = seed + i * 0.25f;
        }
        return vector;
    }

    private static byte[] metadata(int bytes, int seed) {
        byte[] metadata = new byte[bytes];
        new Random(seed).nextBytes(metadata);
        return metadata;
    }

    private static VectorKey key(int i) {
        return VectorKey.ofId("key " + i);
    }

    private void put(int i, int ordinal, int dimensions, int metadataBytes) {
        byte[] metadata = metadata(metadataBytes, i);
        table.reserve(1, RecordTable.roomFor(key(i), dimensions, metadataBytes));
        table.put(key(i), ordinal, vector(dimensions, i), metadata);
    }

    private void reopen() {
        table.sync();
        TableMark mark = table.mark();
        table.close();
        table = RecordTable.open(directory, directory, mark);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    private Optional<VectorKey> keyOf(int ordinal) {
        return table.head(ordinal).map(TableHead::key);
    }

    @Test
    void make_withoutVectors_makesNoFile() throws IOException {
        assertThat(files()).isZero();
        assertThat(table.get(key(1))).isEmpty();
        assertThat(table.ordinal(key(1))).isEqualTo(-1);
        reopen();
        assertThat(table.size()).isZero();
    }

    @Test
    void put_newKey_isFoundByKeyAndOrdinal() {
        VectorKey row = VectorKey.ofFile(123_456_789_012L, 3);
        table.put(row, 11, vector(5, 1), metadata(9, 1));
        TableEntry entry = table.get(row).orElseThrow();
        assertThat(entry.key()).isEqualTo(row);
        assertThat(entry.ordinal()).isEqualTo(11);
        assertThat(entry.vector()).containsExactly(vector(5, 1));
        assertThat(entry.metadata()).containsExactly(metadata(9, 1));
        assertThat(keyOf(11)).contains(row);
        assertThat(table.head(11).orElseThrow().metadata()).containsExactly(metadata(9, 1));
        assertThat(table.ordinal(row)).isEqualTo(11);
        assertThat(keyOf(12)).isEmpty();
    }

    @Test
    void head_replacedMovedAndRemovedAfterItWasRead_isThePresentOne() {
        table.put(key(1), 10, vector(4, 1), metadata(9, 1));
        assertThat(table.head(10).orElseThrow().metadata()).containsExactly(metadata(9, 1));
        table.put(key(1), 10, vector(4, 1), metadata(9, 2));
        assertThat(table.head(10).orElseThrow().metadata()).containsExactly(metadata(9, 2));
        table.put(key(1), 11, vector(4, 1), metadata(9, 3));
        assertThat(table.head(10)).isEmpty();
        assertThat(table.head(11).orElseThrow().metadata()).containsExactly(metadata(9, 3));
        table.put(key(2), 10, vector(4, 1), metadata(9, 4));
        assertThat(table.head(10).orElseThrow().key()).isEqualTo(key(2));
        table.remove(key(1));
        assertThat(table.head(11)).isEmpty();
        assertThat(table.head(10).orElseThrow().metadata()).containsExactly(metadata(9, 4));
    }

    @Test
    void put_sameKey_replacesVectorAndOrdinal() {
        put(1, 10, 4, 0);
        put(1, 20, 4, 100);
        assertThat(table.size()).isEqualTo(1);
        assertThat(keyOf(10)).isEmpty();
        assertThat(keyOf(20)).contains(key(1));
        assertThat(table.get(key(1)).orElseThrow().metadata()).hasSize(100);
    }

    @Test
    void put_ordinalOfAnotherKey_belongsToTheLast() {
        put(1, 10, 4, 0);
        put(2, 10, 4, 0);
        assertThat(keyOf(10)).contains(key(2));
        put(1, 11, 4, 0);
        assertThat(keyOf(10)).contains(key(2));
        assertThat(keyOf(11)).contains(key(1));
        reopen();
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void remove_key_takesItAndItsOrdinal() {
        put(1, 10, 4, 0);
        assertThat(table.remove(key(1))).isTrue();
        assertThat(table.remove(key(1))).isFalse();
        assertThat(table.get(key(1))).isEmpty();
        assertThat(keyOf(10)).isEmpty();
        assertThat(table.size()).isZero();
    }

    @Test
    void scan_table_givesEachVectorOnceAsItIs() {
        for (int i = 0; i < 3_000; i++) {
            put(i, 5_000 - i, 400, i % 50);
        }
        put(4, 6_000, 400, 3_000);
        Set<VectorKey> seen = new HashSet<>();
        table.scan(entry -> {
            assertThat(seen.add(entry.key())).isTrue();
            int i = Integer.parseInt(entry.key().id().substring(4));
            assertThat(entry.ordinal()).isEqualTo(i == 4 ? 6_000 : 5_000 - i);
            assertThat(Arrays.equals(entry.vector(), vector(400, i))).isTrue();
            assertThat(Arrays.equals(entry.metadata(), metadata(i == 4 ? 3_000 : i % 50, i)))
                    .isTrue();
        });
        assertThat(seen).hasSize(3_000);
    }

    @Test
    void put_twentyTimesTheFirstVolume_growsAndKeepsAll() throws IOException {
        put(0, 0, 100, 16);
        long first = table.bytes();
        int count = 1;
        while (count % 100 != 0 || table.bytes() < 20 * first) {
            put(count, count, 100, 16);
            count++;
        }
        assertThat(files()).isGreaterThan(3);
        reopen();
        assertThat(table.size()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(keyOf(i)).contains(key(i));
            TableEntry entry = table.get(key(i)).orElseThrow();
            assertThat(entry.vector()[99]).isEqualTo(vector(100, i)[99]);
        }
        Set<VectorKey> seen = new HashSet<>();
        table.forEachKey(key -> assertThat(seen.add(key)).isTrue());
        assertThat(seen).hasSize(count);
    }

    @Test
    void put_steadyReplacing_doesNotGrow() {
        int live = 20_000;
        for (int i = 0; i < live; i++) {
            put(i, i, 64, i % 50);
        }
        long before = table.bytes();
        Random random = new Random(5);
        for (int i = 0; i < 10 * live; i++) {
            int which = random.nextInt(live);
            put(which, live + i, 64, random.nextInt(50));
        }
        assertThat(table.size()).isEqualTo(live);
        // One more volume may be needed once for uneven sizes; without use of freed room it would be ten times as much.
        assertThat(table.bytes()).isLessThanOrEqualTo(3 * before);
        long settled = table.bytes();
        for (int i = 0; i < 10 * live; i++) {
            int which = random.nextInt(live);
            put(which, 12 * live + i, 64, random.nextInt(50));
        }
        assertThat(table.bytes()).isEqualTo(settled);
    }

    @Test
    void put_afterRemovals_usesTheirRoom() {
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < 3_000; i++) {
                put(round * 3_000 + i, i, 100, 0);
            }
            for (int i = 0; i < 3_000; i++) {
                assertThat(table.remove(key(round * 3_000 + i))).isTrue();
            }
        }
        assertThat(table.size()).isZero();
        assertThat(table.bytes()).isLessThan(8L << 20);
    }

    @Test
    void put_sizesOfEveryKind_neverFails() {
        Random random = new Random(9);
        Map<Integer, Integer> expected = new HashMap<>();
        for (int i = 0; i < 6_000; i++) {
            int which = random.nextInt(1_000);
            if (random.nextInt(5) == 0) {
                assertThat(table.remove(key(which))).isEqualTo(expected.remove(which) != null);
                continue;
            }
            int bytes =
                    switch (random.nextInt(10)) {
                        case 0 -> 65_536;
                        case 1 -> random.nextInt(65_536);
                        case 2 -> random.nextInt(4_096);
                        default -> random.nextInt(64);
                    };
            put(which, random.nextBoolean() ? 10_000 + which : i, 100, bytes);
            expected.put(which, bytes);
        }
        reopen();
        assertThat(table.size()).isEqualTo(expected.size());
        expected.forEach((which, bytes) -> {
            byte[] large = metadata(bytes, which);
            assertThat(table.get(key(which)).orElseThrow().metadata()).containsExactly(large);
        });
    }

    @Test
    void put_largestVector_isKept() {
        for (int i = 0; i < 20; i++) {
            put(i, i, 65_536, i * 1_000);
        }
        reopen();
        assertThat(table.get(key(19)).orElseThrow().vector()).containsExactly(vector(65_536, 19));
    }

    @Test
    void put_manyThreads_allAreThereAndReadersSeeWholeEntries() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        AtomicBoolean done = new AtomicBoolean();
        try {
            Future<?>[] writers = new Future<?>[3];
            for (int t = 0; t < writers.length; t++) {
                int thread = t;
                writers[t] = threads.submit(() -> {
                    for (int i = 0; i < 6_000; i++) {
                        int id = thread * 3_000 + i % 3_000;
                        put(id, id, 40, i % 200);
                    }
                });
            }
            Future<?>[] readers = new Future<?>[2];
            for (int t = 0; t < readers.length; t++) {
                Random random = new Random(t);
                readers[t] = threads.submit(() -> {
                    while (!done.get()) {
                        int id = random.nextInt(9_000);
                        table.get(key(id))
                                .ifPresent(entry -> assertThat(entry.vector()).containsExactly(vector(40, id)));
                        keyOf(id).ifPresent(key -> assertThat(key).isEqualTo(key(id)));
                    }
                });
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        assertThat(table.size()).isEqualTo(9_000);
    }

    @Test
    void open_volumeMissing_isNamed() throws IOException {
        put(1, 1, 4, 0);
        TableMark mark = table.mark();
        table.close();
        Files.delete(directory.resolve("7-1.map"));
        assertThatThrownBy(() -> RecordTable.open(directory, directory, mark))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("7-1.map")
                .hasMessageContaining("expected a volume of the table, was no plain file");
    }

    @Test
    void open_otherSize_isRefused() {
        put(1, 1, 4, 0);
        TableMark mark = table.mark();
        table.close();
        assertThatThrownBy(() -> RecordTable.open(directory, directory, new TableMark(7, 5, 0, mark.volumes())))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("expected 10 entries in the table, was 2 entries");
    }

    @Test
    void open_symbolicLink_isRefused() throws IOException {
        put(1, 1, 4, 0);
        TableMark mark = table.mark();
        table.close();
        Path volume = directory.resolve("7-1.map");
        Files.move(volume, directory.resolve("elsewhere"));
        Files.createSymbolicLink(volume, directory.resolve("elsewhere"));
        assertThatThrownBy(() -> RecordTable.open(directory, directory, mark))
                .hasMessageContaining("was no plain file");
    }

    @Test
    void get_flippedByte_isFound() throws IOException {
        float[] marker = new float[16];
        Arrays.fill(marker, 123.4567f);
        table.put(key(1), 1, marker, NOTHING);
        TableMark mark = table.mark();
        table.close();
        flip(directory.resolve("7-1.map"), marker[0]);
        assertThatThrownBy(() -> RecordTable.open(directory, directory, mark))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("7-1.map")
                .hasMessageContaining("expected a volume with checksum");
        table = RecordTable.open(directory, directory, markAnew(mark));
        assertThatThrownBy(() -> table.get(key(1)))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("7-1.map")
                .hasMessageContaining("record of id 'key 1' with checksum");
    }

    /** The mark of a store whose volume had been damaged before it was closed. */
    private TableMark markAnew(TableMark mark) throws IOException {
        Path volume = directory.resolve("7-1.map");
        long inode = (long) Files.getAttribute(volume, "unix:ino");
        return new TableMark(7, mark.size(), 0, List.of(new VolumeMark(inode, Disk.checksum(volume))));
    }

    @Test
    void open_copyOfTheFile_isNotTakenForOurOwn() throws IOException {
        put(1, 1, 4, 0);
        TableMark mark = table.mark();
        table.close();
        Path volume = directory.resolve("7-1.map");
        Files.move(volume, directory.resolve("aside"));
        Files.copy(directory.resolve("aside"), volume);
        assertThatThrownBy(() -> RecordTable.open(directory, directory, mark))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("expected the file that this store made, inode ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void open_headerNamesAnotherClass_isRefusedBeforeItIsLoaded(int segments) throws IOException {
        put(1, 1, 4, 0);
        TableMark mark = table.mark();
        table.close();
        Path volume = directory.resolve("7-1.map");
        Files.delete(volume);
        TableVolume.make(volume, new VolumeShape(64, segments, 64, 64)).close();
        String text = Files.readString(volume, StandardCharsets.ISO_8859_1);
        Files.writeString(
                volume,
                text.replaceFirst("StopBitSizeMarshaller", "StopBitSizeMarshalleR"),
                StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> RecordTable.open(directory, directory, markAnew(mark)))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("7-1.map at offset 12: expected the header '")
                .hasMessageContaining("StopBitSizeMarshalleR");
        Files.writeString(volume, text, StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> RecordTable.open(directory, directory, markAnew(mark)))
                .hasMessageContaining("expected 2 entries in the table, was 0 entries");
    }

    private static void flip(Path volume, float value) throws IOException {
        byte[] bytes = Files.readAllBytes(volume);
        byte[] wanted = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
        for (int i = 0; i < bytes.length - 8; i++) {
            if (bytes[i] == wanted[0]
                    && bytes[i + 1] == wanted[1]
                    && bytes[i + 2] == wanted[2]
                    && bytes[i + 3] == wanted[3]) {
                try (RandomAccessFile file = new RandomAccessFile(volume.toFile(), "rw")) {
                    file.seek(i + 1);
                    file.write(bytes[i + 1] ^ 1);
                }
                return;
            }
        }
        throw new AssertionError("the vector is not in " + volume);
    }

    @Test
    void make_leftovers_areDeletedAndOthersKept() throws IOException {
        put(1, 1, 4, 0);
        table.close();
        Files.createFile(directory.resolve("71-1.map"));
        table = RecordTable.make(directory, 7);
        assertThat(directory.resolve("7-1.map")).doesNotExist();
        assertThat(directory.resolve("71-1.map")).exists();
    }

    @Test
    void delete_table_takesItsFiles() throws IOException {
        put(1, 1, 4, 0);
        table.delete();
        assertThat(files()).isZero();
    }

    @Test
    void close_twice_thenUseIsNamed() {
        put(1, 1, 4, 0);
        table.close();
        table.close();
        assertThatThrownBy(() -> table.get(key(1)))
                .isInstanceOfSatisfying(
                        VexfsException.class,
                        thrown -> assertThat(thrown.error()).isEqualTo(FuseVexfsError.CLOSED))
                .hasMessage("the table of collection 7 in " + directory + " is closed");
        assertThatThrownBy(() -> put(2, 2, 4, 0)).hasMessageContaining("is closed");
    }

    @Test
    void put_interruptedThread_worksAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        put(1, 1, 4, 0);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(table.get(key(1))).isPresent();
    }
}
