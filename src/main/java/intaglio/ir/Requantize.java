package intaglio.ir;

import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.util.Arrays;
import java.util.Objects;

/**
 * Back from accumulator units to activation units, in integers:
 * {@code y = clamp(round(accumulator * multiplier[channel] / 2^shift) + zeroPoint)}.
 *
 * <p>{@code wide} uses one multiplier, no zero point and no clamp; {@code uint8} uses one multiplier for the tensor or
 * one for each output channel, the output's zero point, and clamps to 0..255.
 *
 * @param multipliers non-negative integers: one, or one for each output channel
 * @param shift right shift of every product, 0..62
 * @param rounding what the shift does with the bits it drops
 * @param zeroPoint the output value that stands for 0.0, added after the shift
 * <p>Rounded twice, as TensorFlow Lite's convolutions do it (to 31 bits, then to an integer), each step of the output
 * lies a little further from zero: {@code round((product +- e) / 2^shift)}, the sign that of the product, where e is the
 * leading bit of the multiplier, or 0 where that is {@code 2^(shift-1)} or more.
 *
 * @param clamp smallest and largest output value; null where nothing is clamped
 * @param twice whether it is rounded twice; then half up
 */
public record Requantize(
        long[] multipliers, int shift, Rounding rounding, int zeroPoint, Interval clamp, boolean twice) {

    /** The name of rounding twice, beside those of {@link Rounding}. */
    public static final String TWICE = "TWICE";

    public Requantize {
        multipliers = multipliers.clone();
        if (multipliers.length == 0 || Arrays.stream(multipliers).anyMatch(value -> value < 0)) {
            throw new IllegalArgumentException("multipliers " + Arrays.toString(multipliers));
        }
        if (shift < 0 || shift > 62) {
            throw new IllegalArgumentException("multiplier " + multipliers[0] + " >> " + shift);
        }
        if (twice && rounding != Rounding.HALF_UP) {
            throw new IllegalArgumentException("rounded twice, and " + rounding);
        }
        if (clamp != null && !clamp.contains(zeroPoint)) {
            throw new IllegalArgumentException("zero point " + zeroPoint + " outside " + clamp);
        }
    }

    /** Rounded once. */
    public Requantize(long[] multipliers, int shift, Rounding rounding, int zeroPoint, Interval clamp) {
        this(multipliers, shift, rounding, zeroPoint, clamp, false);
    }

    /** One multiplier, no zero point, no clamp: the {@code wide} arithmetic. */
    public Requantize(long multiplier, int shift, Rounding rounding) {
        this(new long[] {multiplier}, shift, rounding, 0, null);
    }

    /** The same with another rounding. */
    public Requantize withRounding(Rounding other) {
        return new Requantize(multipliers, shift, other, zeroPoint, clamp);
    }

    /** The same with another clamp, or with none where it is null. */
    public Requantize withClamp(Interval other) {
        return new Requantize(multipliers, shift, rounding, zeroPoint, other, twice);
    }

    /** The only multiplier; {@link IllegalStateException} where there is one for each channel. */
    public long multiplier() {
        if (isPerChannel()) {
            throw new IllegalStateException(multipliers.length + " multipliers, one for each channel");
        }
        return multipliers[0];
    }

    /** The multiplier of one output channel. */
    public long multiplier(int channel) {
        return multipliers[isPerChannel() ? channel : 0];
    }

    /** True where the channels have multipliers of their own. */
    public boolean isPerChannel() {
        return multipliers.length > 1;
    }

    /** One accumulator value of one output channel; {@link ArithmeticException} where a step leaves 64 bits. */
    public long apply(long accumulator, int channel) {
        long product = Math.multiplyExact(accumulator, multiplier(channel));
        long value = Math.addExact(shifted(product, channel), zeroPoint);
        return clamp == null ? value : clamp.clamp(value);
    }

    /** A product of one channel, shifted and rounded. */
    public long shifted(long product, int channel) {
        long nudge = nudge(channel);
        return rounding.shiftRight(Math.addExact(product, product < 0 ? -nudge : nudge), shift);
    }

    /** What rounding twice moves the products of a channel by, away from zero. */
    public long nudge(int channel) {
        return twice ? nudge(multiplier(channel), shift) : 0;
    }

    /** The leading bit of a multiplier, or 0 where that is half a step or more. */
    public static long nudge(long multiplier, int shift) {
        long leading = Long.highestOneBit(multiplier);
        return shift > 0 && leading < 1L << (shift - 1) ? leading : 0;
    }

    /** The name of the rounding: of {@link Rounding}, or {@link #TWICE}. */
    public String roundingName() {
        return twice ? TWICE : rounding.name();
    }

    /** The interval of the outputs for an interval of products; monotone, so its ends are the ends' outputs. */
    public Interval ofScaled(Interval scaled, int channel) {
        Interval value = new Interval(shifted(scaled.low(), channel), shifted(scaled.high(), channel)).plus(zeroPoint);
        return clamp == null ? value : value.clampTo(clamp);
    }

    /** The real number that the only multiplier and the shift stand for. */
    public double scale() {
        return multiplier() / (double) (1L << shift);
    }

    /** The real number that one channel's multiplier and the shift stand for. */
    public double scale(int channel) {
        return multiplier(channel) / (double) (1L << shift);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Requantize that
                && Arrays.equals(multipliers, that.multipliers)
                && shift == that.shift
                && rounding == that.rounding
                && zeroPoint == that.zeroPoint
                && twice == that.twice
                && Objects.equals(clamp, that.clamp);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(multipliers), shift, rounding, zeroPoint, clamp, twice);
    }

    @Override
    public String toString() {
        return Arrays.toString(multipliers) + " >> " + shift + " " + roundingName() + " + " + zeroPoint
                + (clamp == null ? "" : " in " + clamp);
    }
}
