package intaglio.quant;

import intaglio.ir.ActivationFunction;
import intaglio.ir.LookupTable;
import intaglio.num.Interval;
import intaglio.num.Rounding;

/**
 * Turns a function into a table between two integer scales.
 *
 * <p>The index covers the inputs outside of which the output is clamped, or within half a step of the function's end. It has the fewest bits, 8 to 12, with which the function moves by half an output
 * step at most within half a step of the index; 12 where that is not enough.
 */
final class TableSearch {

    private static final int FEWEST_BITS = 8;

    /** Half an output step: as far as a table may be off, and an output from its end outside the table. */
    private static final double ERROR = 0.5;

    /** So far off, few outputs are not those of the real function. */
    private static final double FINEST_ERROR = 0x1p-6;

    /** Inputs are looked at up to 2^40 and down to 2^-40, in steps of 2^(1/16). */
    private static final int OCTAVES = 40;

    private static final int STEPS = 16;

    /** Doubles between two looks, halved until none is left. */
    private static final int HALVINGS = 64;

    private final ActivationFunction function;
    private final ActivationScale output;
    private final Interval clamp;

    /** Where in its step of the index a function is read, in steps: in the middle of what is rounded to the index. */
    private final double offset;

    private TableSearch(ActivationFunction function, ActivationScale output, Interval clamp, Rounding rounding) {
        this.function = function;
        this.output = output;
        this.clamp = clamp;
        offset = rounding == Rounding.FLOOR ? 0.5 : 0;
    }

    /**
     * The table of a function.
     *
     * @param output what its outputs stand for
     * @param clamp smallest and largest output
     * @param rounding of the requantization to the index
     */
    static TableChoice of(ActivationFunction function, ActivationScale output, Interval clamp, Rounding rounding) {
        return new TableSearch(function, output, clamp, rounding).best(ERROR);
    }

    /** The finest table of a function, for outputs that are to be those of the real function. */
    static TableChoice finest(ActivationFunction function, ActivationScale output, Interval clamp, Rounding rounding) {
        return new TableSearch(function, output, clamp, rounding).best(FINEST_ERROR);
    }

    /** The shortest table that is off by so many output steps at most, or the longest. */
    private TableChoice best(double tolerance) {
        double low = Math.min(0, firstChange(-1));
        double high = Math.max(0, firstChange(1));
        for (int bits = FEWEST_BITS; ; bits++) {
            int last = (1 << bits) - 1;
            ActivationScale index = ActivationScale.of(new ActivationRange(low, high), last);
            double error = error(index, last);
            if (error <= tolerance || bits == LookupTable.INDEX_BITS) {
                return new TableChoice(function, index, table(index, last), error);
            }
        }
    }

    /**
     * The input at which the output, followed from far outside, is half a step off its end for the first time.
     *
     * @param sign 1 to come from the largest inputs, -1 from the smallest
     */
    private double firstChange(int sign) {
        double far = sign * StrictMath.pow(2, OCTAVES);
        double end = steps(far);
        double before = far;
        for (int step = OCTAVES * STEPS - 1; step >= -OCTAVES * STEPS; step--) {
            double x = sign * StrictMath.pow(2, step / (double) STEPS);
            if (isAway(x, end)) {
                return bisected(before, x, end);
            }
            before = x;
        }
        return 0;
    }

    private boolean isAway(double x, double end) {
        return Math.abs(steps(x) - end) > ERROR;
    }

    private double bisected(double same, double other, double end) {
        for (int i = 0; i < HALVINGS; i++) {
            double middle = same + (other - same) / 2;
            if (isAway(middle, end)) {
                other = middle;
            } else {
                same = middle;
            }
        }
        return same;
    }

    /** The output of one input before rounding, clamped. */
    private double steps(double x) {
        double exact = function.apply(x) / output.scale() + output.zeroPoint();
        return Math.max((double) clamp.low(), Math.min((double) clamp.high(), exact));
    }

    private int integer(double x) {
        return Math.toIntExact((long) Math.rint(steps(x)));
    }

    /** The input at which the function is read for one index. */
    private double input(ActivationScale index, int place) {
        return index.scale() * (place - index.zeroPoint() + offset);
    }

    /** The two ends, which stand for all beyond them, hold what the function gives far outside. */
    private LookupTable table(ActivationScale index, int last) {
        int[] outputs = new int[last + 1];
        for (int place = 1; place < last; place++) {
            outputs[place] = integer(input(index, place));
        }
        outputs[0] = integer(-StrictMath.pow(2, OCTAVES));
        outputs[last] = integer(StrictMath.pow(2, OCTAVES));
        return new LookupTable(outputs);
    }

    private double error(ActivationScale index, int last) {
        double largest = 0;
        for (int place = 0; place <= last; place++) {
            double middle = input(index, place);
            double half = index.scale() / 2;
            largest = Math.max(largest, Math.abs(steps(middle - half) - steps(middle)));
            largest = Math.max(largest, Math.abs(steps(middle + half) - steps(middle)));
        }
        return largest;
    }
}
