package io.vexfs.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FuseVexfsErrorTest {
    /** The table as Linux and the contract have it, written down a second time. */
    private static Map<FuseVexfsError, Integer> table() {
        Map<FuseVexfsError, Integer> table = new EnumMap<>(FuseVexfsError.class);
        table.put(FuseVexfsError.VECTOR_NOT_FOUND, 2);
        table.put(FuseVexfsError.COLLECTION_NOT_FOUND, 2);
        table.put(FuseVexfsError.FILE_NOT_FOUND, 2);
        table.put(FuseVexfsError.SEARCH_FAILED, 5);
        table.put(FuseVexfsError.SYNC_ERROR, 5);
        table.put(FuseVexfsError.STACK_OVERFLOW, 12);
        table.put(FuseVexfsError.MEMORY_EXHAUSTED, 12);
        table.put(FuseVexfsError.INVALID_VECTOR, 22);
        table.put(FuseVexfsError.DIMENSION_MISMATCH, 22);
        table.put(FuseVexfsError.INVALID_QUERY, 22);
        table.put(FuseVexfsError.INVALID_ARGUMENT, 22);
        table.put(FuseVexfsError.BRIDGE_ERROR, 5);
        table.put(FuseVexfsError.ALREADY_EXISTS, 17);
        table.put(FuseVexfsError.NOT_EMPTY, 39);
        table.put(FuseVexfsError.READ_ONLY, 30);
        table.put(FuseVexfsError.NO_SPACE, 28);
        table.put(FuseVexfsError.LIMIT_REACHED, 27);
        table.put(FuseVexfsError.CLOSED, 108);
        table.put(FuseVexfsError.CORRUPT, 5);
        table.put(FuseVexfsError.IN_USE, 16);
        table.put(FuseVexfsError.PERMISSION_DENIED, 13);
        table.put(FuseVexfsError.UNSUPPORTED, 95);
        table.put(FuseVexfsError.TOO_BUSY, 11);
        table.put(FuseVexfsError.TIMED_OUT, 110);
        return table;
    }

    @Test
    void errno_everyError_isTheTables() {
        Map<FuseVexfsError, Integer> found = new EnumMap<>(FuseVexfsError.class);
        for (FuseVexfsError error : FuseVexfsError.values()) {
            found.put(error, error.errno().number());
        }
        assertThat(found).isEqualTo(table());
    }

    @Test
    void errno_everyNumber_isUsedAndComesOnce() {
        assertThat(Arrays.stream(Errno.values()).map(Errno::number)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(FuseVexfsError.values()).map(FuseVexfsError::errno))
                .contains(Errno.values());
    }

    @Test
    void of_anyThrowable_isTheFittingError() {
        assertThat(FuseVexfsError.of(new VexfsException(FuseVexfsError.NO_SPACE, "full")))
                .isEqualTo(FuseVexfsError.NO_SPACE);
        assertThat(FuseVexfsError.of(new StackOverflowError())).isEqualTo(FuseVexfsError.STACK_OVERFLOW);
        assertThat(FuseVexfsError.of(new OutOfMemoryError())).isEqualTo(FuseVexfsError.MEMORY_EXHAUSTED);
        assertThat(FuseVexfsError.of(new IllegalStateException(new RuntimeException(new OutOfMemoryError()))))
                .isEqualTo(FuseVexfsError.MEMORY_EXHAUSTED);
        assertThat(FuseVexfsError.of(new IllegalStateException())).isEqualTo(FuseVexfsError.BRIDGE_ERROR);
    }
}
