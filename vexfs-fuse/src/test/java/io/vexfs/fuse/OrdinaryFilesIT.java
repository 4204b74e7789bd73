package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import io.vexfs.testkit.RequiresRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresFuse
@Timeout(400)
class OrdinaryFilesIT {
    private static final long SEED = 20_261_122L;
    /** Somebody else, root and an owner ask for no change, and say what they are told and what came of it. */
    private static final String CHOWN_OF_NOTHING = """
            python3 - <<'P'
            import os
            for name, user in ('f', 1000), ('f', 0), ('own', 1000):
                if os.fork() == 0:
                    os.setgroups([]); os.setgid(user); os.setuid(user)
                    try: os.chown(name, -1, -1)
                    except OSError as failure: print(name, user, failure.strerror, flush=True)
                    os._exit(0)
                os.wait(); print(name, user, oct(os.stat(name).st_mode & 0o7777), flush=True)
            P""";

    @TempDir
    Path directory;

    private MountedStore store;

    @BeforeEach
    void mount() {
        store = new MountedStore(directory);
    }

    @AfterEach
    void unmount() {
        store.close();
    }

    @Test
    void write_largeFile_readsBackAndLiesOnTheHostAsItIs() throws IOException {
        byte[] bytes = new byte[3_000_001];
        new Random(SEED).nextBytes(bytes);
        Files.write(store.path("big.bin"), bytes);
        assertThat(Files.readAllBytes(store.path("big.bin"))).isEqualTo(bytes);
        assertThat(Files.readAllBytes(store.files().resolve("big.bin"))).isEqualTo(bytes);
    }

    @Test
    void write_atRandomOffsets_equalsTheSameWritesInMemory() throws IOException {
        Random random = new Random(SEED);
        byte[] model = new byte[300_000];
        try (FileChannel channel = FileChannel.open(
                store.path("random.bin"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(model), 0);
            for (int i = 0; i < 200; i++) {
                byte[] part = new byte[random.nextInt(5_000)];
                random.nextBytes(part);
                int at = random.nextInt(model.length - part.length);
                System.arraycopy(part, 0, model, at, part.length);
                channel.write(ByteBuffer.wrap(part), at);
            }
            ByteBuffer back = ByteBuffer.allocate(model.length);
            channel.read(back, 0);
            assertThat(back.array()).as("seed %d", SEED).isEqualTo(model);
        }
    }

    @Test
    void append_twoNamesOfOneFile_losesNothing() {
        store.sh("echo one > a; ln a b; echo two >> a; echo three >> b; echo four >> a")
                .ok();
        assertThat(store.sh("cat b").ok()).isEqualTo("one\ntwo\nthree\nfour\n");
        assertThat(store.sh("stat -c %i a b | sort -u | wc -l").ok()).isEqualTo("1\n");
    }

    @Test
    void rename_overAnotherFile_replacesIt() throws IOException {
        Files.writeString(store.path("old"), "old");
        Files.writeString(store.path("new"), "new");
        Files.move(store.path("new"), store.path("old"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(Files.readString(store.path("old"))).isEqualTo("new");
        assertThat(store.path("new")).doesNotExist();
    }

    @Test
    void rename_directoryWithContent_keepsContent() {
        store.sh("mkdir -p d/e && echo x > d/e/f && mv d g").ok();
        assertThat(store.sh("cat g/e/f; ls").ok()).isEqualTo("x\ng\n");
    }

    @Test
    void symlink_relativeAndDangling_areKeptAsWritten() {
        store.sh("echo x > target; ln -s target link; ln -s /nowhere/at/all dangling")
                .ok();
        assertThat(store.sh("cat link; readlink link; readlink dangling").ok())
                .isEqualTo("x\ntarget\n/nowhere/at/all\n");
    }

    @Test
    void attributes_modeOwnerTimes_areTheHosts() throws IOException {
        Path file = Files.createFile(store.path("f"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        FileTime time = FileTime.from(Instant.parse("2001-02-03T04:05:06.123456789Z"));
        Files.setLastModifiedTime(file, time);
        Path host = store.files().resolve("f");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(host)))
                .isEqualTo("rw-r-----");
        assertThat(Files.getLastModifiedTime(host)).isEqualTo(time);
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(Files.getAttribute(host, "unix:ino"));
    }

    @Test
    void create_underAnyUmask_hasExactlyTheMaskedMode() {
        String modes = store.sh("umask 000; touch a; mkdir d; umask 077; touch b; mkdir e; stat -c %a a d b e")
                .ok();
        assertThat(modes).isEqualTo("666\n777\n600\n700\n");
    }

    @Test
    @RequiresRoot
    void create_inSetGroupIdDirectory_inheritsTheGroup() {
        String found = store.sh(
                        "umask 022; mkdir d; chgrp 1234 d; chmod g+s d; touch d/f; mkdir d/e; stat -c '%g %A' d/f d/e")
                .ok();
        assertThat(found).isEqualTo("1234 -rw-r--r--\n1234 drwxr-sr-x\n");
    }

    @Test
    void touch_oneTimeOnly_leavesTheOther() {
        String found = store.sh("touch -d @1000 f; touch -a -d @2000 f; stat -c '%X %Y' f")
                .ok();
        assertThat(found).isEqualTo("2000 1000\n");
    }

    @Test
    void truncate_andSparse_keepSizeAndHoles() {
        String found = store.sh(
                        "truncate -s 10M sparse; stat -c '%s %b' sparse; printf x | dd of=sparse bs=1 seek=5000000"
                                + " conv=notrunc status=none; truncate -s 5000001 sparse; tail -c 1 sparse; stat -c ' %s' sparse")
                .ok();
        assertThat(found).isEqualTo("10485760 0\nx 5000001\n");
    }

    @Test
    @RequiresPrograms("python3")
    void map_writeAndFlush_reachesTheFile() {
        String found = store.sh("""
                python3 - <<'P'
                import mmap
                f = open('mapped', 'w+b'); f.truncate(8192)
                m = mmap.mmap(f.fileno(), 8192); m[5000:5005] = b'hello'; m.flush(); m.close(); f.close()
                print(open('mapped', 'rb').read()[5000:5005].decode())
                P""").ok();
        assertThat(found).isEqualTo("hello\n");
    }

    @Test
    @RequiresPrograms("python3")
    void map_whileAnotherHandleAppends_keepsBoth() {
        String found = store.sh("""
                python3 - <<'P'
                import mmap
                f = open('mixed', 'w+b'); f.truncate(4096)
                a = open('mixed', 'ab', buffering=0)
                m = mmap.mmap(f.fileno(), 4096); m[0:5] = b'start'
                a.write(b'end'); m.flush(); m.close(); a.close(); f.close()
                b = open('mixed', 'rb').read(); print(len(b), b[:5].decode(), b[-3:].decode())
                P""").ok();
        assertThat(found).isEqualTo("4099 start end\n");
    }

    @Test
    void name_notUtf8_isKeptByteForByte() {
        String found = store.sh(
                        "printf x > $'n\\xff\\xfe'; mv $'n\\xff\\xfe' $'m\\xc3\\x28'; ls | od -An -tx1; cat $'m\\xc3\\x28'")
                .ok();
        assertThat(found).isEqualTo(" 6d c3 28 0a\nx");
    }

    @Test
    void name_tooLong_isRefused() {
        String name = "x".repeat(256);
        assertThat(store.sh("touch " + name).out()).contains("File name too long");
        store.sh("touch " + name.substring(1)).ok();
    }

    @Test
    @RequiresPrograms("python3")
    void unlink_openFile_staysReadableAndLeavesNothing() {
        String found = store.sh("""
                python3 - <<'P'
                import os
                f = open('gone', 'w+b'); f.write(b'abc'); f.flush(); os.unlink('gone'); f.seek(0)
                print(f.read().decode(), os.fstat(f.fileno()).st_nlink, os.path.exists('gone')); f.close()
                P
                # The kernel tells the mount of the last close when it comes to it.
                for i in $(seq 300); do [ -z "$(ls -A)" ] && break; sleep 0.1; done
                ls -A""").ok();
        assertThat(found).isEqualTo("abc 0 False\n");
    }

    @Test
    @RequiresPrograms("python3")
    void directory_whoseUnlinkedFilesAreOpen_isEmptyAndTheyGoOn() {
        String found = store.sh("""
                python3 - <<'P'
                import errno, os
                for name in ('d', 'over', 'full', 'copied', 'named'):
                    os.mkdir(name)
                files = [open(name + '/f', 'w+b', buffering=0) for name in ('d', 'over', 'named')]
                replaced = open('d/g', 'w+b', buffering=0)
                files.append(replaced)
                for file in files:
                    file.write(b'abc')
                open('other', 'w').close()
                os.rename('other', 'd/g')
                os.unlink('d/g')
                os.unlink('d/f')
                os.unlink('over/f')
                os.rename('named/f', 'named/.fuse_hidden0000000400000005')
                os.rmdir('d')
                os.mkdir('new')
                os.rename('new', 'over')
                for file in files:
                    file.write(b'def'); file.seek(0)
                    print(file.read().decode())
                    file.close()
                # Nobody else's file, however it is called.
                open('full/.fuse_hidden', 'w').close()
                open('copied/.fuse_hidden0000000200000003', 'w').close()
                held = open('copied/.fuse_hidden000000020000000a', 'w')
                for name in ('full', 'copied', 'named'):
                    try:
                        os.rmdir(name)
                    except OSError as failure:
                        print(errno.errorcode[failure.errno])
                print(sorted(os.listdir('.')), os.listdir('full'), len(os.listdir('copied')), os.listdir('named'))
                P""").ok();
        assertThat(found)
                .isEqualTo("abcdef\n".repeat(4)
                        + "ENOTEMPTY\n".repeat(3)
                        + "['copied', 'full', 'named', 'over'] ['.fuse_hidden'] 2 ['.fuse_hidden0000000400000005']\n");
    }

    @Test
    @RequiresPrograms("python3")
    void directory_whoseUnlinkedFilesWereJustClosed_isEmptyWhateverTheMountWasToldOfThat() {
        String found = store.sh("""
                python3 - <<'P'
                import os
                for round in range(100):
                    os.mkdir('d')
                    files = [open('d/' + name, 'wb', buffering=0) for name in ('f', 'f.vec')]
                    for file in files:
                        file.write(b'1 2')
                        os.unlink(file.name)
                    for file in files:
                        file.close()
                    os.rmdir('d')
                print(os.listdir('.'))
                P""").ok();
        assertThat(found).isEqualTo("[]\n");
    }

    @Test
    void list_tenThousandFiles_givesEachOnceAlsoWhileRemoving() {
        String found = store.sh(
                        "mkdir many; cd many; seq 10000 | xargs touch; ls | sort -n | uniq | wc -l; rm -r ../many;"
                                + " ls .. | wc -l")
                .ok();
        assertThat(found).isEqualTo("10000\n0\n");
    }

    @Test
    @RequiresPrograms("setfattr")
    void attribute_ofTheUser_isListedAndCopied() {
        String found = store.sh(
                        "echo x > f; setfattr -n user.color -v red f; cp -a f g; getfattr -d g; setfattr -x user.color g;"
                                + " getfattr -d g")
                .ok();
        assertThat(found).isEqualTo("# file: g\nuser.color=\"red\"\n\n");
    }

    @Test
    void tools_copyATree_withoutADifference() {
        Path docs = Path.of("..", "docs").toAbsolutePath().normalize();
        String found = store.sh("cp -a '" + docs + "' tree; diff -r --no-dereference '" + docs
                        + "' tree && tar cf - tree" + " | tar df - && echo same")
                .ok();
        assertThat(found).isEqualTo("same\n");
    }

    @Test
    void host_linkOutOfTheDirectory_isNotFollowedOnTheWay() throws IOException {
        Files.createDirectory(store.files().resolve("d"));
        Files.writeString(store.files().resolve("d/f"), "inside");
        Files.writeString(directory.resolve("secret"), "outside");
        MountPath path = MountPath.of("/d/secret");
        try (HostFiles host = HostFiles.open(store.files())) {
            Files.delete(store.files().resolve("d/f"));
            Files.delete(store.files().resolve("d"));
            Files.createSymbolicLink(store.files().resolve("d"), directory);
            assertThat(host.open(path, 0)).isEqualTo(-Linux.ELOOP);
            assertThat(host.stat(MountPath.of("/../secret"), NativeLibraries.allocate(Stat.SIZE)))
                    .isEqualTo(-Linux.EXDEV);
        }
    }

    @Test
    void space_ofTheMount_isTheHosts() throws IOException {
        assertThat(Files.getFileStore(store.mountPoint()).getTotalSpace())
                .isEqualTo(Files.getFileStore(store.files()).getTotalSpace());
    }

    @Test
    @RequiresRoot
    @RequiresPrograms("python3")
    void chown_ofNothing_takesSetIdBitsForTheOwnerAlone() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        MountOptions shared = MountOptions.DEFAULT.toBuilder().allowOther(true).build();
        try (MountedStore open = new MountedStore(other, shared)) {
            String found = open.sh(
                            "chmod 755 .; touch f own; chown 1000:1000 own; chmod 4755 f own\n" + CHOWN_OF_NOTHING)
                    .ok();
            assertThat(found).isEqualTo("f 1000 0o4755\nf 0 0o755\nown 1000 0o755\n");
        }
    }

    @Test
    @RequiresRoot
    @RequiresPrograms("python3")
    void chown_ofNothingOnAReadOnlyMount_isRefusedAndChangesNothing() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        Path files = Files.createDirectory(other.resolve("files"));
        Path file = Files.createFile(files.resolve("f"));
        Path own = Files.createFile(files.resolve("own"));
        Files.setAttribute(file, "unix:mode", 04755);
        Files.setAttribute(own, "unix:uid", 1000);
        Files.setAttribute(own, "unix:mode", 04755);
        MountOptions readOnly =
                MountOptions.DEFAULT.toBuilder().allowOther(true).readOnly(true).build();
        try (MountedStore closed = new MountedStore(other, readOnly)) {
            String refused = "Read-only file system";
            assertThat(closed.sh(CHOWN_OF_NOTHING).ok())
                    .contains("f 0 " + refused, "own 1000 " + refused)
                    .contains("f 1000 0o4755", "f 0 0o4755", "own 1000 0o4755");
            assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(04755);
            assertThat((int) Files.getAttribute(own, "unix:mode") & 07777).isEqualTo(04755);
        }
    }
}
