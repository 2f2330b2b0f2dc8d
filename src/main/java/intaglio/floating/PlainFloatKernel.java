package intaglio.floating;

import java.util.Arrays;

/** Plain Java, written so that the JIT compiler vectorises the loops over the lanes. */
final class PlainFloatKernel implements FloatKernel {

    @Override
    public String name() {
        return "plain Java";
    }

    @Override
    public void multiply(float[][] taps, float[] weights, float[] bias, float[][] sums) {
        for (int row = 0; row < bias.length; row++) {
            float[] sum = sums[row];
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

    /** Five taps at once: the sum is read and written once instead of five times. From left to right, as one by one. */
    private static void addFive(float[] sum, float[][] taps, int tap, float[] weights, int weight) {
        float[] x0 = taps[tap];
        float[] x1 = taps[tap + 1];
        float[] x2 = taps[tap + 2];
        float[] x3 = taps[tap + 3];
        float[] x4 = taps[tap + 4];
        float w0 = weights[weight];
        float w1 = weights[weight + 1];
        float w2 = weights[weight + 2];
        float w3 = weights[weight + 3];
        float w4 = weights[weight + 4];
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] = sum[lane] + w0 * x0[lane] + w1 * x1[lane] + w2 * x2[lane] + w3 * x3[lane] + w4 * x4[lane];
        }
    }

    private static void addOne(float[] sum, float[] x, float w) {
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] += w * x[lane];
        }
    }
}
