package intaglio.golden;

import java.util.Arrays;

/** Plain Java, written so that the JIT compiler vectorises the loops over the lanes: one array per tap, same index. */
final class PlainKernel implements LaneKernel {

    /** Long enough that the compiler's scalar head and tail of each loop do not matter. */
    private static final int LANES = 128;

    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public int lanes() {
        return LANES;
    }

    @Override
    public void multiply(int[][] taps, int[] weights, int[] bias, int[][] sums) {
        for (int row = 0; row < bias.length; row++) {
            int[] sum = sums[row];
            Arrays.fill(sum, bias[row]);
            int first = row * taps.length;
            int tap = 0;
            for (; tap + 5 <= taps.length; tap += 5) {
                addFive(sum, taps, tap, weights, first + tap);
            }
            for (; tap < taps.length; tap++) {
                addOne(sum, taps[tap], weights[first + tap]);
            }
        }
    }

    /** Five taps at once: the sum is read and written once instead of five times. */
    private static void addFive(int[] sum, int[][] taps, int tap, int[] weights, int weight) {
        int[] x0 = taps[tap];
        int[] x1 = taps[tap + 1];
        int[] x2 = taps[tap + 2];
        int[] x3 = taps[tap + 3];
        int[] x4 = taps[tap + 4];
        int w0 = weights[weight];
        int w1 = weights[weight + 1];
        int w2 = weights[weight + 2];
        int w3 = weights[weight + 3];
        int w4 = weights[weight + 4];
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] += w0 * x0[lane] + w1 * x1[lane] + w2 * x2[lane] + w3 * x3[lane] + w4 * x4[lane];
        }
    }

    private static void addOne(int[] sum, int[] x, int w) {
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] += w * x[lane];
        }
    }
}
