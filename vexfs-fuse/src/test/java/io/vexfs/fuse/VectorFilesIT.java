package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RequiresFuse
@RequiresPrograms({"setfattr", "python3"})
@Timeout(400)
class VectorFilesIT {
    /** Between two looks: a mount on one processor needs it. */
    private static final long POLL_NANOS = 10_000_000;

    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

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

    private long size() {
        return store.bridge().collection("/").orElseThrow().size();
    }

    private void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("never: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Test
    void close_validVector_isIndexedAtOnce() throws IOException {
        Files.writeString(store.path("a.vec"), "1, 2, 3\n");
        assertThat(size()).isEqualTo(1);
        assertThat(store.sh("getfattr --only-values -n user.vexfs.id a.vec; getfattr --only-values -n"
                                + " user.vexfs.dimensions a.vec; getfattr --only-values -n user.vexfs.metric a.vec")
                        .ok())
                .isEqualTo("/a.vec3cosine");
        assertThat(store.sh("getfattr -d a.vec").ok()).isEmpty();
    }

    @Test
    void close_invalidVector_reportsItAndKeepsTheBytes() throws IOException {
        OutputStream out = Files.newOutputStream(store.path("bad.vec"));
        out.write("not a number".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(out::close).isInstanceOf(IOException.class).hasMessageContaining("Invalid argument");
        assertThat(Files.readString(store.path("bad.vec"))).isEqualTo("not a number");
        assertThat(store.status("bad.vec")).startsWith("invalid: ").contains("/bad.vec");
        assertThat(size()).isZero();
    }

    @Test
    void close_invalidContentOverAVector_removesIt() {
        store.sh("echo '1 2' > a.vec").ok();
        assertThat(store.sh("printf nonsense > t; cp t a.vec").out()).contains("Invalid argument");
        assertThat(size()).isZero();
        store.sh("echo '2 1' > a.vec").ok();
        assertThat(size()).isEqualTo(1);
    }

    @Test
    void close_otherDimensions_saysBothAndHowToHaveThem() {
        store.sh("echo '1 2 3' > a.vec").ok();
        assertThat(store.sh("printf '1 2' > t; cp t b.vec").exit()).isNotZero();
        assertThat(store.status("b.vec"))
                .startsWith("wrong-dimensions: dimension mismatch: expected 3, was 2 (/b.vec row 0)")
                .contains("setfattr -n user.vexfs.metric -v cosine DIR");
    }

    @Test
    void close_sharedFormatWithoutVectors_neverFails() {
        store.sh("echo 'just a log line' > log.jsonl; echo garbage > x.npy; cp /etc/passwd y.fvecs")
                .ok();
        assertThat(store.status("log.jsonl")).startsWith("not-vectors: ");
        assertThat(store.status("x.npy")).startsWith("not-vectors: ");
    }

    @Test
    void create_emptyTouchedTruncated_neverFails() {
        store.sh("touch a.vec; : > b.vec; echo '1 2' > c.vec; truncate -s 0 c.vec; touch c.vec")
                .ok();
        await("the truncated file's vector goes", () -> size() == 0);
        assertThat(store.status("a.vec")).isEqualTo("invalid: expected a vector, was an empty file");
    }

    @Test
    void rows_ofOneFile_areFoundByNumber() {
        store.sh("printf '1 0\\n0 1\\n1 1\\n' > m.vec").ok();
        assertThat(size()).isEqualTo(3);
        assertThat(store.sh("ls '.search/like=m.vec#1,k=1'").ok()).isEqualTo("0001-m.vec#2\n");
    }

    @Test
    void unlink_andRename_areFollowed() {
        store.sh("mkdir d; echo '1 0' > d/a.vec; echo '0 1' > b.vec; mv d e; mv b.vec e/c.vec")
                .ok();
        assertThat(store.sh("ls .search/like=e/ 2>/dev/null; ls '.search/vector=1 0'")
                        .ok())
                .isEqualTo("0001-a.vec\n0002-c.vec\n");
        assertThat(store.sh("readlink '.search/vector=1 0/0001-a.vec'").ok()).isEqualTo("../../e/a.vec\n");
        store.sh("rm e/a.vec; mv e/c.vec e/c.txt").ok();
        assertThat(size()).isZero();
        store.sh("mv e/c.txt e/again.vec").ok();
        assertThat(size()).isEqualTo(1);
    }

    @Test
    void rename_overAVector_keepsTheNewOneAlone() {
        store.sh("echo '1 0' > a.vec; echo '0 1' > b.vec; mv a.vec b.vec").ok();
        assertThat(size()).isEqualTo(1);
        assertThat(store.sh("ls '.search/vector=1 0,threshold=0.1'").ok()).isEqualTo("0001-b.vec\n");
    }

    @Test
    void rename_withInvalidContent_neverFails() {
        store.sh("echo nonsense > t; mv t a.vec").ok();
        assertThat(store.status("a.vec")).startsWith("invalid: ");
    }

    @Test
    void link_secondName_keepsTheVectorUntilTheLastGoes() {
        store.sh("echo '1 0' > a.vec; ln a.vec b.vec; rm a.vec").ok();
        assertThat(size()).isEqualTo(1);
        assertThat(store.sh("getfattr --only-values -n user.vexfs.id b.vec").ok())
                .isEqualTo("/b.vec");
        store.sh("rm b.vec").ok();
        assertThat(size()).isZero();
    }

    @Test
    void write_withoutClose_isReadAfterARest() {
        store.sh("sh -c 'exec 3>a.vec; echo 1 2 >&3; for i in $(seq 300); do [ \"$(getfattr --only-values -n"
                        + " user.vexfs.status a.vec)\" = indexed ] && exit 0; sleep 0.1; done; exit 1'")
                .ok();
    }

    @Test
    void write_mapped_isReadWithoutAWriteCall() {
        store.sh("""
                python3 - <<'P'
                import mmap
                f = open('m.vec', 'w+b'); f.truncate(6)
                m = mmap.mmap(f.fileno(), 6); m[:] = b'1 2 3\\n'; m.close(); f.close()
                P""").ok();
        await("the mapped bytes are indexed", () -> size() == 1);
    }

    @Test
    void fsync_beforeClose_makesTheVectorFindable() {
        String found = store.sh("""
                python3 - <<'P'
                import os
                f = open('s.vec', 'w'); f.write('1 2'); f.flush(); os.fsync(f.fileno())
                print(os.getxattr('s.vec', 'user.vexfs.status').decode()); f.close()
                P""").ok();
        assertThat(found).isEqualTo("indexed\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f = os.open('a.txt', os.O_RDWR | os.O_CREAT); os.write(f, b'x'); os.fsync(f)",
                "f = os.open('a.vec', os.O_RDWR | os.O_CREAT); os.write(f, b'1 2'); os.fdatasync(f)",
                "f = os.open('.', os.O_RDONLY); os.fsync(f)",
                "f = os.open('.vexfs/sync', os.O_WRONLY); os.write(f, b'x'); os.close(f)"
            })
    void sync_askedInAnyWay_reachesTheStore(String python) {
        store.sh("echo '1 2' > there.vec").ok();
        assertThat(store.bridge().syncStatus().lastSync()).isEmpty();
        store.sh("python3 -c \"import os; " + python + '"').ok();
        assertThat(store.bridge().syncStatus().lastSync()).isPresent();
    }

    @Test
    void unlink_openVector_isNeverIndexedUnderItsHiddenName() {
        store.sh("""
                python3 - <<'P'
                import os
                f = open('h.vec', 'w'); f.write('1 2'); f.flush(); os.unlink('h.vec'); f.write(' 3'); f.close()
                P""").ok();
        assertThat(size()).isZero();
    }

    @Test
    void collection_ofADirectory_hasItsOwnMetricAndDimensions() {
        store.sh("echo '1 2 3' > a.vec; mkdir d; setfattr -n user.vexfs.metric -v l2 d; echo '0 0' > d/o.vec;"
                        + " echo '3 4' > d/p.vec")
                .ok();
        assertThat(store.sh("echo 'vector: 0 0' > d/q.search; cat d/q.search.results")
                        .ok())
                .isEqualTo("1\t0.000000\t/d/o.vec\n2\t5.000000\t/d/p.vec\n");
        assertThat(store.sh("setfattr -n user.vexfs.dimensions -v 7 d").exit()).isNotZero();
        assertThat(store.sh("rm -r d; ls").ok()).isEqualTo("a.vec\n");
        assertThat(store.bridge().collection("/d")).isEmpty();
    }

    @Test
    void collection_setAfterwards_takesTheFilesBelow() {
        store.sh("echo '1 2 3' > a.vec; mkdir d; echo '1 2' > d/b.vec; setfattr -n user.vexfs.metric -v l2 d")
                .ok();
        await("the refused file is judged anew", () -> store.status("d/b.vec").equals("indexed"));
        assertThat(store.bridge().collection("/d").orElseThrow().size()).isEqualTo(1);
    }

    @Test
    void dimensions_ofTheOneFileThatFixedThem_changeWithIt() {
        store.sh("echo '1 2 3' > a.vec; printf '1 2' > t; cp t b.vec").out();
        assertThat(store.status("b.vec")).startsWith("wrong-dimensions: ");
        store.sh("echo '3 4' > a.vec").ok();
        await("the refused file fits now", () -> store.status("b.vec").equals("indexed"));
        assertThat(size()).isEqualTo(2);
    }

    @Test
    void dimensions_afterTheFileThatFixedThemIsGone_areFixedByTheNext() {
        store.sh("echo '1 2 3' > a.vec; printf '1 2' > t; cp t b.vec; rm a.vec").ok();
        await("the refused file fixes them", () -> store.status("b.vec").equals("indexed"));
    }

    @Test
    void reconcile_changesBehindTheMount_areTaken() {
        store.sh("echo '1 0' > kept.vec; echo '0 1' > gone.vec; echo '1 1' > changed.vec; echo '5 5 ' > emptied.vec")
                .ok();
        store.remount(() -> {
            try {
                Files.delete(store.files().resolve("gone.vec"));
                Files.writeString(store.files().resolve("changed.vec"), "-1 -1 \n");
                Files.writeString(store.files().resolve("new.vec"), "-1 0\n");
                Files.writeString(store.files().resolve("emptied.vec"), "");
                Files.writeString(store.files().resolve(".fuse_hidden0001.vec"), "1 2");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        assertThat(store.sh("ls '.search/vector=-1 0'; ls -A").ok())
                .isEqualTo("0001-new.vec\n0002-changed.vec\n0003-emptied.vec\n0004-kept.vec\n"
                        + "changed.vec\nemptied.vec\nkept.vec\nnew.vec\n");
        assertThat(store.status("emptied.vec")).startsWith("conflict: expected 5 bytes, was 0");
    }

    @Test
    void truncate_fileThatThenChangesItsName_isReadUnderTheOther() {
        store.sh("printf '1 0\\n2 0\\n' > a.vec; truncate -s 4 a.vec; ln a.vec b.vec; rm a.vec")
                .ok();
        await("the other name is read", () -> size() == 1);
        store.sh("printf '1 0\\n2 0\\n' > b.vec; truncate -s 4 b.vec; mv b.vec c.vec")
                .ok();
        await("the new name is read", () -> size() == 1);
    }

    @Test
    void rename_fileInConflict_keepsItsVectorUntilItIsWritten() {
        store.sh("echo '5 5 ' > a.vec; echo '1 0' > b.vec").ok();
        store.remount(() -> {
            try {
                Files.writeString(store.files().resolve("a.vec"), "");
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
        store.sh("mv a.vec c.vec").ok();
        assertThat(store.status("c.vec")).startsWith("conflict: ");
        store.remount(() -> {});
        assertThat(store.status("c.vec")).startsWith("conflict: ");
        assertThat(store.sh("ls '.search/vector=5 5'").ok()).isEqualTo("0001-c.vec\n0002-b.vec\n");
        store.sh("echo '0 9' > c.vec").ok();
        assertThat(store.status("c.vec")).isEqualTo("indexed");
    }

    @Test
    void reconcile_manyFiles_areThereAfterEachMount() {
        int files = 2_000;
        store.remount(() -> {
            for (int i = 0; i < files; i++) {
                try {
                    Path directory = store.files().resolve("d" + i % 100);
                    Files.createDirectories(directory);
                    Files.writeString(directory.resolve(i + ".vec"), i + " 1\n");
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            }
        });
        assertThat(size()).isEqualTo(files);
        store.remount(() -> {});
        assertThat(size()).isEqualTo(files);
    }

    @Test
    void name_notUtf8_isIndexedAndFound() {
        store.sh("echo '1 2' > $'v\\xff.vec'; echo '2 1' > b.vec").ok();
        assertThat(store.sh("ls .search/like=b.vec | od -An -c | tr -d ' \\n'").ok())
                .isEqualTo("0001-v377.vec\\n");
        assertThat(store.sh("cat .search/like=b.vec/*").ok()).isEqualTo("1 2\n");
    }

    @Test
    void quantizationAndStorage_setOnADirectory_areReadAndInStatus() {
        assertThat(store.sh("mkdir c; setfattr -n user.vexfs.quantization -v int8 c; echo '1 2' > c/a.vec;"
                                + " getfattr --only-values -n user.vexfs.quantization c; cat .vexfs/status.json")
                        .out())
                .startsWith("int8")
                .contains("\"quantization\" : \"int8\"", "\"codeBytes\" : 0");
        assertThat(store.sh("setfattr -n user.vexfs.storage -v mapped c;"
                                + " getfattr --only-values -n user.vexfs.storage c; cat .vexfs/status.json")
                        .out())
                .startsWith("mapped")
                .contains("\"storage\" : \"mapped\"");
        assertThat(store.sh("setfattr -n user.vexfs.storage -v tape c").exit()).isNotZero();
        assertThat(store.sh("setfattr -n user.vexfs.quantization -v int9 c").exit())
                .isNotZero();
    }
}
