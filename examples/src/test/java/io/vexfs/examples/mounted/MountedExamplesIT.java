package io.vexfs.examples.mounted;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.core.Vexfs;
import io.vexfs.examples.ExampleOutput;
import io.vexfs.examples.agent.NotesAgent;
import io.vexfs.fuse.MountOptions;
import io.vexfs.fuse.VexfsMount;
import io.vexfs.testkit.RequiresFuse;
import io.vexfs.testkit.RequiresPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples that need a mount say what their pages say. */
@RequiresFuse
@Timeout(400)
class MountedExamplesIT {
    private static final Path SCRIPTS = Path.of("src/main/java/io/vexfs/examples/mounted");

    @TempDir
    private Path directory;

    private List<String> output(String program, String script) throws Exception {
        return ExampleOutput.of(() -> MountForCommand.main(new String[] {
            directory.resolve("store").toString(),
            directory.resolve("mnt").toString(),
            program,
            SCRIPTS.resolve(script).toAbsolutePath().toString()
        }));
    }

    @Test
    void shell_savesAndAsks_byOrdinaryCommands() throws Exception {
        assertThat(output("bash", "query.sh"))
                .containsExactly("0001-dog.vec", "0002-duck.vec", "1\t/animals/cat.vec", "1\t/animals/mallard.vec");
    }

    @Test
    @RequiresPrograms("python3")
    void python_savesAndAsks_withItsStandardLibrary() throws Exception {
        assertThat(output("python3", "query.py"))
                .hasSize(3)
                .contains("up.vec is indexed", "short.vec: Invalid argument")
                .anyMatch(line -> line.startsWith("/points/up.vec 0.0"));
    }

    @Test
    void agent_followsAQuestion_throughFilesAlone() throws Exception {
        Path store = directory.resolve("store");
        Path mountPoint = Files.createDirectories(directory.resolve("mnt"));
        try (Vexfs db = Vexfs.open(store);
                VexfsMount mount =
                        VexfsMount.start(db.bridge(), store.resolve("files"), mountPoint, MountOptions.DEFAULT)) {
            assertThat(ExampleOutput.of(() -> NotesAgent.main(
                            new String[] {mount.mountPoint().resolve("notes").toString()})))
                    .containsExactly("[outage, certificates, vault]");
        }
    }
}
