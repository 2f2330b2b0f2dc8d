package intaglio.rtl;

import intaglio.ir.IntegerParameters;
import intaglio.num.Interval;
import intaglio.range.LayerRanges;

/**
 * Intervals inside the MAC array. It multiplies the inputs as they come; the input zero point is taken off through the
 * bias, {@code bias - inputZeroPoint * sum of the channel's weights}. Where that zero point is 0 these are the intervals
 * of {@code ranges.json}; elsewhere only the final accumulators are the same.
 *
 * @param product one weight times one input
 * @param sum every partial sum without bias
 * @param bias what the accumulators start from
 * @param accumulator every partial sum with bias
 */
record ArrayRanges(Interval product, Interval sum, Interval bias, Interval accumulator) {

    /**
     * Intervals over all output channels.
     *
     * @param parameters the layer
     * @param ranges its intervals as proved
     * @param x proved interval of the inputs
     */
    static ArrayRanges of(IntegerParameters parameters, LayerRanges ranges, Interval x) {
        if (parameters.inputZeroPoint() == 0) {
            return new ArrayRanges(ranges.product(), ranges.sum(), ranges.bias(), ranges.accumulator());
        }
        // A partial sum leaves terms out, and padding reads the zero point.
        Interval seen = x.withZero().union(Interval.of(parameters.inputZeroPoint()));
        ArrayRanges all = null;
        long[] biases = biases(parameters);
        for (int channel = 0; channel < biases.length; channel++) {
            ArrayRanges one = ofChannel(parameters, channel, seen, biases[channel]);
            all = all == null ? one : all.union(one);
        }
        return all;
    }

    /** What the accumulators of each output channel start from. */
    static long[] biases(IntegerParameters parameters) {
        long[] biases = parameters.bias().clone();
        for (int channel = 0; channel < biases.length; channel++) {
            long weights = 0;
            for (int i = 0; i < parameters.weightsPerChannel(); i++) {
                weights += parameters.weight(channel, channel * parameters.weightsPerChannel() + i);
            }
            biases[channel] = Math.subtractExact(biases[channel],
                    Math.multiplyExact(weights, (long) parameters.inputZeroPoint()));
        }
        return biases;
    }

    private static ArrayRanges ofChannel(IntegerParameters parameters, int channel, Interval x, long bias) {
        Interval product = Interval.ZERO;
        Interval sum = Interval.ZERO;
        for (int i = 0; i < parameters.weightsPerChannel(); i++) {
            Interval term = x.times(parameters.weight(channel, channel * parameters.weightsPerChannel() + i));
            product = product.union(term);
            sum = sum.plus(term);
        }
        return new ArrayRanges(product, sum, Interval.of(bias), sum.plus(bias));
    }

    ArrayRanges union(ArrayRanges other) {
        return new ArrayRanges(product.union(other.product), sum.union(other.sum), bias.union(other.bias),
                accumulator.union(other.accumulator));
    }
}
