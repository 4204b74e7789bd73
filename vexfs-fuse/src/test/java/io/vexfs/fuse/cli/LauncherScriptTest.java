package io.vexfs.fuse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.fuse.ShellCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's archive of classes, in a tree that seems to be built and with a program in place of the JVM. */
class LauncherScriptTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** Writes the archive that it is asked for, as the file {@code how} says, or else prints its arguments. */
    private static final String JVM = """
            #!/usr/bin/env bash
            for argument in "$@"; do
              case $argument in
                -XX:ArchiveClassesAtExit=*)
                  echo "$@" >>"$HOW/calls"
                  echo classes >"${argument#*=}"
                  . "$HOW/how"
                  exit ;;
              esac
            done
            echo "$@"
            """;

    @TempDir
    private Path directory;

    private Path tree;
    private Path how;

    @BeforeEach
    void seemBuilt() throws IOException {
        Path jdk = directory.resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            Path file = Files.writeString(jdk.resolve("bin").resolve(program), JVM);
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        how = Files.createFile(directory.resolve("how"));
        tree = directory.resolve("tree");
        Files.createDirectories(tree.resolve("part/src/main"));
        Files.createDirectories(tree.resolve("target/vexfs"));
        Files.createDirectories(directory.resolve("tmp"));
        Files.copy(ROOT.resolve("pom.xml"), tree.resolve("pom.xml"));
        Files.copy(ROOT.resolve("pom.xml"), tree.resolve("part/pom.xml"));
        Files.copy(ROOT.resolve("vexfs"), tree.resolve("vexfs"));
        for (String jar : List.of("a-b.jar", "a.jar", "aB.jar", "a_c.jar")) {
            Files.createFile(tree.resolve("target/vexfs").resolve(jar));
        }
        Path stamp = Files.createFile(tree.resolve("target/vexfs/stamp"));
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plusSeconds(60)));
    }

    private String run(Path launched, String before) throws Exception {
        return ShellCommand.run(
                        directory,
                        "export HOW=" + directory + " TMPDIR=" + directory + "/tmp JAVA_HOME=" + directory + "/jdk\n"
                                + "unset VEXFS_NO_SETUP VEXFS_JAVA_OPTS\n" + before + " bash " + launched
                                + "/vexfs list store")
                .out();
    }

    private long archived() throws IOException {
        Path calls = directory.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    private void leavesNothing() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
        try (Stream<Path> left = Files.list(tree.resolve("target/vexfs"))) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".new"));
        }
    }

    @Test
    void verb_startedTwice_archivesOnceAndUsesIt() throws Exception {
        String first = run(tree, "LC_ALL=C");
        String second = run(tree, "LC_ALL=en_US.UTF-8");
        assertThat(second).contains("-XX:SharedArchiveFile=" + tree, "VexfsCli list store");
        assertThat(second.lines().filter(line -> line.contains("VexfsCli")).toList())
                .isEqualTo(
                        first.lines().filter(line -> line.contains("VexfsCli")).toList());
        assertThat(archived()).isEqualTo(1);
        leavesNothing();
    }

    @Test
    void verb_whoseArchiveFails_goesOnWithoutAndDoesNotTryAgain() throws Exception {
        Files.writeString(how, "exit 1");
        for (int start = 0; start < 2; start++) {
            assertThat(run(tree, "")).contains("VexfsCli list store").doesNotContain("SharedArchiveFile");
        }
        assertThat(archived()).isEqualTo(1);
        leavesNothing();
    }

    @Test
    void verb_whileAnotherBuildsOrArchives_goesOnWithout() throws Exception {
        assertThat(run(tree, "flock " + tree + "/target/vexfs-build.lock"))
                .contains("VexfsCli list store")
                .doesNotContain("SharedArchiveFile");
        assertThat(archived()).isZero();
    }

    @Test
    void verb_ofACopiedTree_archivesAnew() throws Exception {
        run(tree, "");
        Path copy = directory.resolve("copy");
        assertThat(run(copy, "cp -a " + tree + " " + copy + "\n")).contains("-XX:SharedArchiveFile=" + copy);
        assertThat(archived()).isEqualTo(2);
    }

    @Test
    void verb_withoutSetUp_archivesNothing() throws Exception {
        assertThat(run(tree, "VEXFS_NO_SETUP=1")).contains("VexfsCli list store");
        assertThat(archived()).isZero();
    }
}
