package io.vexfs.testkit.bench;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A package of Debian's archive, downloaded and unpacked in a directory of ours: nothing is installed, so nobody needs
 * to be root.
 *
 * @param root where the package's files lie, as they would below {@code /}
 * @param version the package's
 */
public record DebianPackage(Path root, String version) {
    private static final String UNPACKED = "unpacked";

    /** Checks that nothing is missing. */
    public DebianPackage {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(version, "version");
    }

    /**
     * The package, from the directory if it was unpacked there before.
     *
     * @throws VexfsException {@code UNSUPPORTED} where there is no apt-get or dpkg-deb
     */
    public static DebianPackage fetch(String name, Path cache) throws IOException {
        Path directory = cache.resolve(name);
        Path unpacked = directory.resolve(UNPACKED);
        if (!Files.isDirectory(unpacked)) {
            String why =
                    "to get the Debian package " + name + " (on Debian, Ubuntu and the like it is part of the system)";
            Programs.requirePresent("dpkg-deb", why);
            Files.createDirectories(directory);
            try {
                Programs.run(directory, Map.of(), why, List.of("apt-get", "download", name));
            } catch (VexfsException failed) {
                if (failed.error() == FuseVexfsError.UNSUPPORTED) {
                    throw failed;
                }
                throw new VexfsException(
                        failed.error(),
                        "the Debian package " + name
                                + " could not be downloaded; 'apt-get update' may help, and a network: "
                                + failed.getMessage(),
                        failed);
            }
            Path partial = directory.resolve(UNPACKED + ".new");
            Programs.run(
                    directory,
                    Map.of(),
                    why,
                    List.of("dpkg-deb", "-x", archive(directory, name).toString(), partial.toString()));
            Files.move(partial, unpacked);
        }
        // NAME_VERSION_ARCHITECTURE.deb, with %3a for a colon.
        String file = archive(directory, name).getFileName().toString();
        return new DebianPackage(unpacked, file.split("_", 3)[1].replace("%3a", ":"));
    }

    private static Path archive(Path directory, String name) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(name + "_.*\\.deb"))
                    .findFirst()
                    .orElseThrow(() -> new VexfsException(
                            FuseVexfsError.BRIDGE_ERROR,
                            directory + ": expected the archive of " + name + ", was none"));
        }
    }
}
