package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.api.FileVectors;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import io.vexfs.testkit.model.MemoryBridge;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@RequiresFuse
@RequiresPrograms({"setfattr", "python3"})
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AttributesIT {
    @TempDir
    Path directory;

    private MountedStore store;

    @BeforeEach
    void mount() {
        store = new MountedStore(directory);
        store.sh("echo '1 0 0' > a.vec; echo '0.9 0.1 0' > b.vec; echo '0.8 0.2 0' > c.vec")
                .ok();
    }

    @AfterEach
    void unmount() {
        store.close();
    }

    private String where(String filter) {
        return store.sh("printf 'vector: 1 0 0\\nwhere: %s\\n' \"" + filter
                        + "\" > q.search; cut -f 3 q.search.results; rm q.search")
                .ok();
    }

    @Test
    void setfattr_onAVectorFile_isMetadataThatAFilterFinds() {
        store.sh(
                        "setfattr -n user.author -v Ada a.vec; setfattr -n user.year -v 1843 a.vec; setfattr -n user.year -v 1950"
                                + " b.vec; setfattr -n user.draft -v true b.vec; python3 -c \"import os; os.setxattr('b.vec', 'user.isbn', b'\\x2212\\x22')\"")
                .ok();
        assertThat(where("author == 'Ada'")).isEqualTo("/a.vec\n");
        assertThat(where("year > 1900 and draft == true and isbn == '12'")).isEqualTo("/b.vec\n");
        assertThat(where("exists(year)")).isEqualTo("/a.vec\n/b.vec\n");
        assertThat(store.sh("getfattr -d a.vec").ok()).contains("user.author=\"Ada\"", "user.year=\"1843\"");
        assertThat(store.status("a.vec")).isEqualTo("indexed");
    }

    @Test
    void setfattr_x_takesTheFieldAway() {
        store.sh("setfattr -n user.kind -v cat a.vec; setfattr -n user.kind -v dog b.vec")
                .ok();
        assertThat(where("kind == 'cat'")).isEqualTo("/a.vec\n");
        store.sh("setfattr -x user.kind a.vec").ok();
        assertThat(where("exists(kind)")).isEqualTo("/b.vec\n");
        assertThat(store.sh("setfattr -x user.kind a.vec").out()).contains("No such attribute");
    }

    @Test
    void attributes_afterARewriteARenameAndARemount_areStillMetadata() {
        store.sh(
                        "setfattr -n user.kind -v cat a.vec; setfattr -n user.kind -v dog b.vec; echo '0 1 0' > a.vec; mv a.vec n.vec")
                .ok();
        assertThat(where("kind == 'cat'")).isEqualTo("/n.vec\n");
        store.remount(() -> {});
        assertThat(where("kind == 'cat'")).isEqualTo("/n.vec\n");
    }

    @Test
    void attributes_changedWhileNotMounted_areReadAtTheNextMount() {
        store.sh("setfattr -n user.kind -v cat a.vec").ok();
        store.remount(() -> {
            try {
                new ProcessBuilder("setfattr", "-n", "user.kind", "-v", "dog", store.files() + "/a.vec")
                        .inheritIO()
                        .start()
                        .waitFor();
            } catch (java.io.IOException | InterruptedException failure) {
                throw new AssertionError(failure);
            }
        });
        assertThat(where("kind == 'dog'")).isEqualTo("/a.vec\n");
    }

    @Test
    void attributes_ofACopyAndOfJsonLines_joinTheRowsOwnFields() {
        store.sh("setfattr -n user.kind -v cat a.vec; cp -a a.vec copy.vec;"
                        + " echo '{\"vector\":[0,0,1],\"kind\":\"own\"}' > r.jsonl; echo '{\"vector\":[0,1,1]}' >> r.jsonl;"
                        + " setfattr -n user.kind -v dog r.jsonl; ln a.vec plain; setfattr -n user.size -v 3 plain")
                .ok();
        assertThat(where("kind == 'cat'")).isEqualTo("/a.vec\n/copy.vec\n");
        assertThat(where("kind == 'own'")).isEqualTo("/r.jsonl#0\n");
        assertThat(where("kind == 'dog'")).isEqualTo("/r.jsonl#1\n");
        assertThat(where("size == 3")).isEqualTo("/a.vec\n");
    }

    @Test
    void attributes_moreThanMetadataMayHave_areKeptAndLeftOut() {
        store.sh(
                        "python3 -c \"import json; open('r.jsonl', 'w').write(json.dumps({'vector': [0, 0, 1], **{'f%d' % i: i for"
                                + " i in range(256)}}))\"; setfattr -n user.more -v yes r.jsonl; setfattr -n user.bytes -v 0xff41 b.vec")
                .ok();
        assertThat(where("f255 == 255")).isEqualTo("/r.jsonl\n");
        assertReason("was more; left out the attributes [more]");
        assertThat(store.sh("getfattr --only-values -n user.more r.jsonl").ok()).isEqualTo("yes");
        assertThat(where("bytes == '%FFA'")).isEqualTo("/b.vec\n");
    }

    @Test
    void generatedAttributes_ofFilesAndLinks_tellWhatASearchFound() {
        assertThat(store.sh("getfattr --only-values -n user.vexfs.neighbors a.vec")
                        .ok())
                .isEqualTo("1\t0.006116\t/b.vec\n2\t0.029857\t/c.vec\n");
        assertThat(store.sh(
                                "cd .search/like=a.vec,k=2; for n in distance rank id; do getfattr -h --only-values -n vexfs.$n"
                                        + " 0002-c.vec; echo; done")
                        .ok())
                .startsWith("0.0298")
                .endsWith("\n2\n/c.vec\n");
        assertThat(store.sh("getfattr --only-values -n user.vexfs.results .search/like=a.vec,k=1")
                        .ok())
                .isEqualTo("1\t0.006116\t/b.vec\n");
        assertThat(store.sh("getfattr -h -n vexfs.nothing .search/like=a.vec,k=2/0002-c.vec; getfattr -n"
                                + " vexfs.rank a.vec; getfattr -n user.other .search/like=a.vec")
                        .out())
                .contains("No such attribute", "Operation not supported");
    }

    @Test
    void settings_thatCannotBeChanged_sayWhy() {
        assertThat(store.sh("setfattr -n user.vexfs.status -v indexed a.vec").out())
                .contains("Operation not permitted");
        assertReason("user.vexfs.status cannot be changed: expected a directory, was a file");
        assertThat(store.sh("setfattr -n user.vexfs.colour -v red .").out()).contains("Operation not permitted");
        assertReason("user.vexfs.colour cannot be changed: expected one of metric, dimensions, quantization, storage");
        assertThat(store.sh("setfattr -n user.vexfs.dimensions -v 4 .").out()).contains("Directory not empty");
        assertReason("\"errno\":39");
        store.sh("mkdir d; setfattr -n user.vexfs.metric -v l2 d; echo '1 2' > d/a.vec")
                .ok();
        assertThat(store.sh("setfattr -x user.vexfs.metric d").out()).contains("Directory not empty");
        assertReason("collection /d: expected no vectors, was 1");
        assertThat(store.sh("setfattr -x user.vexfs.metric . ; rm *.vec d/*.vec; setfattr -x user.vexfs.metric .")
                        .out())
                .contains("Invalid argument");
        assertThat(store.sh("setfattr -x user.vexfs.metric d").exit()).isZero();
        assertThat(store.sh(
                                "for f in CREATE REPLACE; do for d in d .; do python3 -c \"import os, sys; os.setxattr(sys.argv[1],"
                                        + " 'user.vexfs.metric', b'l2', os.XATTR_$f)\" $d 2>&1 | tail -n 1 | cut -d ] -f 2; setfattr -x"
                                        + " user.vexfs.metric d 2>/dev/null; done; done")
                        .out())
                .isEqualTo(" File exists: '.'\n No data available: 'd'\n");
    }

    @Test
    void setfattr_whenTheLogTakesNothing_failsAsAWriteDoes() throws Exception {
        AtomicBoolean full = new AtomicBoolean();
        MemoryBridge right = new MemoryBridge();
        FileVectors files = replacing(FileVectors.class, right.files(), "index", () -> {
            if (full.get()) {
                throw new VexfsException(FuseVexfsError.NO_SPACE, "full");
            }
            return Optional.empty();
        });
        Bridge bridge = replacing(Bridge.class, right, "files", () -> Optional.of(files));
        Path point = Files.createDirectory(directory.resolve("full"));
        try (VexfsMount mount = VexfsMount.start(bridge, directory.resolve("host"), point, MountOptions.DEFAULT)) {
            ShellCommand.run(mount.mountPoint(), "echo '1 0' > a.vec").ok();
            full.set(true);
            assertThat(ShellCommand.run(point, "setfattr -n user.kind -v cat a.vec")
                            .out())
                    .contains("No space left on device");
            full.set(false);
            ShellCommand.run(point, "setfattr -n user.kind -v cat a.vec").ok();
            assertThat(right.get("/", "/a.vec").orElseThrow().metadata()).isEqualTo(Metadata.of("kind", "cat"));
        }
    }

    /** The same, with another answer to one call where there is one. */
    private static <T> T replacing(Class<T> type, T right, String name, Supplier<Optional<?>> answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            Optional<?> other = method.getName().equals(name) ? answer.get() : Optional.empty();
            try {
                return other.isPresent() ? other.get() : method.invoke(right, args);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        }));
    }

    private void assertReason(String reason) {
        assertThat(store.sh("tail -n 1 .vexfs/errors.jsonl").ok()).contains(reason);
    }
}
