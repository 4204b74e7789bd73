package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What no caller should do: the errno that a disk would give, and the mount goes on serving everyone else. */
@RequiresFuse
@RequiresPrograms({"setfattr", "python3"})
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadInputIT {
    @TempDir
    Path directory;

    private MountedStore store;

    @BeforeEach
    void mount() {
        store = new MountedStore(directory);
        store.sh("echo '1 0 0' > a.vec; echo '1 0.1 0' > b.vec").ok();
    }

    @AfterEach
    void unmount() {
        assertThat(store.sh("ls .search/like=a.vec").ok()).isEqualTo("0001-b.vec\n");
        store.close();
    }

    private String python(String lines) {
        return store.sh("python3 - <<'END'\nimport errno, os, signal, subprocess, sys\n" + lines + "\nEND")
                .ok();
    }

    @Test
    void names_longerThanADiskTakes_areRefused() {
        assertThat(python("""
                def answer(call, *words):
                    try:
                        call(*words)
                        print('done')
                    except OSError as failure:
                        print(errno.errorcode[failure.errno])
                def make(name):
                    os.close(os.open(name, os.O_CREAT | os.O_WRONLY))
                answer(make, 'n' * 251 + '.vec')
                answer(make, 'n' * 256)
                answer(make, 'n' * 1025)
                answer(os.rename, 'a.vec', 'm' * 256)
                answer(os.link, 'a.vec', 'm' * 252 + '.vec')
                answer(os.symlink, 't' * 4095, 'link')
                answer(os.symlink, 't' * 4096, 'link2')
                answer(os.setxattr, 'm' * 256, 'user.a', b'1')
                answer(os.stat, '.vectors/' + 'x' * 300)
                """))
                .isEqualTo(
                        "done\nENAMETOOLONG\nENAMETOOLONG\nENAMETOOLONG\nENAMETOOLONG\ndone\nENAMETOOLONG\nENAMETOOLONG\nENOENT\n");
    }

    /** They are reached from a directory on the way, as each call takes 4,095 bytes alone. */
    @Test
    void paths_longerThanAStoreCanKnow_areOrdinaryFiles() {
        assertThat(python("""
                def write(name):
                    with open(name, 'w') as file:
                        file.write('1 0.2 0')
                for i in range(17):
                    os.mkdir('d' * 240)
                    os.chdir('d' * 240)
                os.mkdir('x')
                os.rename('x', 'y')
                os.rmdir('y')
                write('c.vec')
                write('c.vec')
                os.rename('c.vec', 'e.vec')
                print(open('e.vec').read())
                os.rename('e.vec', '../e.vec')
                print(os.getxattr('../e.vec', 'user.vexfs.status').decode())
                os.rename('../e.vec', 'e.vec')
                os.unlink('e.vec')
                os.mkdir('../v')
                write('../v/f.vec')
                os.rename('../v', 'v')
                print(os.listdir('v'))
                os.rename('v', 'w')
                os.unlink('w/f.vec')
                os.rmdir('w')
                for i in range(17):
                    os.chdir('..')
                    os.rmdir('d' * 240)
                print(sorted(os.listdir('.')))
                """)).isEqualTo("1 0.2 0\nindexed\n['f.vec']\n['a.vec', 'b.vec']\n");
    }

    @Test
    void directory_movedToWhereItsFilesAreTooLongToKnow_makesThemOrdinaryFiles() {
        String deep = "for i in range(16):\n    os.chdir('d' * 240)\nos.chdir('x' * 200)\n";
        assertThat(python("""
                for i in range(16):
                    os.mkdir('d' * 240)
                    os.chdir('d' * 240)
                os.mkdir('x' * 200)
                os.mkdir('v')
                for name in ('v/' + 'f' * 100 + '.vec', 'v/s.vec'):
                    with open(name, 'w') as file:
                        file.write('1 0.2 0')
                print(os.getxattr(name, 'user.vexfs.status').decode())
                os.rename('v', 'x' * 200 + '/v')
                os.chdir('x' * 200)
                print(os.getxattr('v/s.vec', 'user.vexfs.status').decode(), sorted(os.listdir('v'))[0][:2])
                os.mkdir('y' * 240)
                for key in ('metric', 'dimensions'):
                    try:
                        os.getxattr('y' * 240, 'user.vexfs.' + key)
                    except OSError as failure:
                        print(errno.errorcode[failure.errno])
                """)).isEqualTo("indexed\nindexed ff\nENODATA\nENODATA\n");
        assertThat(names()).hasSize(3).allMatch(path -> path.length() < 4_096);
        assertThat(python(deep + "os.unlink('v/' + 'f' * 100 + '.vec')")).isEmpty();
        store.remount(() -> {});
        assertThat(names()).hasSize(3);
        // Nor could the test's own directory be removed by paths.
        python("import shutil\nshutil.rmtree('d' * 240)");
        assertThat(names()).containsExactlyInAnyOrder("/a.vec", "/b.vec");
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        store.bridge().files().forEachBelow("/", file -> names.add(file.path()));
        return names;
    }

    @Test
    void vectorFiles_ofManyGigabytesOfNothing_areRefusedAtOnceAndStay() {
        assertThat(python("""
                for name in ('big.vec', 'line.vec', 'big.jsonl', 'big.npy', 'big.fvecs'):
                    size = 10 << 30 if name == 'big.vec' else 1 << 30
                    handle = os.open(name, os.O_CREAT | os.O_WRONLY)
                    os.pwrite(handle, b'1', size - 1)
                    try:
                        os.close(handle)
                        print('closed')
                    except OSError as failure:
                        print(errno.errorcode[failure.errno])
                    print(os.getxattr(name, 'user.vexfs.status').decode().split(':')[0], os.stat(name).st_size >> 30)
                    os.unlink(name)
                """))
                .isEqualTo(
                        "EINVAL\ninvalid 10\nEINVAL\ninvalid 1\nclosed\nnot-vectors 1\nclosed\nnot-vectors 1\nclosed\nnot-vectors 1\n");
    }

    @Test
    void handles_byTenThousand_workAndLeaveNothing() {
        assumeTrue(store.sh("ulimit -Hn").ok().strip().matches("unlimited|[2-9][0-9]{4}|[0-9]{6,}"), "few descriptors");
        assertThat(python("""
                import resource
                resource.setrlimit(resource.RLIMIT_NOFILE, (11000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
                handles = [os.open('.vexfs/search' if i % 2 else 'a.vec', os.O_RDWR) for i in range(10000)]
                os.write(handles[9999], b'{"like":"a.vec","k":1}')
                print(os.read(handles[9999], 4096).count(b'/b.vec'), os.read(handles[0], 5))
                for handle in handles:
                    os.close(handle)
                """)).isEqualTo("2 b'1 0 0'\n");
        assertThat(store.sh(
                                "for i in $(seq 300); do grep -q '\"openFiles\" : [01],' .vexfs/status.json && exit; sleep 0.1; done; exit 1")
                        .exit())
                .isZero();
    }

    @Test
    void query_writtenAByteAtATimeOrNeverRead_isOneQuery() {
        assertThat(python("""
                first = os.open('.vexfs/search', os.O_RDWR)
                for byte in b'{"vector":[1,0,0],"k":1}':
                    os.write(first, bytes([byte]))
                unread = os.open('.vexfs/search', os.O_RDWR)
                os.write(unread, b'{"like":"a.vec"}')
                os.read(unread, 3)
                print(os.read(first, 4096).count(b'"path":"/a.vec"'))
                query = os.open('q.search', os.O_CREAT | os.O_WRONLY)
                for byte in b'like: a.vec':
                    os.write(query, bytes([byte]))
                os.close(query)
                print(open('q.search.results').read(), end='')
                try:
                    while True:
                        os.write(first, b' ' * 131072)
                except OSError as failure:
                    print(errno.errorcode[failure.errno])
                """)).isEqualTo("1\n1\t0.004963\t/b.vec\nEFBIG\n");
    }

    @Test
    void readers_thatStopReading_keepNobodyElseWaiting() {
        assertThat(python("""
                import time
                readers = [subprocess.Popen(['cat', '.vexfs/accesslog'], stdout=subprocess.PIPE) for _ in range(2)]
                time.sleep(0.5)
                for reader in readers:
                    os.kill(reader.pid, signal.SIGSTOP)
                begin = time.monotonic()
                for i in range(2000):
                    os.path.exists('x%d' % i)
                for i in range(100):
                    os.close(os.open('x%d' % i, os.O_CREAT | os.O_WRONLY))
                print(time.monotonic() - begin < 60)
                for reader in readers:
                    reader.kill()
                    reader.wait()
                """)).isEqualTo("True\n");
    }

    @Test
    void generatedFiles_whoeverWritesToThem_stayAsTheyAre() {
        store.sh("echo 'like: a.vec' > q.search").ok();
        for (String file : new String[] {"q.search.results", ".vexfs/status.json", ".vexfs/accesslog"}) {
            assertThat(python("try:\n    os.open('" + file + "', os.O_WRONLY)\nexcept OSError as failure:\n"
                            + "    print(errno.errorcode[failure.errno])"))
                    .as(file)
                    .isEqualTo("EACCES\n");
            assertThat(store.sh("truncate -s 0 " + file + "; mv b.vec " + file + "; rm -f " + file + "; chmod 777 "
                                    + file + "; setfattr -n user.a -v 1 " + file)
                            .out())
                    .as(file)
                    .contains("Operation not permitted");
        }
        assertThat(store.sh("cat q.search.results").ok()).isEqualTo("1\t0.004963\t/b.vec\n");
    }
}
