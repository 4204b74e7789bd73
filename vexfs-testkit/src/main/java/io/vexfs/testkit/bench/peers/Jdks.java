package io.vexfs.testkit.bench.peers;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The JDKs of this machine by feature version: those that the launcher found, and the one that runs. */
final class Jdks {
    private final TreeMap<Integer, Path> homes = new TreeMap<>();

    /** Reads lines of {@code version directory}. */
    Jdks(String lines) {
        homes.put(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
        lines.lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .forEach(words -> homes.putIfAbsent(Integer.parseInt(words[0]), Path.of(words[1])));
    }

    static Jdks found() {
        return new Jdks(System.getProperty("vexfs.jdks", ""));
    }

    Map.Entry<Integer, Path> newest() {
        return homes.lastEntry();
    }

    /**
     * The home of one version.
     *
     * @throws VexfsException {@code INVALID_ARGUMENT} if it is not there
     */
    Path home(int version) {
        Path home = homes.get(version);
        if (home == null) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "--jdk: expected one of " + homes.keySet() + ", which are on this machine, was " + version);
        }
        return home;
    }
}
