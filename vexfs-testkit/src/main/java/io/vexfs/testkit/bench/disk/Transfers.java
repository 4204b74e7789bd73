package io.vexfs.testkit.bench.disk;

import io.vexfs.testkit.mount.PageCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Reading and writing, one after the other and at random, in blocks of several sizes; a file for each worker. */
final class Transfers {
    private static final int MIB = 1 << 20;
    private static final List<Integer> BLOCKS = List.of(4 << 10, 128 << 10, MIB);
    /** Random blocks of a pass at most: small ones take long. */
    private static final int RANDOM_MAX = 4_096;

    private final long bytes;

    Transfers(DiskSettings settings) {
        bytes = (long) settings.sizeMib() * MIB;
    }

    List<DiskTask> tasks(int workers, double least) {
        List<DiskTask> tasks = new ArrayList<>();
        for (boolean write : new boolean[] {true, false}) {
            for (boolean random : new boolean[] {false, true}) {
                for (int block : BLOCKS) {
                    String name = (random ? "random " : "sequential ")
                            + (write ? "write " : "read ")
                            + (block < MIB ? (block >> 10) + " KiB" : (block >> 20) + " MiB");
                    tasks.add(new DiskTask(
                            name,
                            "MiB/s",
                            workers,
                            least,
                            (side, all, round) -> run(side, all, round, new Way(write, random, block))));
                }
            }
        }
        return tasks;
    }

    private record Way(boolean write, boolean random, int block) {}

    private double run(DiskSide side, int workers, int round, Way way) throws IOException {
        Path directory = side.directory("io");
        long each = bytes / workers;
        for (int worker = 0; worker < workers; worker++) {
            prepare(side, directory.resolve("io-" + workers + "-" + worker), each, way);
        }
        long blocks = way.random ? Math.min(RANDOM_MAX, each / way.block) : each / way.block;
        double seconds = Workers.seconds(
                workers,
                worker -> transfer(directory.resolve("io-" + workers + "-" + worker), each, blocks, round, way));
        if (way.write) {
            for (int worker = 0; worker < workers; worker++) {
                force(directory.resolve("io-" + workers + "-" + worker));
            }
        }
        return (double) blocks * way.block * workers / MIB / seconds;
    }

    private static void prepare(DiskSide side, Path file, long size, Way way) throws IOException {
        if (!Files.exists(file) || Files.size(file) != size) {
            byte[] part = new byte[MIB];
            new Random(size).nextBytes(part);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                for (long at = 0; at < size; at += part.length) {
                    channel.write(ByteBuffer.wrap(part, 0, (int) Math.min(part.length, size - at)), at);
                }
                channel.force(false);
            }
        }
        if (!way.write && side.mounted()) {
            PageCache.forget(file);
        }
    }

    /** What was written reaches the disk outside of the measurement, so that the next one does not pay for it. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(false);
        }
    }

    private static void transfer(Path file, long size, long blocks, int round, Way way) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(way.block);
        Random random = new Random(round);
        long places = size / way.block;
        try (FileChannel channel =
                FileChannel.open(file, way.write ? StandardOpenOption.WRITE : StandardOpenOption.READ)) {
            for (long i = 0; i < blocks; i++) {
                long at = (way.random ? random.nextLong(places) : i) * way.block;
                buffer.clear();
                while (buffer.hasRemaining()) {
                    int done = way.write
                            ? channel.write(buffer, at + buffer.position())
                            : channel.read(buffer, at + buffer.position());
                    if (done < 0) {
                        throw new IOException(file + ": expected " + size + " bytes, ended at " + at);
                    }
                }
            }
        }
    }
}
