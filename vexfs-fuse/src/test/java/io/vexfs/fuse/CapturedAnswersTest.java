package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks a session of libfuse that has no operations and no mount. */
class CapturedAnswersTest {
    private static final int FORGET = 2;
    private static final int GETATTR = 3;
    private static final int OPEN = 14;
    private static final int INIT = 26;
    private static final int ENOSYS = 38;
    private static final int OPERATIONS_BYTES = 512;

    private final Sessions sessions = NativeLibraries.load(Sessions.class, "libfuse.so.2");
    private final Pointer operations = NativeLibraries.allocate(OPERATIONS_BYTES);
    private final Pointer arguments = NativeLibraries.allocate(24);
    private final Pointer words = NativeLibraries.allocate(16);
    private final Pointer name = NativeLibraries.string("vexfs-test");
    private Pointer session = operations;

    /** What libfuse has to make a session of its own. */
    public interface Sessions {
        Pointer fuse_lowlevel_new(
                Pointer arguments, Pointer operations, long operationsBytes, @Nullable Pointer userData);

        void fuse_session_destroy(Pointer session);
    }

    @BeforeEach
    void session() {
        words.putPointer(0, name);
        arguments.putInt(0, 1);
        arguments.putPointer(8, words);
        session = sessions.fuse_lowlevel_new(arguments, operations, OPERATIONS_BYTES, null);
    }

    @AfterEach
    void end() {
        sessions.fuse_session_destroy(session);
    }

    private static Pointer request(int operation, long number, int bytes) {
        Pointer request = NativeLibraries.allocate(256);
        request.putInt(0, bytes);
        request.putInt(4, operation);
        request.putLong(8, number);
        request.putLong(16, 1);
        return request;
    }

    private static Pointer init() {
        Pointer request = request(INIT, 3, 56);
        request.putInt(40, 7);
        request.putInt(44, 31);
        request.putInt(48, 65_536);
        return request;
    }

    @Test
    void answer_requests_givesEachItsOwn() {
        try (CapturedAnswers answers = CapturedAnswers.room(160).orElseThrow()) {
            assertThat(answers.answer(session, init(), 56)).isEqualTo(40);
            assertThat(answers.error()).isZero();
            assertThat(answers.memory().getLong(8)).isEqualTo(3);
            assertThat(answers.memory().getInt(16)).isEqualTo(7);

            assertThat(answers.answer(session, request(OPEN, 5, 48), 48)).isEqualTo(32);
            assertThat(answers.memory().getLong(8)).isEqualTo(5);

            assertThat(answers.answer(session, request(GETATTR, 4, 40), 40)).isEqualTo(CapturedAnswers.HEADER_BYTES);
            assertThat(answers.error()).isEqualTo(-ENOSYS);
            assertThat(answers.memory().getLong(8)).isEqualTo(4);
        }
    }

    @Test
    void answer_manyRequests_givesEachItsOwn() {
        try (CapturedAnswers answers = CapturedAnswers.room(160).orElseThrow()) {
            answers.answer(session, init(), 56);
            for (int number = 5; number < 1_000; number++) {
                boolean opens = number % 3 == 0;
                int bytes = answers.answer(session, request(opens ? OPEN : GETATTR, number, 48), 48);
                assertThat(bytes).isEqualTo(opens ? 32 : CapturedAnswers.HEADER_BYTES);
                assertThat(answers.error()).isEqualTo(opens ? 0 : -ENOSYS);
                assertThat(answers.memory().getLong(8)).isEqualTo(number);
                assertThat(answers.answer(session, request(FORGET, number, 48), 48))
                        .isZero();
            }
        }
    }

    @Test
    void answer_requestWithoutAnswer_isNone() {
        try (CapturedAnswers answers = CapturedAnswers.room(160).orElseThrow()) {
            answers.answer(session, init(), 56);
            assertThat(answers.answer(session, request(FORGET, 4, 48), 48)).isZero();
        }
    }

    @Test
    void answer_longerThanTheRoom_fails() {
        try (CapturedAnswers answers = CapturedAnswers.room(24).orElseThrow()) {
            assertThatThrownBy(() -> answers.answer(session, init(), 56))
                    .isInstanceOfSatisfying(
                            ErrnoException.class,
                            failure -> assertThat(failure.errno()).isEqualTo(Linux.EIO));
            assertThat(answers.answer(session, request(GETATTR, 4, 40), 40)).isEqualTo(CapturedAnswers.HEADER_BYTES);
            assertThat(answers.memory().getLong(8)).isEqualTo(4);
        }
    }
}
