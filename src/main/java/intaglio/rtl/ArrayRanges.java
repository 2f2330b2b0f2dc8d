package intaglio.rtl;

import intaglio.ir.IntegerParameters;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.op.Weighted;
import intaglio.range.LayerRanges;

/**
 * Intervals inside the MAC array. It multiplies the inputs as they come; the input zero point is taken off through the
 * bias, {@code bias - sum of weight * inputZeroPoint} over the channel's weights. Where those zero points are 0 these are the intervals
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
     * @param layer the layer
     * @param input shape of its input
     * @param parameters its integer parameters
     * @param ranges its intervals as proved
     * @param x proved interval of the inputs
     */
    static ArrayRanges of(Weighted layer, Shape input, IntegerParameters parameters, LayerRanges ranges, Interval x) {
        if (parameters.hasPlainInput()) {
            return new ArrayRanges(ranges.product(), ranges.sum(), ranges.bias(), ranges.accumulator());
        }
        ArrayRanges all = null;
        long[] biases = biases(layer, input, parameters);
        for (int channel = 0; channel < biases.length; channel++) {
            ArrayRanges one = ofChannel(layer, input, parameters, channel, x.withZero(), biases[channel]);
            all = all == null ? one : all.union(one);
        }
        return all;
    }

    /** What the accumulators of each output channel start from. */
    static long[] biases(Weighted layer, Shape input, IntegerParameters parameters) {
        long[] biases = parameters.bias().clone();
        int perChannel = parameters.weightsPerChannel();
        for (int channel = 0; channel < biases.length; channel++) {
            for (int i = 0; i < perChannel; i++) {
                long zeroPoint = parameters.inputZeroPoint(layer.inputChannel(channel, i, input));
                long weight = parameters.weight(channel, channel * perChannel + i);
                biases[channel] = Math.subtractExact(biases[channel], Math.multiplyExact(weight, zeroPoint));
            }
        }
        return biases;
    }

    private static ArrayRanges ofChannel(
            Weighted layer, Shape input, IntegerParameters parameters, int channel, Interval x, long bias) {
        Interval product = Interval.ZERO;
        Interval sum = Interval.ZERO;
        for (int i = 0; i < parameters.weightsPerChannel(); i++) {
            // A partial sum leaves terms out, and padding reads the zero point.
            int zeroPoint = parameters.inputZeroPoint(layer.inputChannel(channel, i, input));
            Interval seen = x.union(Interval.of(zeroPoint));
            Interval term = seen.times(parameters.weight(channel, channel * parameters.weightsPerChannel() + i));
            product = product.union(term);
            sum = sum.plus(term);
        }
        return new ArrayRanges(product, sum, Interval.of(bias), sum.plus(bias));
    }

    ArrayRanges union(ArrayRanges other) {
        return new ArrayRanges(
                product.union(other.product),
                sum.union(other.sum),
                bias.union(other.bias),
                accumulator.union(other.accumulator));
    }
}
