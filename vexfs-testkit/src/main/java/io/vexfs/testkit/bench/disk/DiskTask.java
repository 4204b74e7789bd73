package io.vexfs.testkit.bench.disk;

import java.io.IOException;

/**
 * One row of the table: work that every side does in turns.
 *
 * @param name as the table says it
 * @param unit of the rate: {@code MiB/s}, {@code files/s}, {@code runs/s}
 * @param workers that do it at once
 * @param leastRatio to the pass-through in C; 0 for none
 * @param work the work
 */
record DiskTask(String name, String unit, int workers, double leastRatio, Work work) {
    /** What is done. */
    interface Work {
        /**
         * Does it once and returns the rate; preparing and cleaning up are not measured.
         *
         * @param round a number that is another one each time on the same side
         */
        double run(DiskSide side, int workers, int round) throws IOException;
    }
}
