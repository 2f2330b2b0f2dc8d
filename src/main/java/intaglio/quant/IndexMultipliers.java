package intaglio.quant;

import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.util.Arrays;

/**
 * Multipliers from accumulators to the index of a table. They are the narrowest with which no place of the table moves by
 * more than 1/16 of a step of the index. They need not be exact: that is less than the table itself is off.
 */
final class IndexMultipliers {

    private static final double FINENESS = 1.0 / 16;

    private static final int LARGEST_SHIFT = 62;

    private IndexMultipliers() {}

    /**
     * The requantization to the index.
     *
     * @param scales steps of the index in one accumulator step: one, or one for each output channel; positive
     * @param zeroPoint the index that stands for 0.0
     * @param indices of the table
     * @param bits widest multiplier to use
     */
    static Requantize of(double[] scales, int zeroPoint, Interval indices, Rounding rounding, int bits) {
        double reach = Math.max(zeroPoint, indices.high() - zeroPoint);
        int shift = 0;
        while (shift < LARGEST_SHIFT
                && error(scales, shift) * reach > FINENESS
                && largest(multipliers(scales, shift + 1)) < 1L << bits) {
            shift++;
        }
        long[] multipliers = Arrays.stream(multipliers(scales, shift))
                .map(one -> Math.min(one, (1L << bits) - 1))
                .toArray();
        return new Requantize(multipliers, shift, rounding, zeroPoint, indices);
    }

    private static long[] multipliers(double[] scales, int shift) {
        return Arrays.stream(scales)
                .mapToLong(scale -> Math.round(Math.scalb(scale, shift)))
                .toArray();
    }

    private static long largest(long[] multipliers) {
        return Arrays.stream(multipliers).max().orElseThrow();
    }

    /** Largest {@code |M / 2^s / scale - 1|}. */
    private static double error(double[] scales, int shift) {
        long[] multipliers = multipliers(scales, shift);
        double largest = 0;
        for (int i = 0; i < scales.length; i++) {
            largest = Math.max(largest, Math.abs(Math.scalb((double) multipliers[i], -shift) / scales[i] - 1));
        }
        return largest;
    }
}
