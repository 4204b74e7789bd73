package io.vexfs.testkit.bench.store;

import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.Programs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the disk gives to whoever appends a record and forces it, over and over: by {@code fio}, or where it is missing by a loop here. */
final class RawAppends {
    private static final String WHY = "for the rate of the disk";
    /** Of a line of fio's terse output: writes in a second. */
    private static final int TERSE_WRITES = 48;

    private final Path directory;
    private final int recordBytes;
    private final boolean fio;

    RawAppends(Path directory, int recordBytes) {
        this.directory = directory;
        this.recordBytes = recordBytes;
        fio = present();
    }

    private static boolean present() {
        try {
            Programs.requirePresent("fio", WHY);
            return true;
        } catch (VexfsException missing) {
            return false;
        }
    }

    String by() {
        return fio ? "fio" : "loop";
    }

    /** Appends a second, each forced. */
    double perSecond(long millis) throws IOException {
        Path file = directory.resolve("raw");
        try {
            return fio ? byFio(file, millis) : byLoop(file, millis);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private double byFio(Path file, long millis) throws IOException {
        List<String> command = List.of(
                "fio",
                "--name=append",
                "--filename=" + file,
                "--rw=write",
                "--ioengine=sync",
                "--bs=" + recordBytes,
                "--fsync=1",
                "--size=1g",
                "--time_based",
                "--runtime=" + millis + "ms",
                "--output-format=terse",
                "--terse-version=3");
        String terse = Programs.run(directory, Map.of(), WHY, command)
                .lines()
                .filter(line -> line.startsWith("3;"))
                .findFirst()
                .orElseThrow(() -> new IOException("fio: expected a line of terse output, was none"));
        return Double.parseDouble(terse.split(";")[TERSE_WRITES]);
    }

    private double byLoop(Path file, long millis) throws IOException {
        byte[] record = new byte[recordBytes];
        long appends = 0;
        long start = System.nanoTime();
        long end = start + millis * 1_000_000L;
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            do {
                out.write(record);
                out.getFD().sync();
                appends++;
            } while (System.nanoTime() < end);
        }
        return appends / ((System.nanoTime() - start) / 1e9);
    }
}
