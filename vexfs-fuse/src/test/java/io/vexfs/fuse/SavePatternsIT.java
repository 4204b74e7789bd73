package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which editors and tools replace a file: each must leave one vector, the new one. */
@RequiresFuse
@RequiresPrograms("getfattr")
class SavePatternsIT {
    @TempDir
    Path directory;

    private MountedStore store;

    @BeforeEach
    void mount() {
        store = new MountedStore(directory);
        store.sh("echo '1 0' > a.vec; echo '0 1' > far.vec").ok();
    }

    @AfterEach
    void unmount() {
        store.close();
    }

    private void assertSaved() {
        assertThat(store.status("a.vec")).isEqualTo("indexed");
        assertThat(store.sh("ls '.search/vector=3 4,k=1/'").ok()).isEqualTo("0001-a.vec\n");
        assertThat(store.bridge().collection("/").orElseThrow().size()).isEqualTo(2);
    }

    @Test
    void save_inPlace_replaces() {
        store.sh("echo '3 4' > a.vec").ok();
        assertSaved();
    }

    @Test
    void save_writeAsideThenRename_replaces() {
        store.sh("echo '3 4' > .a.vec.tmp123; mv .a.vec.tmp123 a.vec").ok();
        assertSaved();
    }

    @Test
    void save_backupByRenameThenNewFile_replaces() {
        store.sh("mv a.vec a.vec~; echo '3 4' > a.vec; rm a.vec~").ok();
        assertSaved();
    }

    @Test
    void save_backupByLinkThenRename_replaces() {
        store.sh("ln a.vec a.bak; echo '3 4' > t; mv t a.vec; rm a.bak").ok();
        assertSaved();
    }

    @Test
    @RequiresPrograms("rsync")
    void save_byRsync_replaces() {
        store.sh("echo '3 4' > " + directory + "/a.vec; rsync -I " + directory + "/a.vec a.vec")
                .ok();
        assertSaved();
    }

    @Test
    void save_bySedInPlace_replaces() {
        store.sh("sed -i 's/1 0/3 4/' a.vec").ok();
        assertSaved();
    }

    @Test
    void save_byDdWithoutTruncation_replaces() {
        store.sh("printf '3 4' | dd of=a.vec conv=notrunc status=none").ok();
        assertSaved();
    }
}
