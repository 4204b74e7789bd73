package io.vexfs.testkit.bench.result;

import java.util.List;

/** The test of Mann and Whitney (1947), exact: how likely samples of one thing would differ as much as these two do. */
final class RankTest {
    private static final int SAMPLES_MAX = 60;

    private RankTest() {}

    /** The probability, both ways together; 1 where nothing can be said. Of many samples the first are taken. */
    static double probability(List<Double> a, List<Double> b) {
        List<Double> left = a.subList(0, Math.min(a.size(), SAMPLES_MAX));
        List<Double> right = b.subList(0, Math.min(b.size(), SAMPLES_MAX));
        double wins = 0;
        for (double x : left) {
            for (double y : right) {
                wins += x > y ? 1 : x == y ? 0.5 : 0;
            }
        }
        int all = left.size() * right.size();
        double fewest = Math.min(wins, all - wins);
        double[][] counts = new double[right.size() + 1][];
        return Math.min(1, 2 * atMost((int) Math.ceil(fewest), left.size(), right.size(), counts));
    }

    /** The part of all orders of n and m samples in which the one side wins at most so often. */
    private static double atMost(int wins, int n, int m, double[][] ways) {
        // ways[j][u]: orders of the samples so far, j of them of the right side, in which it was beaten u times.
        for (int j = 0; j <= m; j++) {
            ways[j] = new double[n * m + 1];
            ways[j][0] = 1;
        }
        for (int i = 1; i <= n; i++) {
            for (int j = 1; j <= m; j++) {
                double[] next = new double[n * m + 1];
                for (int u = 0; u <= n * m; u++) {
                    next[u] = ways[j - 1][u] + (u >= j ? ways[j][u - j] : 0);
                }
                ways[j] = next;
            }
        }
        double total = 0;
        double few = 0;
        for (int u = 0; u <= n * m; u++) {
            total += ways[m][u];
            few += u <= wins ? ways[m][u] : 0;
        }
        return few / total;
    }
}
