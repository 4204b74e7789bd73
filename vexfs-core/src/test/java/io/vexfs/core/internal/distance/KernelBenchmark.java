package io.vexfs.core.internal.distance;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The time of one row, by kernel, twin and dimensions; rows are drawn from a block larger than the second cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class KernelBenchmark {
    private static final int BATCH = 32;
    private static final int ROWS = 8_192;
    private static final int SHIFT = 10;
    private static final long SEED = 7;

    /** Which twin. */
    @Param({"scalar", "active"})
    public String twin;

    /** Components of a row. */
    @Param({"128", "768"})
    public int dimensions;

    private Kernels kernels;
    private Rows rows;
    private CodeRows codes;
    private float[] query;
    private short[] multipliers;
    private int[] ordinals;
    private final float[] scores = new float[BATCH + Kernels.SCORES_SLACK];
    private final int[] sums = new int[BATCH + Kernels.SCORES_SLACK];

    /** Draws rows and a query. */
    @Setup
    public void draw() {
        Random random = new Random(SEED);
        kernels = twin.equals("scalar") ? Kernels.scalar() : Kernels.active();
        int stride = Rows.stride(dimensions);
        float[][] blocks = new float[ROWS >> SHIFT][stride << SHIFT];
        query = new float[stride];
        for (int i = 0; i < dimensions; i++) {
            query[i] = random.nextFloat();
            for (int row = 0; row < ROWS; row++) {
                blocks[row >> SHIFT][(row & (1 << SHIFT) - 1) * stride + i] = random.nextFloat();
            }
        }
        rows = new Rows(blocks, SHIFT, stride);
        codes = new CodeRows(CodeWidth.BYTE, dimensions, SHIFT).grown(ROWS);
        multipliers = new short[codes.plane() * CodeWidth.BYTE.codesInShort()];
        ordinals = random.ints(BATCH, 0, ROWS).toArray();
    }

    /** Inner products. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public float[] dots() {
        kernels.dots(query, 0, rows, ordinals, BATCH, scores);
        return scores;
    }

    /** Squared Euclidean distances. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public float[] squaredDistances() {
        kernels.squaredDistances(query, 0, rows, ordinals, BATCH, scores);
        return scores;
    }

    /** Sums over codes of eight bits. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int[] codeSums() {
        kernels.codeSums(multipliers, codes, ordinals, BATCH, sums);
        return sums;
    }
}
