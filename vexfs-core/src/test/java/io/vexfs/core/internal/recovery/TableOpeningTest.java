package io.vexfs.core.internal.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.core.internal.storage.RecordTable;
import io.vexfs.core.internal.storage.VectorKey;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableOpeningTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"9999, false", "10000, true"})
    void begin_manyVectors_takesAThreadOfItsOwn(long vectors, boolean aside) {
        AtomicReference<Thread> opener = new AtomicReference<>();
        TableOpening opening = TableOpening.begin(vectors, () -> {
            opener.set(Thread.currentThread());
            return RecordTable.make(directory, 1);
        });
        try (RecordTable table = opening.table()) {
            assertThat(table.ordinal(VectorKey.ofId("none"))).isNegative();
        }
        assertThat(opener.get() != Thread.currentThread()).isEqualTo(aside);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000})
    void table_thatCannotBeOpened_failsAsItDid(long vectors) {
        CorruptStoreException damaged = new CorruptStoreException(directory, 3, "one", "two");
        TableOpening opening = TableOpening.begin(vectors, () -> {
            throw damaged;
        });
        assertThatThrownBy(opening::table).isSameAs(damaged);
        IllegalStateException first = new IllegalStateException("the graph");
        opening.discard(first);
        assertThat(first).hasSuppressedException(damaged);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000})
    void discard_openTable_closesIt(long vectors) {
        RecordTable table = RecordTable.make(directory, 1);
        TableOpening opening = TableOpening.begin(vectors, () -> table);
        opening.discard(new IllegalStateException("the graph"));
        assertThatThrownBy(() -> table.ordinal(VectorKey.ofId("a"))).hasMessageContaining("is closed");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000})
    void table_interruptedWhileWaiting_isStillOpenedAndTellsTheThread(long vectors) {
        TableOpening opening = TableOpening.begin(vectors, () -> RecordTable.make(directory, 1));
        Thread.currentThread().interrupt();
        opening.table().close();
        assertThat(Thread.interrupted()).isTrue();
    }
}
