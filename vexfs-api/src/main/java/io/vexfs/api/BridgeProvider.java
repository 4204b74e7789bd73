package io.vexfs.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * An engine that opens a {@link Bridge} on a directory; found by {@link ServiceLoader}, so that suites and benchmarks
 * need no engine of their own. Implementations are stateless and safe from many threads.
 */
public interface BridgeProvider {
    /** The engine's name in reports: {@code vexfs}. */
    String name();

    /** The names that {@link #open} takes as options: {@code m}, {@code ef-construction}. */
    List<String> options();

    /**
     * Opens the store in a directory, or makes one there. Closing the bridge closes the store.
     *
     * @param options values by name, as text; the engine's default for those left out
     * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} for an unknown name or a value out of its range;
     *     {@link FuseVexfsError#IN_USE}, {@link FuseVexfsError#CORRUPT}, {@link FuseVexfsError#UNSUPPORTED} for the store
     */
    Bridge open(Path directory, Map<String, String> options);

    /**
     * Reads all of the closed store in a directory and changes nothing; the files whose content is not what the engine
     * wrote there, in no order.
     *
     * @throws VexfsException {@link FuseVexfsError#IN_USE}
     */
    List<Path> damagedFiles(Path directory);

    /**
     * The engine on the class path.
     *
     * @throws VexfsException {@link FuseVexfsError#UNSUPPORTED} if there is none, or more than one
     */
    static BridgeProvider installed() {
        List<BridgeProvider> found =
                ServiceLoader.load(BridgeProvider.class, BridgeProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        if (found.size() != 1) {
            throw new VexfsException(
                    FuseVexfsError.UNSUPPORTED,
                    "engines on the class path: expected one, was "
                            + found.stream().map(BridgeProvider::name).collect(Collectors.toList()));
        }
        return found.get(0);
    }
}
