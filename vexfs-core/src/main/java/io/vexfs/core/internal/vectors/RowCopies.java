package io.vexfs.core.internal.vectors;

import io.vexfs.core.internal.distance.Kernels;
import io.vexfs.core.internal.distance.MetricKernel;
import io.vexfs.core.internal.distance.Rows;
import org.jspecify.annotations.Nullable;

/**
 * Copies of mapped rows, laid out as kernels want them. One thread uses it, for one operation at a time: what it holds
 * stays the same as long as that lasts.
 *
 * <p>Each ordinal has one place, where another may push it out. The choice of neighbours measures the same few rows again
 * and again, which are copied once.
 */
public final class RowCopies {
    /** Floats that the copies take, unless so few rows are too few. */
    private static final int FLOATS = 1 << 17;

    private static final int ROWS_MIN = 16;
    /** Rows that a kernel gets at once. */
    private static final int GROUP = 32;

    private final int stride;
    private final int[] group = new int[GROUP];
    private final float[] groupScores = new float[GROUP + Kernels.SCORES_SLACK];
    /** Made at the first use, since few indexes are mapped. */
    private @Nullable Places places;

    private int operation = 1;

    /** None yet, of so many floats each. */
    public RowCopies(int stride) {
        this.stride = stride;
    }

    /** Forgets what it holds: another operation begins, and ordinals may stand for other vectors by now. */
    public void forget() {
        operation++;
    }

    /** As {@link MetricKernel#scores}, of mapped rows. */
    void scores(
            MappedRows from,
            MetricKernel metric,
            float[] query,
            int offset,
            int[] ordinals,
            int count,
            float[] scores) {
        Places now = places;
        if (now == null) {
            now = new Places(stride);
            places = now;
        }
        for (int done = 0; done < count; ) {
            int size = gather(from, now, ordinals, done, Math.min(GROUP, count - done));
            metric.scores(query, offset, now.rows, group, size, groupScores);
            System.arraycopy(groupScores, 0, scores, done, size);
            done += size;
        }
    }

    /** Copies the rows of up to {@code most} ordinals, ending before one whose place is taken; returns how many. */
    private int gather(MappedRows from, Places now, int[] ordinals, int first, int most) {
        now.turn++;
        for (int size = 0; size < most; size++) {
            int ordinal = ordinals[first + size];
            int place = ordinal * 0x9E3779B9 >>> now.shift;
            if (now.held[place] != ordinal || now.operations[place] != operation) {
                if (now.turns[place] == now.turn) {
                    return size;
                }
                from.read(ordinal, now.block, place * stride);
                now.held[place] = ordinal;
                now.operations[place] = operation;
            }
            now.turns[place] = now.turn;
            group[size] = place;
        }
        return most;
    }

    private static final class Places {
        final float[] block;
        final Rows rows;
        final int shift;
        final int[] held;
        /** In which operation a place was filled last; what is older does not count. */
        final int[] operations;
        /** In which group a place was used last. */
        final int[] turns;

        int turn;

        Places(int stride) {
            int bits = 31 - Integer.numberOfLeadingZeros(Math.max(ROWS_MIN, FLOATS / stride));
            shift = Integer.SIZE - bits;
            block = new float[stride << bits];
            rows = new Rows(new float[][] {block}, bits, stride);
            held = new int[1 << bits];
            operations = new int[1 << bits];
            turns = new int[1 << bits];
        }
    }
}
