package intaglio.quant;

import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.math.BigInteger;

/**
 * Requantization of one channel with its real scale, in exact arithmetic: what the integer one is measured against.
 * {@code y = clamp(round(accumulator * scale) + zeroPoint)}.
 *
 * @param scale positive; the double is taken as the exact number it is
 * @param accumulators the values that can occur
 * @param rounding of the real number
 * @param zeroPoint added after rounding
 * @param output the clamp
 * @param twice whether it is rounded twice, see {@link intaglio.ir.Requantize}
 */
record RealRequantize(
        double scale, Interval accumulators, Rounding rounding, int zeroPoint, Interval output, boolean twice) {

    /** Rounded once. */
    RealRequantize(double scale, Interval accumulators, Rounding rounding, int zeroPoint, Interval output) {
        this(scale, accumulators, rounding, zeroPoint, output, false);
    }

    /** {@link Math#getExponent} gives the place of the leading bit; this of the last. */
    private static final int FRACTION_BITS = 52;

    /**
     * The smallest accumulator of the interval whose output is at least {@code level}, before clamping. If no accumulator
     * reaches the level, the number behind the interval's end.
     */
    long threshold(long level) {
        // accumulator * mantissa * 2^exponent >= bound / 2, or > where the bound itself is rounded down
        int exponent = Math.max(Math.getExponent(scale), Double.MIN_EXPONENT) - FRACTION_BITS;
        BigInteger mantissa = BigInteger.valueOf((long) Math.scalb(scale, -exponent));
        BigInteger bound = BigInteger.valueOf(rounding.doubledBound(level - zeroPoint));
        // Of the scale, 2^52 of the mantissa; from a scale of 1/2 on there is one rounding.
        boolean moved = twice && exponent < -FRACTION_BITS - 1;
        BigInteger nudge = moved ? BigInteger.ONE.shiftLeft(FRACTION_BITS) : BigInteger.ZERO;
        boolean included = rounding.takesBound(level - zeroPoint);
        BigInteger exact = exponent < 0
                ? firstFrom(
                        bound.shiftLeft(-exponent - 1).add(level > zeroPoint ? nudge.negate() : nudge),
                        mantissa,
                        included)
                : firstFrom(bound, mantissa.shiftLeft(exponent + 1), included);
        BigInteger low = BigInteger.valueOf(accumulators.low());
        BigInteger behind = BigInteger.valueOf(accumulators.high()).add(BigInteger.ONE);
        return exact.max(low).min(behind).longValueExact();
    }

    /** The first integer from {@code value / positive} on, or behind it where that is not included. */
    private static BigInteger firstFrom(BigInteger value, BigInteger positive, boolean included) {
        BigInteger[] parts = value.divideAndRemainder(positive);
        boolean above = parts[1].signum() > 0 || (parts[1].signum() == 0 && !included);
        return above ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    /** Output for one accumulator value of the interval. */
    long apply(long accumulator) {
        long low = output.low();
        long high = output.high();
        while (low < high) {
            long middle = (low + high + 1) / 2;
            if (accumulator >= threshold(middle)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
