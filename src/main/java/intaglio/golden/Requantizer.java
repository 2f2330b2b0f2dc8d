package intaglio.golden;

import intaglio.ir.Activation;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.num.Rounding;
import intaglio.range.LayerRanges;
import java.util.Optional;

/** From the accumulators of one output element to its activations, for all lanes. */
final class Requantizer {

    /** A zero point that is an index of a table, shifted by this, stays far inside 64 bits. */
    private static final int LARGEST_PLAIN_SHIFT = 48;

    private final Requantize requantize;

    /** Clamp and ReLU as one: what lies outside is set to the nearer end. */
    private final long smallest;

    private final long largest;
    private final boolean plainInt;
    private final boolean plainHalfUp;
    private final long offset;

    /** Outputs by requantized value; null without a table. */
    private final int[] table;

    Requantizer(Activation activation, Requantize requantize, Optional<LookupTable> lookup, LayerRanges ranges) {
        this.requantize = requantize;
        table = lookup.map(LookupTable::outputs).orElse(null);
        boolean clamped = requantize.clamp() != null;
        long floor = clamped ? requantize.clamp().low() : Long.MIN_VALUE;
        smallest = activation == Activation.RELU ? Math.max(requantize.zeroPoint(), floor) : floor;
        largest = clamped ? requantize.clamp().high() : Long.MAX_VALUE;
        plainInt = !clamped
                && !requantize.isPerChannel()
                && requantize.zeroPoint() == 0
                && Lanes.fitsInt(ranges.scaled())
                && Lanes.fitsInt(ranges.accumulator())
                && requantize.multiplier() <= Integer.MAX_VALUE
                && requantize.shift() < Integer.SIZE
                && requantize.rounding() == Rounding.FLOOR;
        // Half a step and the zero point are added before the shift; they must not lead out of 64 bits either.
        boolean roundsUp = requantize.rounding() == Rounding.HALF_UP
                && !requantize.twice()
                && requantize.shift() > 0
                && requantize.shift() <= LARGEST_PLAIN_SHIFT
                && requantize.zeroPoint() >>> LookupTable.INDEX_BITS == 0;
        offset = roundsUp ? (2L * requantize.zeroPoint() + 1) << (requantize.shift() - 1) : 0;
        plainHalfUp = roundsUp
                && Lanes.fitsInt(ranges.requantized())
                && Lanes.fitsInt(ranges.output())
                && ranges.scaled().high() <= Long.MAX_VALUE - offset
                && Lanes.fitsInt(ranges.scaled().plus(offset).shiftRight(requantize.shift(), Rounding.FLOOR));
    }

    void apply(int channel, int[] accumulators, Lanes output, int element) {
        if (plainInt) {
            applyInt(accumulators, (int) requantize.multiplier(), requantize.shift(), leastInt(), output.ints(element));
            return;
        }
        if (plainHalfUp) {
            applyHalfUp(
                    accumulators,
                    requantize.multiplier(channel),
                    offset,
                    requantize.shift(),
                    leastInt(),
                    (int) Math.min(largest, Integer.MAX_VALUE),
                    output.ints(element));
            if (table != null) {
                lookUp(table, output.ints(element));
            }
            return;
        }
        for (int lane = 0; lane < accumulators.length; lane++) {
            output.set(element, lane, value(channel, accumulators[lane]));
        }
    }

    void apply(int channel, long[] accumulators, Lanes output, int element) {
        for (int lane = 0; lane < accumulators.length; lane++) {
            output.set(element, lane, value(channel, accumulators[lane]));
        }
    }

    private static void applyInt(int[] accumulators, int multiplier, int shift, int smallest, int[] output) {
        for (int lane = 0; lane < accumulators.length; lane++) {
            output[lane] = Math.max((accumulators[lane] * multiplier) >> shift, smallest);
        }
    }

    /** Minimum and maximum of ints, not of longs: the JIT compiler makes those of longs branches that mispredict. */
    private static void applyHalfUp(
            int[] accumulators, long multiplier, long offset, int shift, int least, int most, int[] output) {
        for (int lane = 0; lane < accumulators.length; lane++) {
            int value = (int) ((accumulators[lane] * multiplier + offset) >> shift);
            output[lane] = Math.max(least, Math.min(most, value));
        }
    }

    private static void lookUp(int[] table, int[] values) {
        for (int lane = 0; lane < values.length; lane++) {
            values[lane] = table[values[lane]];
        }
    }

    private int leastInt() {
        return (int) Math.max(smallest, Integer.MIN_VALUE);
    }

    /** In 64 bits, which the range analysis proved to be enough. */
    private long value(int channel, long accumulator) {
        long scaled = accumulator * requantize.multiplier(channel);
        long shifted = requantize.shifted(scaled, channel) + requantize.zeroPoint();
        long limited = Math.max(smallest, Math.min(largest, shifted));
        return table == null ? limited : table[(int) limited];
    }
}
