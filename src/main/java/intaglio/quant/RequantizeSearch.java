package intaglio.quant;

import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the narrowest integer multipliers that equal real scales for every accumulator value that can occur.
 *
 * <p>The output is a staircase over the accumulator, with at most 255 steps. The real scale puts the step to level k at
 * some accumulator t. The integers put it at the same t if {@code t * M >= h} and {@code (t - 1) * M < h}. Here h is the
 * smallest product that is rounded to {@code k - Z}; with rounding half up it is {@code (2 * (k - Z) - 1) * 2^(s-1)}. So each
 * step allows an interval of multipliers M. The exact multipliers are those that lie in the intervals of all steps.
 *
 * <p>If M is exact with shift s, then 2 M is exact with s + 1. So the search takes the smallest shift for which every
 * channel has an exact multiplier: there the multipliers are narrowest.
 */
final class RequantizeSearch {

    /** So that h, at most 511 * 2^(s-1) + 1, stays inside 64 bits. */
    private static final int LARGEST_SHIFT = 53;

    private final List<RealRequantize> channels;
    private final Rounding rounding;
    private final int zeroPoint;
    private final Interval output;
    private final boolean twice;

    /** Steps of each channel, from the second level of the output on. */
    private final long[][] thresholds;

    private RequantizeSearch(List<RealRequantize> channels) {
        this.channels = channels;
        rounding = channels.get(0).rounding();
        zeroPoint = channels.get(0).zeroPoint();
        output = channels.get(0).output();
        twice = channels.get(0).twice();
        thresholds = new long[channels.size()][(int) (output.high() - output.low())];
        for (int channel = 0; channel < thresholds.length; channel++) {
            RealRequantize real = channels.get(channel);
            Arrays.setAll(thresholds[channel], step -> real.threshold(output.low() + 1 + step));
        }
    }

    /**
     * The narrowest exact multipliers, or where they need more than {@code bits} the nearest of that width.
     *
     * @param channels one, or one for each output channel; rounding, zero point and output alike
     * @param clamp of the requantization; holds the output interval
     */
    static RequantizeChoice best(List<RealRequantize> channels, Interval clamp, int bits) {
        return new RequantizeSearch(channels).best(clamp, bits);
    }

    private RequantizeChoice best(Interval clamp, int bits) {
        long[] nearest = null;
        int nearestShift = 0;
        for (int shift = 1; shift <= LARGEST_SHIFT; shift++) {
            long[] candidate = nearest(shift);
            if (nearest != null && Arrays.stream(candidate).max().orElseThrow() >= 1L << bits) {
                break;
            }
            long[] exact = exact(shift, bits);
            if (exact != null) {
                return new RequantizeChoice(requantize(exact, shift, clamp), Optional.empty());
            }
            nearest = candidate;
            nearestShift = shift;
        }
        Requantize inexact = requantize(limited(nearest, bits), nearestShift, clamp);
        return new RequantizeChoice(inexact, Optional.of(error(inexact)));
    }

    private Requantize requantize(long[] multipliers, int shift, Interval clamp) {
        return new Requantize(multipliers, shift, rounding, zeroPoint, clamp, twice);
    }

    private long[] nearest(int shift) {
        return channels.stream()
                .mapToLong(real -> Math.round(Math.scalb(real.scale(), shift)))
                .toArray();
    }

    private static long[] limited(long[] multipliers, int bits) {
        return Arrays.stream(multipliers)
                .map(multiplier -> Math.min(multiplier, (1L << bits) - 1))
                .toArray();
    }

    /** The exact multipliers nearest to the scales; null where some channel has none. */
    private long[] exact(int shift, int bits) {
        long[] multipliers = nearest(shift);
        for (int channel = 0; channel < multipliers.length; channel++) {
            MultiplierBounds bounds = new MultiplierBounds((1L << bits) - 1);
            if (twice) {
                bounds.leadingBitOf(multipliers[channel]);
            }
            narrow(bounds, channel, shift, multipliers[channel]);
            if (bounds.isEmpty()) {
                return null;
            }
            multipliers[channel] = bounds.nearest(multipliers[channel]);
        }
        return multipliers;
    }

    private void narrow(MultiplierBounds bounds, int channel, int shift, long near) {
        Interval accumulators = channels.get(channel).accumulators();
        for (int step = 0; step < thresholds[channel].length && !bounds.isEmpty(); step++) {
            long least = smallestReaching(output.low() + 1 + step - zeroPoint, shift, near);
            long threshold = thresholds[channel][step];
            if (threshold <= accumulators.high()) {
                bounds.productAtLeast(threshold, least);
            }
            if (threshold > accumulators.low()) {
                bounds.productBelow(threshold - 1, least);
            }
        }
    }

    /** The smallest product of a multiplier, or of one with its leading bit, that becomes a result. */
    private long smallestReaching(long result, int shift, long multiplier) {
        long nudge = twice ? Requantize.nudge(multiplier, shift) : 0;
        return rounding.smallestReaching(result, shift) - (result > 0 ? nudge : -nudge);
    }

    /** Between two steps of either staircase nothing changes, so the steps are all that has to be compared. */
    private RequantizeError error(Requantize requantize) {
        RequantizeError first = null;
        long worst = 0;
        for (int channel = 0; channel < channels.size(); channel++) {
            RealRequantize real = channels.get(channel);
            for (long accumulator : steps(channel, requantize)) {
                long exact = real.apply(accumulator);
                long found = output.clamp(requantize.apply(accumulator, channel));
                worst = Math.max(worst, Math.abs(exact - found));
                if (exact != found && first == null) {
                    first = new RequantizeError(channel, accumulator, exact, found, 0);
                }
            }
        }
        if (first == null) {
            throw new IllegalStateException("exact multipliers not found: " + requantize);
        }
        return new RequantizeError(first.channel(), first.accumulator(), first.real(), first.integer(), worst);
    }

    private NavigableSet<Long> steps(int channel, Requantize requantize) {
        Interval accumulators = channels.get(channel).accumulators();
        NavigableSet<Long> steps = new TreeSet<>();
        steps.add(accumulators.low());
        Arrays.stream(thresholds[channel]).forEach(steps::add);
        long multiplier = requantize.multiplier(channel);
        for (long level = output.low() + 1; level <= output.high() && multiplier > 0; level++) {
            long least = smallestReaching(level - zeroPoint, requantize.shift(), multiplier);
            steps.add(-Math.floorDiv(-least, multiplier));
        }
        steps.removeIf(step -> !accumulators.contains(step));
        return steps;
    }
}
