package intaglio.quant;

import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.util.List;

/**
 * Brings the sums of output channels with units of their own to one unit, the coarsest, so that they can be compared:
 * {@code y = round(sum * M[c] / 2^s)} with {@code M[c] / 2^s} in place of {@code unit[c] / largest unit}, not
 * clamped. The multipliers are the narrowest whose error stays below half a unit for every sum that can occur; rounded to
 * nearest, a logit is off by less than one unit then.
 */
final class CommonUnit {

    private static final int LARGEST_SHIFT = 62;

    private CommonUnit() {}

    /**
     * The requantization.
     *
     * @param units real value of one step of each channel's sum
     * @param sums proved interval of each channel
     * @param bits widest multiplier to use, though the error be larger
     */
    static Requantize requantize(double[] units, List<Interval> sums, int bits, Rounding rounding) {
        double largest = 0;
        for (double unit : units) {
            largest = Math.max(largest, unit);
        }
        // The channel with the largest unit has the multiplier 2^shift, of shift + 1 bits.
        for (int shift = 0; shift <= LARGEST_SHIFT; shift++) {
            long[] multipliers = multipliers(units, largest, shift);
            if (shift + 1 >= bits || error(units, largest, sums, multipliers, shift) < 0.5) {
                return new Requantize(multipliers, shift, rounding, 0, null);
            }
        }
        throw new IllegalStateException("no multipliers for units up to " + largest);
    }

    private static long[] multipliers(double[] units, double largest, int shift) {
        long[] multipliers = new long[units.length];
        for (int channel = 0; channel < units.length; channel++) {
            multipliers[channel] = Math.round(Math.scalb(units[channel] / largest, shift));
        }
        return multipliers;
    }

    /** Largest difference from the real quotient, before rounding. */
    private static double error(double[] units, double largest, List<Interval> sums, long[] multipliers, int shift) {
        double worst = 0;
        for (int channel = 0; channel < units.length; channel++) {
            Interval sum = sums.get(channel);
            double peak = Math.max(Math.abs((double) sum.low()), Math.abs((double) sum.high()));
            double off = Math.abs(Math.scalb((double) multipliers[channel], -shift) - units[channel] / largest);
            worst = Math.max(worst, peak * off);
        }
        return worst;
    }
}
