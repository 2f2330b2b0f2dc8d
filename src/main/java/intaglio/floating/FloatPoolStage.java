package intaglio.floating;

import intaglio.golden.TapTable;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.op.Pool2d;

/** Pooling: the largest value of the window, or the float32 sum in window order divided by the area. */
final class FloatPoolStage implements FloatStage {

    private final int[][] windows;
    private final boolean maximum;

    FloatPoolStage(Pool2d pool, Shape input) {
        windows = TapTable.windows(pool, input);
        maximum = pool.kind() == PoolKind.MAX;
    }

    @Override
    public int outputElements() {
        return windows.length;
    }

    @Override
    public void run(float[][] input, float[][] output) {
        for (int element = 0; element < windows.length; element++) {
            int[] window = windows[element];
            float[] values = output[element];
            System.arraycopy(input[window[0]], 0, values, 0, values.length);
            for (int tap = 1; tap < window.length; tap++) {
                if (maximum) {
                    keepLarger(values, input[window[tap]]);
                } else {
                    add(values, input[window[tap]]);
                }
            }
            if (!maximum) {
                divide(values, window.length);
            }
        }
    }

    private static void keepLarger(float[] values, float[] others) {
        for (int lane = 0; lane < values.length; lane++) {
            values[lane] = Math.max(values[lane], others[lane]);
        }
    }

    private static void add(float[] sum, float[] values) {
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] += values[lane];
        }
    }

    private static void divide(float[] sum, float area) {
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] /= area;
        }
    }
}
