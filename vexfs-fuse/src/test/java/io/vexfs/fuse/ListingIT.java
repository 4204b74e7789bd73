package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vexfs.api.MetricSample;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import io.vexfs.testkit.RequiresRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listings, which the kernel gets with attributes. */
@RequiresFuse
@Timeout(180)
class ListingIT {
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");
    private static final int MANY = 10_000;
    /** A file that is removed right after it was closed may be called otherwise for an instant. */
    private static final String COMES_AND_GOES = "gone\\d+|\\.fuse_hidden.*";

    @TempDir
    Path directory;

    private MountedStore store;

    @BeforeEach
    void mount() {
        store = new MountedStore(
                directory,
                MountOptions.DEFAULT.toBuilder()
                        .allowOther(Caller.ownerOfProcess().user() == 0)
                        .build());
    }

    @AfterEach
    void unmount() {
        store.close();
    }

    /** Names of all lengths, by links to one file on the host, which are made fastest. */
    private Set<String> manyNames(int count) throws IOException {
        Path host = Files.createDirectory(store.files().resolve("many"));
        Path first = Files.writeString(host.resolve("0"), "twelve bytes");
        Set<String> names = new TreeSet<>(Set.of("0"));
        for (int i = 1; i < count; i++) {
            String name = i + "x".repeat(i * 7 % 250);
            Files.createLink(host.resolve(name), first);
            names.add(name);
        }
        return names;
    }

    private static Set<String> names(Path place) throws IOException {
        try (Stream<Path> list = Files.list(place)) {
            List<String> names =
                    list.map(path -> path.getFileName().toString()).sorted().toList();
            assertThat(names).doesNotHaveDuplicates();
            return new TreeSet<>(names);
        }
    }

    @Test
    void list_manyNamesOfAllLengths_givesEachOnceWithItsAttributes() throws IOException {
        Set<String> names = manyNames(MANY);
        String listed = store.sh("find many -type f -size 12c -printf '%f\\n'").ok();
        assertThat(listed.split("\n")).containsExactlyInAnyOrderElementsOf(names);
        assertThat(names(store.path("many"))).isEqualTo(names);
    }

    @Test
    void list_whileNamesComeAndGo_givesEachThatStays() throws Exception {
        Set<String> stay = manyNames(300);
        AtomicBoolean stop = new AtomicBoolean();
        Thread other = new Thread(() -> changeUntil(stop, store.path("many")));
        other.start();
        try {
            for (int round = 0; round < 30; round++) {
                Set<String> found = new TreeSet<>();
                try (DirectoryStream<Path> list = Files.newDirectoryStream(store.path("many"))) {
                    for (Path each : list) {
                        noteIfThere(each, found);
                    }
                }
                assertThat(found).containsAll(stay);
            }
        } finally {
            stop.set(true);
            other.join();
        }
        Set<String> left = names(store.path("many"));
        left.removeIf(name -> name.matches(COMES_AND_GOES));
        assertThat(left).isEqualTo(stay);
    }

    private static void noteIfThere(Path file, Set<String> found) throws IOException {
        try {
            long size = Files.size(file);
            assertThat(size).isIn(0L, 12L);
            found.add(file.getFileName().toString());
        } catch (NoSuchFileException gone) {
            assertThat(file.getFileName().toString()).matches(COMES_AND_GOES);
        }
    }

    private static void changeUntil(AtomicBoolean stop, Path place) {
        try {
            while (!stop.get()) {
                for (int i = 0; i < 20; i++) {
                    Files.createFile(place.resolve("gone" + i));
                }
                for (int i = 0; i < 20; i++) {
                    Files.delete(place.resolve("gone" + i));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void list_twoAtOnce_doNotDisturbEachOther() throws IOException {
        Set<String> names = manyNames(1_000);
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        try (DirectoryStream<Path> one = Files.newDirectoryStream(store.path("many"));
                DirectoryStream<Path> other = Files.newDirectoryStream(store.path("many"))) {
            Iterator<Path> left = one.iterator();
            Iterator<Path> right = other.iterator();
            while (left.hasNext() || right.hasNext()) {
                for (int i = 0; i < 3 && left.hasNext(); i++) {
                    first.add(left.next().getFileName().toString());
                }
                if (right.hasNext()) {
                    second.add(right.next().getFileName().toString());
                }
            }
        }
        assertThat(first).containsExactlyInAnyOrderElementsOf(names);
        assertThat(second).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    @RequiresPrograms("python3")
    void list_soughtInAndRewound_goesOnFromThere() throws IOException {
        manyNames(700);
        Files.writeString(directory.resolve("seek.py"), """
                import ctypes, os, random
                c = ctypes.CDLL(None, use_errno=True)
                c.opendir.restype = c.readdir.restype = ctypes.c_void_p
                c.telldir.restype = ctypes.c_long
                c.telldir.argtypes = c.readdir.argtypes = c.rewinddir.argtypes = [ctypes.c_void_p]
                c.seekdir.argtypes = [ctypes.c_void_p, ctypes.c_long]
                opened = c.opendir(b"many")
                def entry():
                    at = c.readdir(opened)
                    return at and ctypes.string_at(at + 19)
                def rest():
                    names = []
                    while True:
                        where = c.telldir(opened)
                        name = entry()
                        if not name:
                            return names
                        names.append((where, name))
                all = rest()
                assert len(all) == 702, len(all)
                random.seed(5)
                for at in random.sample(range(len(all)), 60):
                    c.seekdir(opened, all[at][0])
                    assert entry() == all[at][1], at
                    os.lstat(os.path.join(b"many", all[at][1]))
                c.seekdir(opened, all[300][0])
                assert [name for _, name in rest()] == [name for _, name in all[300:]]
                os.remove("many/0")
                open("many/new", "w").close()
                c.rewinddir(opened)
                assert {name for _, name in rest()} == {name for _, name in all} - {b"0"} | {b"new"}
                """);
        store.sh("python3 ../seek.py").ok();
    }

    @Test
    void list_namesThatAreNoText_keepsTheirBytes() {
        store.sh(
                        "mkdir bytes; for name in $'a\\xff' $'\\xc3\\xa9' $'new\\nline' $'\\x80\\x81'; do echo 12345 > \"bytes/$name\"; done")
                .ok();
        assertThat(store.sh(
                                "find bytes -type f -size 6c -printf '%f\\0' | LC_ALL=C sort -z | od -An -tx1 | tr -d ' \\n'")
                        .ok())
                .isEqualTo("61ff00" + "6e65770a6c696e6500" + "808100" + "c3a900");
    }

    private static long operations(MountedStore store, String name) {
        return store.mount().metrics().stream()
                .filter(sample -> sample.name().equals("vexfs.fuse." + name + ".nanos"))
                .map(MetricSample.Timer.class::cast)
                .mapToLong(timer -> timer.count())
                .sum();
    }

    private long askedFor(String command) {
        return askedFor(store, command);
    }

    private static long askedFor(MountedStore store, String command) {
        long before = operations(store, "getattr");
        store.sh(command).ok();
        return operations(store, "getattr") - before;
    }

    @ParameterizedTest
    @CsvSource({"60, true", "0, false"})
    void list_twice_asksAgainOnlyForWhatIsNotKept(int seconds, boolean kept) {
        MountOptions options = MountOptions.DEFAULT.toBuilder()
                .extra(List.of("attr_timeout=" + seconds + ",entry_timeout=60"))
                .build();
        try (MountedStore other = new MountedStore(directory.resolve("other"), options)) {
            other.sh("mkdir some; for i in $(seq 50); do echo 12345 > some/$i; done")
                    .ok();
            assertThat(askedFor(other, "ls --color=never some")).isGreaterThan(50);
            assertThat(askedFor(other, "ls --color=never some") < 50).isEqualTo(kept);
            assertThat(other.sh("find some -type f -size 6c | wc -l").ok().strip())
                    .isEqualTo("50");
        }
    }

    @Test
    void list_whatIsMadeHere_asksForNoAttributes() {
        store.sh("for i in $(seq 10 50); do echo \"1 0 $i\" > $i.vec; done").ok();
        String links = "ls --color=never '.search/like=10.vec,k=40'";
        assertThat(askedFor(links)).isLessThan(20);
        assertThat(store.sh(links + " | wc -l").ok().strip()).isEqualTo("40");
        assertThat(askedFor("ls --color=never")).isPositive();
        assertThat(store.sh("ls -l '.search/like=10.vec,k=40' | grep -c -- '-> ../../[0-9]*.vec'")
                        .ok()
                        .strip())
                .isEqualTo("40");
        assertThat(store.sh("ls -la .search | wc -l").ok().strip()).isEqualTo("3");
    }

    @Test
    @RequiresRoot
    void list_kernelForgets_everythingGoesOn() throws IOException {
        assumeThat(Files.isWritable(DROP_CACHES)).isTrue();
        Set<String> names = manyNames(500);
        try (DirectoryStream<Path> open = Files.newDirectoryStream(store.path("many"))) {
            Iterator<Path> left = open.iterator();
            assertThat(left.hasNext()).isTrue();
            for (int round = 0; round < 3; round++) {
                store.sh("ls -l many many; echo 2 > " + DROP_CACHES + "; stat many/0")
                        .ok();
            }
            Set<String> rest = new TreeSet<>();
            left.forEachRemaining(path -> rest.add(path.getFileName().toString()));
            assertThat(rest).isEqualTo(names);
        }
        store.sh("mv many much; echo 2 > " + DROP_CACHES + "; ls -l much; rm much/0")
                .ok();
        names.remove("0");
        assertThat(names(store.path("much"))).isEqualTo(names);
        store.sh("rm -r much; echo 2 > " + DROP_CACHES + "; mkdir much; ls -l much")
                .ok();
        assertThat(names(store.path("much"))).isEmpty();
    }

    @Test
    @RequiresRoot
    void list_byWhoeverMayListButNotLook_givesNamesAlone() {
        store.sh("chmod 755 .; mkdir shut; echo secret > shut/file; chmod 744 shut")
                .ok();
        String other = "setpriv --reuid 4321 --regid 4321 --clear-groups ";
        assertThat(store.sh(other + "ls --color=never shut").ok()).isEqualTo("file\n");
        assertThat(store.sh(other + "ls -l shut").out())
                .contains("Permission denied")
                .doesNotContain(" 7 ");
        assertThat(store.sh(other + "stat shut/file").out()).contains("Permission denied");
        assertThat(store.sh("stat -c %s shut/file").ok()).isEqualTo("7\n");
        assertThat(store.sh(other + "stat shut/file").out()).contains("Permission denied");
    }
}
