package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.api.MetricSample;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that the kernel reads and writes by itself, where it does. */
@RequiresFuse
@Timeout(120)
class PassthroughIT {
    private static final String ACTIVE = "\"passthrough\" : true";
    /** Does what reads, writes, maps, copies and cuts, and says what came of it. */
    private static final String EVERYTHING = """
            import mmap, os, sys
            os.chdir(sys.argv[1])
            f = os.open('a', os.O_RDWR | os.O_CREAT, 0o644)
            os.write(f, b'0123456789'); print(os.fstat(f).st_size, os.stat('a').st_size)
            g = os.open('a', os.O_WRONLY | os.O_APPEND)
            os.write(g, b'end'); os.pwrite(f, b'start', 0); os.write(g, b'!'); print(os.pread(f, 99, 0), os.stat('a').st_size)
            os.link('a', 'b'); h = os.open('b', os.O_RDWR); os.pwrite(h, b'B', 1); print(os.pread(f, 99, 0))
            one = mmap.mmap(f, 14); two = mmap.mmap(h, 14); one[2:3] = b'M'; print(two[:], os.pread(h, 5, 0))
            os.pwrite(f, b'P', 3); print(one[:5]); os.ftruncate(f, 4); print(os.fstat(h).st_size, os.pread(h, 99, 0))
            os.posix_fallocate(f, 0, 8); print(os.stat('a').st_size, os.pread(h, 99, 0))
            os.fsync(f); os.fdatasync(g); os.close(g)
            t = os.open('a', os.O_RDWR | os.O_TRUNC); print(os.fstat(f).st_size); os.write(t, b'new'); print(os.pread(f, 9, 0))
            before = os.stat('a').st_mtime_ns; os.pwrite(f, b'N', 0); print(os.stat('a').st_mtime_ns >= before, os.fstat(h).st_size)
            os.unlink('a'); os.pwrite(f, b'ghost', 0); print(os.pread(f, 9, 0), os.pread(h, 9, 0), sorted(os.listdir('.')))
            c = os.open('c', os.O_RDWR | os.O_CREAT | os.O_EXCL); print(os.copy_file_range(f, c, 99, 0, 2), os.pread(c, 9, 0))
            r, w = os.pipe(); print(os.splice(h, w, 4, offset_src=0), os.read(r, 9))
            os.write(w, b'piped'); print(os.splice(r, c, 5, offset_dst=1), os.pread(c, 9, 0))
            print(os.sendfile(c, h, 0, 3), os.fstat(c).st_size, os.lseek(c, 0, os.SEEK_END))
            for each in (f, t, h, c): os.close(each)
            print(sorted(n for n in os.listdir('.') if not n.startswith('.fuse_hidden')), open('b', 'rb').read(), open('c', 'rb').read())
            """;

    @TempDir
    Path directory;

    private MountedStore store;

    @BeforeEach
    void mount() throws IOException {
        store = new MountedStore(
                directory, MountOptions.DEFAULT.toBuilder().allowOther(true).build());
        assumeTrue(status(store).contains(ACTIVE), "a kernel with passthrough, and root");
    }

    @AfterEach
    void unmount() {
        store.close();
    }

    private static String status(MountedStore of) throws IOException {
        return Files.readString(of.path(".vexfs/status.json"));
    }

    private static long count(MountedStore of, Operation operation) {
        String name = "vexfs.fuse." + operation.text() + ".nanos";
        return of.mount().metrics().stream()
                .filter(sample -> sample.name().equals(name))
                .mapToLong(sample -> ((MetricSample.Timer) sample).count())
                .findFirst()
                .orElseThrow();
    }

    private static void write(FileChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    }

    private FileChannel open(String name) throws IOException {
        return FileChannel.open(
                store.path(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void awaitStatus(String file, String begin) throws InterruptedException {
        String status = store.status(file);
        for (int i = 0; i < 600 && !status.startsWith(begin); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            status = store.status(file);
        }
        assertThat(status).startsWith(begin);
    }

    @Test
    void write_plainFile_takesNoRequest() throws IOException {
        Files.writeString(store.path("f"), "first");
        assertThat(Files.readString(store.path("f"))).isEqualTo("first");
        assertThat(Files.readString(store.files().resolve("f"))).isEqualTo("first");
        assertThat(count(store, Operation.WRITE)).isZero();
        Files.writeString(store.path("f.vec"), "1 0 0");
        assertThat(count(store, Operation.WRITE)).isEqualTo(1);
        assertThat(store.status("f.vec")).isEqualTo("indexed");
    }

    @Test
    void option_off_answersEverythingHere() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        MountOptions off = MountOptions.DEFAULT.toBuilder().passthrough(false).build();
        try (MountedStore answered = new MountedStore(other, off)) {
            assertThat(status(answered)).contains("\"passthrough\" : false");
            Files.writeString(answered.path("f"), "first");
            assertThat(count(answered, Operation.WRITE)).isEqualTo(1);
        }
    }

    @Test
    @RequiresPrograms("python3")
    void everything_onAMountAndOnTheHost_isTheSame() throws IOException {
        Path script = Files.writeString(directory.resolve("everything.py"), EVERYTHING);
        Path host = Files.createDirectory(directory.resolve("host"));
        Files.createDirectory(store.path("d"));
        String expected = store.sh("python3 " + script + " " + host).ok();
        String found = store.sh("python3 " + script + " " + store.path("d")).ok();
        assertThat(found.replaceAll("'\\.fuse_hidden\\w*', ", "")).isEqualTo(expected);
    }

    @Test
    void write_throughAHandleFromBeforeTheFileHadAVectorsName_isFoundOnceClosed() throws IOException {
        try (FileChannel channel = open("draft")) {
            write(channel, "# to come");
            Files.move(store.path("draft"), store.path("done.vec"));
            write(channel, "0.5 0.25 1\n");
        }
        assertThat(store.status("done.vec")).isEqualTo("indexed");
        assertThat(store.sh("cat <(ls '.search/vector=0.5 0.25 1,k=1/')").ok()).isEqualTo("0001-done.vec\n");
    }

    @Test
    void close_ofNoVectorThroughSuchAHandle_saysSo() throws IOException {
        FileChannel channel = open("draft");
        write(channel, "1 2 3");
        Files.move(store.path("draft"), store.path("bad.vec"));
        assertThat(store.status("bad.vec")).isEqualTo("indexed");
        write(channel, "x y z");
        assertThatThrownBy(channel::close).isInstanceOf(IOException.class).hasMessageContaining("Invalid argument");
        assertThat(store.status("bad.vec")).startsWith("invalid");
    }

    @Test
    void write_throughSuchAHandleThatStaysOpen_isReadSoon() throws IOException, InterruptedException {
        try (FileChannel channel = open("draft")) {
            Files.move(store.path("draft"), store.path("open.vec"));
            write(channel, "1 2 3");
            awaitStatus("open.vec", "indexed");
            channel.truncate(0);
            write(channel, "none");
            awaitStatus("open.vec", "invalid");
            write(channel, "3 2 1");
            channel.force(false);
            assertThat(store.status("open.vec")).isEqualTo("indexed");
        }
    }

    /** Opens a file by a plain name and so lets its inode pass as long as that stays open. */
    private FileChannel passing() throws IOException {
        Files.writeString(store.path("draft"), "1 0 0\n");
        return FileChannel.open(store.path("draft"), StandardOpenOption.READ);
    }

    /** Opens that file by a vector's name. */
    private FileChannel openedAgain() throws IOException {
        Files.move(store.path("draft"), store.path("done.vec"));
        return FileChannel.open(store.path("done.vec"), StandardOpenOption.WRITE);
    }

    @Test
    void write_byAVectorsNameWhileTheInodePasses_isFoundOnceSyncedOrClosed() throws IOException {
        Files.writeString(store.path("between.vec"), "1 1 0\n");
        try (FileChannel plain = passing()) {
            FileChannel channel = openedAgain();
            assertThat(store.sh("ls '.search/vector=0 1 0,k=1/'").ok()).isEqualTo("0001-between.vec\n");
            write(channel, "0 1 0\n");
            channel.force(false);
            assertThat(store.sh("ls '.search/vector=0 1 0,k=1/'").ok()).isEqualTo("0001-done.vec\n");
            write(channel, "0 0 1\n");
            channel.close();
            assertThat(store.sh("ls '.search/vector=0 0 1,k=1/'").ok()).isEqualTo("0001-done.vec\n");
            assertThat(plain.size()).isEqualTo(6);
        }
    }

    @Test
    void write_byAVectorsNameWhileTheInodePasses_isReadSoonAndJudgedAtClose() throws Exception {
        try (FileChannel plain = passing()) {
            FileChannel channel = openedAgain();
            assertThat(store.status("done.vec")).isEqualTo("indexed");
            write(channel, "none!\n");
            awaitStatus("done.vec", "invalid");
            assertThatThrownBy(channel::close).isInstanceOf(IOException.class).hasMessageContaining("Invalid argument");
            assertThat(store.status("done.vec")).startsWith("invalid");
            assertThat(plain.size()).isEqualTo(6);
        }
    }

    @Test
    void open_whileNamesChangeAndManyOpen_neverFails() throws IOException {
        String found = store.sh("""
                echo 1 0 0 > f; ln f g.vec
                use() { for i in $(seq 100); do cat $1 > /dev/null; echo 0 1 0 >> $1; : < $1; done; }
                (use f) & (use f) & (use g.vec) & (use h) &
                for i in $(seq 100); do mv -f h i.vec; cat i.vec > /dev/null; mv -f i.vec h; done 2>/dev/null
                wait; cat f | wc -l""").ok();
        assertThat(found).doesNotContain("Input/output").endsWith("301\n");
        assertThat(Files.readAllLines(store.files().resolve("f"))).hasSize(301);
    }

    @Test
    @RequiresPrograms({"python3", "setpriv"})
    void write_bySomebodyWithoutPrivilege_takesSetIdBits() {
        String found = store.sh("""
                chmod 755 .; touch f early; chmod 666 early
                python3 - <<'P'
                import os
                f = os.open('early', os.O_WRONLY); r, w = os.pipe()
                if os.fork() == 0:
                    os.setgroups([]); os.setgid(1000); os.setuid(1000)
                    os.read(r, 1); os.write(f, b'x'); os._exit(0)
                os.chmod('early', 0o6777); os.write(w, b'g'); os.wait()
                P
                chmod 6777 f; setpriv --reuid 1000 --regid 1000 --clear-groups sh -c 'echo x >> f'
                stat -c %a f early; chmod 6777 f; echo y >> f; stat -c %a f""").ok();
        assertThat(found).isEqualTo("777\n777\n6777\n");
    }

    @Test
    @RequiresPrograms("python3")
    void changeOfNothing_ofAFileOpenForWriting_isForThoseWhoMayWrite() {
        String found = store.sh("chmod 755 .\n" + """
                python3 - <<'P'
                import os
                def other(act):
                    if os.fork() == 0:
                        os.setgroups([]); os.setgid(1000); os.setuid(1000)
                        try: act(); print('done', flush=True)
                        except PermissionError: print('refused', flush=True)
                        os._exit(0)
                    os.wait(); print(oct(os.stat('f').st_mode & 0o7777), flush=True)
                f = os.open('f', os.O_WRONLY | os.O_CREAT); os.write(f, b'x')
                for mode in 0o4755, 0o4757:
                    for act in (lambda: os.chown('f', -1, -1)), (lambda: os.write(f, b'y')):
                        os.chmod('f', mode); other(act)
                P""").ok();
        assertThat(found).isEqualTo("refused\n0o4755\nrefused\n0o4755\ndone\n0o757\ndone\n0o757\n");
    }

    @Test
    void write_toARunningProgramOrAFullLimit_failsAsOnTheHost() {
        String found = store.sh("""
                cp /bin/sleep s; ./s 60 & until readlink /proc/$!/exe | grep -q '/s$'; do sleep 0.02; done; (echo x > s) 2>&1 | grep -o 'Text file busy'; kill $!
                (ulimit -f 1; trap '' XFSZ; dd if=/dev/zero of=big bs=4096 count=4 2>&1 | grep -o 'File too large'); stat -c %s big""").ok();
        assertThat(found).contains("Text file busy", "File too large").endsWith("1024\n");
    }
}
