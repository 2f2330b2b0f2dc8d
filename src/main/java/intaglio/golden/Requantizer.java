package intaglio.golden;

import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Layer;
import intaglio.ir.Requantize;
import intaglio.num.Rounding;
import intaglio.range.LayerRanges;

/** From the accumulators of one output element to its activations, for all lanes. */
final class Requantizer {

    private final Requantize requantize;
    private final long floor;
    private final boolean scaledFitsInt;

    Requantizer(Layer.Weighted layer, IntegerParameters parameters, LayerRanges ranges) {
        requantize = parameters.requantize();
        floor = layer.activation() == Activation.RELU ? 0 : Long.MIN_VALUE;
        scaledFitsInt = Lanes.fitsInt(ranges.scaled())
                && Lanes.fitsInt(ranges.accumulator())
                && requantize.multiplier() <= Integer.MAX_VALUE
                && requantize.shift() < Integer.SIZE
                && requantize.rounding() == Rounding.FLOOR;
    }

    void apply(int[] accumulators, Lanes output, int element) {
        if (scaledFitsInt) {
            int smallest = (int) Math.max(floor, Integer.MIN_VALUE);
            applyInt(accumulators, (int) requantize.multiplier(), requantize.shift(), smallest, output.ints(element));
            return;
        }
        for (int lane = 0; lane < accumulators.length; lane++) {
            set(output, element, lane, accumulators[lane]);
        }
    }

    void apply(long[] accumulators, Lanes output, int element) {
        for (int lane = 0; lane < accumulators.length; lane++) {
            set(output, element, lane, accumulators[lane]);
        }
    }

    private static void applyInt(int[] accumulators, int multiplier, int shift, int smallest, int[] output) {
        for (int lane = 0; lane < accumulators.length; lane++) {
            output[lane] = Math.max(accumulators[lane] * multiplier >> shift, smallest);
        }
    }

    /** In 64 bits, which the range analysis proved to be enough. */
    private void set(Lanes output, int element, int lane, long accumulator) {
        long scaled = accumulator * requantize.multiplier();
        output.set(element, lane, Math.max(requantize.rounding().shiftRight(scaled, requantize.shift()), floor));
    }
}
