package intaglio.quant;

import intaglio.ir.ActivationFunction;
import intaglio.ir.LookupTable;
import intaglio.num.Interval;
import intaglio.num.Rounding;

/**
 * Turns a function into a table between two integer scales.
 *
 * <p>The index covers the inputs between which the output still changes: outside them the function is within half a step
 * of its end, or the output is clamped. It has the fewest bits, 8 to 12, with which the function moves by half an output
 * step at most within half a step of the index; 12 where that is not enough.
 */
final class TableSearch {

    private static final int FEWEST_BITS = 8;

    /** Half an output step. */
    private static final double ERROR = 0.5;

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
        return new TableSearch(function, output, clamp, rounding).best();
    }

    private TableChoice best() {
        double low = Math.min(0, firstChange(-1));
        double high = Math.max(0, firstChange(1));
        for (int bits = FEWEST_BITS; ; bits++) {
            int last = (1 << bits) - 1;
            ActivationScale index = ActivationScale.of(new ActivationRange(low, high), last);
            double error = error(index, last);
            if (error <= ERROR || bits == LookupTable.INDEX_BITS) {
                return new TableChoice(function, index, table(index, last), error);
            }
        }
    }

    /**
     * The input at which the output, followed from far outside, changes for the first time.
     *
     * @param sign 1 to come from the largest inputs, -1 from the smallest
     */
    private double firstChange(int sign) {
        double far = sign * StrictMath.pow(2, OCTAVES);
        long end = integer(far);
        double before = far;
        for (int step = OCTAVES * STEPS - 1; step >= -OCTAVES * STEPS; step--) {
            double x = sign * StrictMath.pow(2, step / (double) STEPS);
            if (integer(x) != end) {
                return bisected(before, x, end);
            }
            before = x;
        }
        return 0;
    }

    private double bisected(double same, double other, long end) {
        for (int i = 0; i < HALVINGS; i++) {
            double middle = same + (other - same) / 2;
            if (integer(middle) == end) {
                same = middle;
            } else {
                other = middle;
            }
        }
        return same;
    }

    /** The output of one input before rounding, clamped. */
    private double steps(double x) {
        double exact = function.apply(x) / output.scale() + output.zeroPoint();
        return Math.max(clamp.low(), Math.min(clamp.high(), exact));
    }

    private long integer(double x) {
        return (long) Math.rint(steps(x));
    }

    /** The input at which the function is read for one index; at the ends, which stand for all beyond, far outside. */
    private double input(ActivationScale index, int place, int last) {
        if (place == 0 || place == last) {
            return (place == 0 ? -1 : 1) * StrictMath.pow(2, OCTAVES);
        }
        return index.scale() * (place - index.zeroPoint() + offset);
    }

    private LookupTable table(ActivationScale index, int last) {
        int[] outputs = new int[last + 1];
        for (int place = 0; place <= last; place++) {
            outputs[place] = Math.toIntExact(integer(input(index, place, last)));
        }
        return new LookupTable(outputs);
    }

    private double error(ActivationScale index, int last) {
        double largest = 0;
        for (int place = 0; place <= last; place++) {
            double middle = index.scale() * (place - index.zeroPoint() + offset);
            double held = steps(input(index, place, last));
            largest = Math.max(largest, Math.abs(steps(middle - index.scale() / 2) - held));
            largest = Math.max(largest, Math.abs(steps(middle + index.scale() / 2) - held));
        }
        return largest;
    }
}
