package intaglio.quant;

import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Brings the sums of output channels with units of their own to one unit, so that they can be compared as logits:
 * {@code y = round(sum * M[c] / 2^s)} with {@code M[c] / 2^s} in place of {@code units[c] / unit}, not clamped. The
 * multipliers are the narrowest whose error stays below half a unit for every sum that can occur; rounded to nearest, a
 * logit is off by less than one unit then.
 */
final class CommonUnit {

    /** Logits have so many steps at least, where a unit is fine enough for them. */
    private static final double STEPS = 0x1p16;

    private static final int LARGEST_SHIFT = 62;

    private final double[] units;
    private final List<Interval> sums;
    private final double unit;

    /**
     * Chooses the unit: the coarsest of the channels' that leaves the logits 65,536 steps, else the finest. Quantizers
     * give channels without weights a scale of 1, in which the others would be lost.
     *
     * @param units real value of one step of each channel's sum
     * @param sums proved interval of each channel
     */
    CommonUnit(double[] units, List<Interval> sums) {
        this.units = units;
        this.sums = sums;
        double range = 0;
        for (int channel = 0; channel < units.length; channel++) {
            range = Math.max(range, peak(channel) * units[channel]);
        }
        double[] sorted = units.clone();
        Arrays.sort(sorted);
        int chosen = sorted.length - 1;
        while (chosen > 0 && range / sorted[chosen] < STEPS) {
            chosen--;
        }
        unit = sorted[chosen];
    }

    /** Real value of one step of the logits. */
    double unit() {
        return unit;
    }

    /**
     * The requantization, and how far it is from the real units where the multipliers are too narrow.
     *
     * @param bits widest multiplier to use
     */
    RequantizeChoice requantize(int bits, Rounding rounding) {
        int shift = 0;
        while (error(multipliers(shift, bits), shift).isPresent()
                && shift < LARGEST_SHIFT
                && largest(shift + 1) < 1L << bits) {
            shift++;
        }
        long[] multipliers = multipliers(shift, bits);
        return new RequantizeChoice(new Requantize(multipliers, shift, rounding, 0, null), error(multipliers, shift));
    }

    private double largest(int shift) {
        return Math.rint(Math.scalb(Arrays.stream(units).max().orElseThrow() / unit, shift));
    }

    private long[] multipliers(int shift, int bits) {
        return Arrays.stream(units)
                .mapToLong(one -> Math.min(Math.round(Math.scalb(one / unit, shift)), (1L << bits) - 1))
                .toArray();
    }

    /** The first channel with an error of half a unit or more, and the worst of all. */
    private Optional<RequantizeError> error(long[] multipliers, int shift) {
        double worst = 0;
        RequantizeError first = null;
        for (int channel = 0; channel < units.length; channel++) {
            double real = units[channel] / unit;
            double off = Math.abs(Math.scalb((double) multipliers[channel], -shift) - real);
            worst = Math.max(worst, peak(channel) * off);
            if (peak(channel) * off >= 0.5 && first == null) {
                Interval sum = sums.get(channel);
                long at = Math.abs((double) sum.low()) * off >= 0.5 ? sum.low() : (long) Math.ceil(0.5 / off);
                first = new RequantizeError(
                        channel,
                        at,
                        Math.round(at * real),
                        Math.round(Math.scalb((double) at * multipliers[channel], -shift)),
                        0);
            }
        }
        return first == null
                ? Optional.empty()
                : Optional.of(new RequantizeError(
                        first.channel(), first.accumulator(), first.real(), first.integer(), (long) Math.ceil(worst)));
    }

    private double peak(int channel) {
        Interval sum = sums.get(channel);
        return Math.max(Math.abs((double) sum.low()), Math.abs((double) sum.high()));
    }
}
