package io.vexfs.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import java.util.Arrays;
import java.util.Random;

/** Random steps on one file and on an array, compared after each; the idea is that of fsx. */
final class FileAgainstArray {
    private static final int BYTES_MAX = 200_000;
    private static final int PART_MAX = 20_000;
    /** A sync takes long on a real disk. */
    private static final int SYNC_EVERY = 40;

    private final PosixCalls calls;
    private final String file;
    private final long seed;
    private final Random random;
    private byte[] expected = new byte[0];
    private int open;
    private int other;

    private FileAgainstArray(Place place, String file, long seed) {
        calls = place.calls();
        this.file = file;
        this.seed = seed;
        random = new Random(seed);
    }

    static void run(Place place, String file, long seed, int steps) {
        FileAgainstArray run = new FileAgainstArray(place, file, seed);
        run.open();
        for (int step = 0; step < steps; step++) {
            run.step(step);
        }
        run.close();
        assertThat(place.calls().stat(file).size()).isEqualTo(run.expected.length);
    }

    private void open() {
        open = calls.open(file, PosixCalls.O_RDWR | PosixCalls.O_CREAT, 0644);
        other = calls.open(file, PosixCalls.O_RDWR, 0);
    }

    private void close() {
        calls.close(open);
        calls.close(other);
    }

    private void step(int step) {
        switch (random.nextInt(12)) {
            case 0 -> truncate(random.nextInt(BYTES_MAX));
            case 1 -> {
                close();
                open();
            }
            case 2 -> {
                if (step % SYNC_EVERY == 0) {
                    calls.sync(open);
                }
            }
            case 3, 4, 5, 6 -> write(random.nextInt(Math.max(1, expected.length)));
            case 7 -> write(Math.min(BYTES_MAX - PART_MAX, expected.length + random.nextInt(PART_MAX)));
            default -> read(step);
        }
    }

    private int handle() {
        return random.nextBoolean() ? open : other;
    }

    private void truncate(int size) {
        calls.truncateOpen(handle(), size);
        expected = Arrays.copyOf(expected, size);
    }

    private void write(int at) {
        byte[] part = new byte[1 + random.nextInt(PART_MAX)];
        random.nextBytes(part);
        assertThat(calls.writeAt(handle(), part, at)).isEqualTo(part.length);
        if (at + part.length > expected.length) {
            expected = Arrays.copyOf(expected, at + part.length);
        }
        System.arraycopy(part, 0, expected, at, part.length);
    }

    private void read(int step) {
        int at = random.nextInt(expected.length + 1);
        byte[] part = new byte[1 + random.nextInt(2 * PART_MAX)];
        int length = calls.readAt(handle(), part, at);
        byte[] right = Arrays.copyOfRange(expected, at, Math.min(expected.length, at + part.length));
        assertThat(Arrays.equals(Arrays.copyOf(part, length), right))
                .as("seed %d step %d: %d bytes at %d, was %d bytes", seed, step, right.length, at, length)
                .isTrue();
    }
}
