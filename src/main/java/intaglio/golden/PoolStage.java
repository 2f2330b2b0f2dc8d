package intaglio.golden;

import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.num.Rounding;
import intaglio.op.Pool2d;
import intaglio.range.LayerRanges;
import java.util.Arrays;

/** Pooling; outputs have the width of the inputs, because they lie between them. */
final class PoolStage implements Stage {

    private final int[][] windows;
    private final boolean maximum;
    private final int area;
    private final boolean wide;
    private final boolean sumFitsInt;

    PoolStage(Pool2d pool, Shape input, LayerRanges ranges, boolean wide) {
        windows = TapTable.windows(pool, input);
        area = pool.window().area();
        maximum = pool.kind() == PoolKind.MAX;
        this.wide = wide;
        // Rounding adds up to half the area before it divides.
        sumFitsInt = Lanes.fitsInt(ranges.sum()) && Lanes.fitsInt(ranges.sum().plus(area));
    }

    @Override
    public Lanes newOutput(int lanes) {
        return wide ? Lanes.wide(windows.length, lanes) : Lanes.narrow(windows.length, lanes);
    }

    @Override
    public void run(Lanes input, Lanes output, AccumulatorRecorder recorder) {
        for (int element = 0; element < windows.length; element++) {
            if (wide || (!maximum && !sumFitsInt)) {
                poolLongs(input, output, element);
            } else if (maximum) {
                maximum(input, windows[element], output.ints(element));
            } else {
                average(input, windows[element], output.ints(element));
            }
        }
    }

    private static void maximum(Lanes input, int[] window, int[] output) {
        Arrays.fill(output, Integer.MIN_VALUE);
        for (int element : window) {
            keepLarger(output, input.ints(element));
        }
    }

    private static void keepLarger(int[] output, int[] values) {
        for (int lane = 0; lane < output.length; lane++) {
            output[lane] = Math.max(output[lane], values[lane]);
        }
    }

    private void average(Lanes input, int[] window, int[] output) {
        Arrays.fill(output, 0);
        for (int element : window) {
            add(output, input.ints(element));
        }
        if (Integer.bitCount(area) != 1) {
            divideHalfEven(output, area);
        } else if (area > 1) {
            roundHalfEven(output, Integer.numberOfTrailingZeros(area));
        }
    }

    private static void add(int[] sum, int[] values) {
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] += values[lane];
        }
    }

    /** Half a step less one, plus one where the quotient is odd: a tie then moves up only to an even number. */
    private static void roundHalfEven(int[] sum, int shift) {
        int belowHalf = (1 << (shift - 1)) - 1;
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] = (sum[lane] + belowHalf + (sum[lane] >> shift & 1)) >> shift;
        }
    }

    private static void divideHalfEven(int[] sum, int area) {
        for (int lane = 0; lane < sum.length; lane++) {
            sum[lane] = (int) Rounding.divideHalfEven(sum[lane], area);
        }
    }

    private void poolLongs(Lanes input, Lanes output, int element) {
        for (int lane = 0; lane < input.lanes(); lane++) {
            long value = maximum ? Long.MIN_VALUE : 0;
            for (int tap : windows[element]) {
                value = maximum ? Math.max(value, input.get(tap, lane)) : value + input.get(tap, lane);
            }
            output.set(element, lane, maximum ? value : Rounding.divideHalfEven(value, area));
        }
    }
}
