package io.vexfs.testkit.bench.disk;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.DebianPackage;
import io.vexfs.testkit.bench.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The pass-through in C: {@code fusexmp_fh.c}, which libfuse 2 ships as an example, compiled here. From Debian's
 * {@code libfuse-dev}, installed or downloaded; nothing is installed.
 */
final class PassThrough {
    private static final Path SYSTEM = Path.of("/");
    private static final String EXAMPLES = "usr/share/doc/libfuse-dev/examples";
    private static final String SOURCE = "fusexmp_fh.c";
    private static final String PROGRAM = "fusexmp_fh";
    private static final String WHY = "to build the pass-through in C that a mount is compared with";

    private PassThrough() {}

    /**
     * The program, built in a directory where it stays.
     *
     * @param attributes whether it has extended attributes, which the example leaves out; the kernel then asks for one
     *     at each write
     * @throws VexfsException {@code UNSUPPORTED} or {@code BRIDGE_ERROR} with the reason why it cannot be built here
     */
    static Path build(Path cache, boolean attributes) throws IOException {
        Programs.requirePresent("gcc", WHY);
        Files.createDirectories(cache);
        Path root = Files.isDirectory(SYSTEM.resolve(EXAMPLES)) && Files.isDirectory(SYSTEM.resolve("usr/include/fuse"))
                ? SYSTEM
                : DebianPackage.fetch("libfuse-dev", cache).root();
        Path source = cache.resolve(SOURCE);
        unpack(root.resolve(EXAMPLES), source);
        List<String> command = new ArrayList<>(List.of(
                "gcc",
                "-O2",
                "-w",
                "-D_FILE_OFFSET_BITS=64",
                "-I" + root.resolve("usr/include"),
                "-I" + root.resolve("usr/include/fuse"),
                source.toString(),
                "-o",
                cache.resolve(PROGRAM).toString()));
        locks(root).ifPresentOrElse(library -> command.add(library.toString()), () -> command.add("-lulockmgr"));
        command.addAll(List.of("-l:libfuse.so.2", "-lpthread"));
        if (attributes) {
            command.add("-DHAVE_SETXATTR");
        }
        Programs.run(cache, Map.of(), WHY, command);
        return cache.resolve(PROGRAM);
    }

    private static void unpack(Path examples, Path source) throws IOException {
        Path plain = examples.resolve(SOURCE);
        Path packed = examples.resolve(SOURCE + ".gz");
        if (!Files.exists(plain) && !Files.exists(packed)) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED, examples + ": expected " + SOURCE + ", was not there: needed " + WHY);
        }
        try (InputStream in = Files.exists(plain)
                        ? Files.newInputStream(plain)
                        : new GZIPInputStream(Files.newInputStream(packed));
                OutputStream out = Files.newOutputStream(source)) {
            in.transferTo(out);
        }
    }

    /** The library of locks that the example links, as an archive. */
    private static Optional<Path> locks(Path root) throws IOException {
        try (Stream<Path> below = Files.list(root.resolve("usr/lib"))) {
            return below.map(directory -> directory.resolve("libulockmgr.a"))
                    .filter(Files::exists)
                    .findFirst();
        }
    }

    /** The command that shows {@code directory} at {@code point}. */
    static List<String> command(Path program, Path directory, Path point, String options) {
        String mapped = "modules=subdir,subdir=" + directory;
        return List.of(
                program.toString(), point.toString(), "-f", "-o", options.isEmpty() ? mapped : mapped + "," + options);
    }
}
