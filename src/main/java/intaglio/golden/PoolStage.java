package intaglio.golden;

import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.num.Rounding;
import intaglio.op.Pool2d;
import intaglio.range.LayerRanges;
import java.util.Arrays;

/**
 * Pooling; outputs have the width of the inputs, because they lie between them. A tap outside the input is left out;
 * where padding counts, its value is added to the sum once for all taps outside.
 */
final class PoolStage extends SingleInputStage {

    /** Of each output, the elements inside the input. */
    private final int[][] windows;

    /** Of each output, what the sum is divided by. */
    private final int[] divisors;

    /** Of each output, the sum of what lies outside. */
    private final long[] outside;

    private final boolean maximum;
    private final boolean wide;
    private final boolean sumFitsInt;

    /**
     * Prepares a pool.
     *
     * @param padding what padding reads as, where it counts
     */
    PoolStage(Pool2d pool, Shape input, int padding, LayerRanges ranges, boolean wide) {
        int[][] taps = TapTable.windows(pool, input);
        int area = pool.window().area();
        maximum = pool.kind() == PoolKind.MAX;
        windows = new int[taps.length][];
        divisors = new int[taps.length];
        outside = new long[taps.length];
        for (int element = 0; element < taps.length; element++) {
            windows[element] = Arrays.stream(taps[element])
                    .filter(tap -> tap != TapTable.PADDING)
                    .toArray();
            boolean whole = pool.kind() == PoolKind.AVERAGE;
            divisors[element] = whole ? area : windows[element].length;
            outside[element] = whole ? (long) padding * (area - windows[element].length) : 0;
        }
        this.wide = wide;
        // Rounding adds up to half the area before it divides.
        sumFitsInt = Lanes.fitsInt(ranges.sum()) && Lanes.fitsInt(ranges.sum().plus(area));
    }

    @Override
    public Lanes newOutput(int lanes) {
        return wide ? Lanes.wide(windows.length, lanes) : Lanes.narrow(windows.length, lanes);
    }

    @Override
    void run(Lanes input, Lanes output, AccumulatorRecorder recorder) {
        for (int element = 0; element < windows.length; element++) {
            if (wide || (!maximum && !sumFitsInt)) {
                poolLongs(input, output, element);
            } else if (maximum) {
                maximum(input, windows[element], output.ints(element));
            } else {
                average(input, element, output.ints(element));
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

    private void average(Lanes input, int element, int[] output) {
        Arrays.fill(output, (int) outside[element]);
        for (int tap : windows[element]) {
            add(output, input.ints(tap));
        }
        int divisor = divisors[element];
        if (Integer.bitCount(divisor) != 1) {
            divideHalfEven(output, divisor);
        } else if (divisor > 1) {
            roundHalfEven(output, Integer.numberOfTrailingZeros(divisor));
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
            long value = maximum ? Long.MIN_VALUE : outside[element];
            for (int tap : windows[element]) {
                value = maximum ? Math.max(value, input.get(tap, lane)) : value + input.get(tap, lane);
            }
            output.set(element, lane, maximum ? value : Rounding.divideHalfEven(value, divisors[element]));
        }
    }
}
