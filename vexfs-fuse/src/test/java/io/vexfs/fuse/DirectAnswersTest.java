package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import jnr.ffi.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectAnswersTest {
    private static final int LOOKUP = 1;
    private static final int READ = 15;
    private static final int WRITE = 16;
    private static final int GETXATTR = 22;
    private static final int FLUSH = 25;
    private static final int ENODATA = 61;
    private static final long OFFSET = 1L << 40;

    @TempDir
    Path directory;

    private final OpenFiles files = new OpenFiles();
    private final Pointer request = NativeLibraries.allocate(256);
    private final int device =
            NativeLibraries.c().memfd_create(NativeLibraries.string("vexfs-test"), Linux.MFD_CLOEXEC);
    private final ErrorLog errors = new ErrorLog(InstantSource.system());
    private final FuseReply reply = new FuseReply(
            new MountMetrics(true),
            errors,
            new AccessLog(8, () -> new Caller(1, 2, 3), InstantSource.system()),
            new StackBudget(0));
    private HostFiles host;
    private DirectAnswers direct;

    /** Nothing is found by its name here. */
    private static final class EmptyRoom implements Room {
        @Override
        public int stat(MountPath path, Pointer stat) {
            return -Linux.ENOENT;
        }

        @Override
        public OpenFile open(MountPath path, int flags) {
            throw new ErrnoException(Linux.ENOENT);
        }

        @Override
        public OpenFile openDirectory(MountPath path) {
            throw new ErrnoException(Linux.ENOENT);
        }
    }

    /** Has no memory to answer with, but to refuse. */
    private record Starved(DirectAnswers direct) implements FuseReply.Requests {
        @Override
        public boolean answered(Pointer request, int length) {
            throw new OutOfMemoryError("seeded");
        }

        @Override
        public void refuse(Pointer request, int error) {
            direct.refuse(request, error);
        }
    }

    /** Says how it was called. */
    private static final class EchoFile implements OpenFile {
        @Override
        public int stat(Pointer stat) {
            return 0;
        }

        @Override
        public int read(Pointer buffer, long size, long offset) {
            buffer.put(0, "abc".getBytes(StandardCharsets.US_ASCII), 0, 3);
            return size == 100 && offset == OFFSET ? 3 : -Linux.EINVAL;
        }

        @Override
        public int write(Pointer buffer, long size, long offset, boolean writeBack) {
            boolean known = size == 2 && offset == OFFSET && buffer.getByte(1) == 'z' && writeBack;
            return known ? 2 : -Linux.EINVAL;
        }

        @Override
        public int flush() {
            return -Linux.EIO;
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() {
        Room none = new EmptyRoom();
        host = HostFiles.open(directory);
        Rooms rooms = new Rooms(none, none, none, none, none, false);
        direct = new DirectAnswers(new VexfsFuse(rooms, files, host, reply), device);
        request.putLong(8, 77);
    }

    @AfterEach
    void close() {
        direct.close();
        host.close();
        NativeLibraries.c().close(device);
    }

    private void of(int operation, long handle) {
        request.putInt(4, operation);
        request.putLong(40, handle);
        request.putLong(48, OFFSET);
    }

    /** The one answer: its length, error, number, and what comes behind. */
    private Pointer answer(int length, int error) {
        assertThat(direct.answered(request, 256)).isTrue();
        return answered(length, error);
    }

    private Pointer answered(int length, int error) {
        Pointer answer = NativeLibraries.allocate(64);
        assertThat(NativeLibraries.c().pread(device, answer, 64, 0)).isEqualTo(length);
        assertThat(answer.getInt(0)).isEqualTo(length);
        assertThat(answer.getInt(4)).isEqualTo(error);
        assertThat(answer.getLong(8)).isEqualTo(77);
        return answer;
    }

    @Test
    void answered_read_givesTheBytes() {
        of(READ, files.add(new EchoFile(), MountPath.ROOT));
        request.putInt(56, 100);
        assertThat(answer(19, 0).getString(16)).isEqualTo("abc");
    }

    @Test
    void answered_write_givesTheCount() {
        of(WRITE, files.add(new EchoFile(), MountPath.ROOT));
        request.putInt(56, 2);
        request.putInt(60, 1);
        request.putByte(81, (byte) 'z');
        assertThat(answer(24, 0).getLong(16)).isEqualTo(2);
    }

    @Test
    void answered_failure_givesItsNumberAlone() {
        of(FLUSH, files.add(new EchoFile(), MountPath.ROOT));
        answer(16, -Linux.EIO);
    }

    @Test
    void answered_noMemoryBeforeTheOperation_isRefusedAndTheNextOneIsNot() {
        long handle = files.add(new EchoFile(), MountPath.ROOT);
        of(WRITE, handle);
        assertThat(reply.answered(new Starved(direct), request, 82)).isTrue();
        assertThat(answered(16, -Linux.ENOMEM).getLong(8)).isEqualTo(77);
        assertThat(errors.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.errno()).isEqualTo(Linux.ENOMEM);
            assertThat(entry.reason()).contains("seeded");
        });

        assertThat(NativeLibraries.c().ftruncate(device, 0)).isZero();
        assertThat(NativeLibraries.c().lseek(device, 0, Linux.SEEK_SET)).isZero();
        of(READ, handle);
        request.putInt(56, 100);
        assertThat(reply.answered(direct, request, 80)).isTrue();
        assertThat(answered(19, 0).getString(16)).isEqualTo("abc");
    }

    @Test
    void answered_handleThatIsNone_isRefused() {
        of(READ, 12_345);
        answer(16, -Linux.EBADF);
    }

    @Test
    void answered_attributeThatNoFileHas_isRefused() {
        of(GETXATTR, 0);
        request.put(48, "security.capability\0".getBytes(StandardCharsets.US_ASCII), 0, 20);
        answer(16, -ENODATA);
    }

    @Test
    void answered_whatNeedsAPath_isLeftToLibfuse() {
        of(LOOKUP, 0);
        assertThat(direct.answered(request, 256)).isFalse();
        of(GETXATTR, 0);
        request.put(48, "user.a\0".getBytes(StandardCharsets.US_ASCII), 0, 7);
        assertThat(direct.answered(request, 256)).isFalse();
        of(READ, 0);
        request.putInt(56, (1 << 20) + 1);
        assertThat(direct.answered(request, 256)).isFalse();
        assertThat(NativeLibraries.c().lseek(device, 0, 2)).isZero();
    }
}
