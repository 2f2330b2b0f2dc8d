package intaglio.quant;

import intaglio.num.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Multipliers for the inputs of a sum, {@code M[i] / 2^shift} in place of real ratios. Of all that are near enough it takes
 * those with the fewest additions in hardware: a multiplier costs one for each of its digits +1 and -1.
 *
 * @param multipliers one for each input
 * @param shift of the sum
 */
record SumMultipliers(long[] multipliers, int shift) {

    /** As far as a sum may be off, in output steps, where nothing else is said: rounding alone is off by half a step. */
    static final double TOLERANCE = 1.0 / 8;

    private static final int LARGEST_SHIFT = 40;

    /** Constants that the engines multiply by have 30 bits; one less, as the nearest multiplier may not be the one taken. */
    private static final double LARGEST_PRODUCT = 1L << 29;

    /** Multipliers above and below the nearest that are looked at. */
    private static final long MOST_TRIED = 1 << 12;

    /** Shifts beyond the first that is near enough: a longer multiplier may have fewer digits. */
    private static final int LONGER = 3;

    /**
     * Finds the multipliers.
     *
     * @param ratios real value of a step of each input, in output steps; positive
     * @param distances largest distance of each input from its zero point
     * @param tolerance as far as a sum may be off, in output steps
     * @return multipliers of 30 bits; nothing where a ratio is too large for them
     */
    static Optional<SumMultipliers> of(double[] ratios, long[] distances, double tolerance) {
        List<SumMultipliers> found = new ArrayList<>();
        double largest = Arrays.stream(ratios).max().orElseThrow();
        for (int shift = 0; found.size() <= LONGER && fits(largest, shift); shift++) {
            long[] multipliers = new long[ratios.length];
            double error = 0;
            for (int input = 0; input < ratios.length; input++) {
                double share = tolerance / ratios.length / distances[input];
                multipliers[input] = fewestDigits(ratios[input], shift, share);
                error += Math.abs(Math.scalb((double) multipliers[input], -shift) - ratios[input]) * distances[input];
            }
            if (error <= tolerance) {
                found.add(new SumMultipliers(multipliers, shift));
            }
        }
        return found.stream().min(Comparator.comparingInt(SumMultipliers::digits));
    }

    private static boolean fits(double ratio, int shift) {
        return shift <= LARGEST_SHIFT && Math.scalb(ratio, shift) < LARGEST_PRODUCT;
    }

    /** Of the integers within {@code share} of the ratio the one with the fewest digits; the nearest where there is none. */
    private static long fewestDigits(double ratio, int shift, double share) {
        long nearest = Math.max(1, Math.round(Math.scalb(ratio, shift)));
        long best = nearest;
        long reach = (long) Math.min(MOST_TRIED, Math.scalb(share, shift));
        for (long other = Math.max(1, nearest - reach); other <= nearest + reach; other++) {
            boolean near = Math.abs(Math.scalb((double) other, -shift) - ratio) <= share;
            if (near && digits(other) < digits(best)) {
                best = other;
            }
        }
        return best;
    }

    private int digits() {
        int digits = 0;
        for (long multiplier : multipliers) {
            digits += digits(multiplier);
        }
        return digits;
    }

    /** Digits +1 and -1 of the shortest signed form of a number. */
    private static int digits(long value) {
        return Long.bitCount(value ^ (3 * value));
    }

    /** Largest distance of a value from its zero point; 1 at least. */
    static long distance(Interval values, int zeroPoint) {
        return Math.max(1, Math.max(Math.abs(values.low() - zeroPoint), Math.abs(values.high() - zeroPoint)));
    }
}
