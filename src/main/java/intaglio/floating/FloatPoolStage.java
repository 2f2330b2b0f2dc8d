package intaglio.floating;

import intaglio.golden.TapTable;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.op.Pool2d;
import java.util.Arrays;
import java.util.List;

/** Pooling: the largest value of the window, or the float32 sum in window order divided by the area. */
final class FloatPoolStage implements FloatStage {

    /** Of each output, the elements inside the input. */
    private final int[][] windows;

    private final PoolKind kind;
    private final int area;

    FloatPoolStage(Pool2d pool, Shape input) {
        windows = Arrays.stream(TapTable.windows(pool, input))
                .map(taps -> Arrays.stream(taps)
                        .filter(tap -> tap != TapTable.PADDING)
                        .toArray())
                .toArray(int[][]::new);
        kind = pool.kind();
        area = pool.window().area();
    }

    @Override
    public int outputElements() {
        return windows.length;
    }

    @Override
    public void run(List<float[][]> inputs, float[][] output) {
        float[][] input = inputs.get(0);
        for (int element = 0; element < windows.length; element++) {
            int[] window = windows[element];
            float[] values = output[element];
            System.arraycopy(input[window[0]], 0, values, 0, values.length);
            for (int tap = 1; tap < window.length; tap++) {
                if (kind == PoolKind.MAX) {
                    keepLarger(values, input[window[tap]]);
                } else {
                    add(values, input[window[tap]]);
                }
            }
            if (kind != PoolKind.MAX) {
                divide(values, kind == PoolKind.AVERAGE ? area : window.length);
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
