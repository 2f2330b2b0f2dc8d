package intaglio.range;

import intaglio.ir.IntegerParameters;
import intaglio.num.Interval;
import java.util.List;

/**
 * Intervals of the weighted sum of one output channel, without bias.
 *
 * @param weight effective weights of the channel
 * @param product one weight times one input less its zero point
 * @param total the complete sum
 * @param partial every partial sum in any order, the empty one and the complete one included
 */
record ChannelSum(Interval weight, Interval product, Interval total, Interval partial) {

    /**
     * Sums the terms of one output channel.
     *
     * @param weightsPerChannel inputs of one output; the same number of them for every input channel, in CHW order
     * @param input interval of each input channel that the output sees, less the inputs' zero point
     * @throws ArithmeticException where a bound leaves 64 bits
     */
    static ChannelSum of(IntegerParameters parameters, int outChannel, int weightsPerChannel, List<Interval> input) {
        int first = outChannel * weightsPerChannel;
        int weightsPerInput = weightsPerChannel / input.size();
        ChannelSum sum = null;
        for (int inChannel = 0; inChannel < input.size(); inChannel++) {
            int from = first + inChannel * weightsPerInput;
            ChannelSum part = ofInputChannel(parameters, from, from + weightsPerInput, input.get(inChannel));
            sum = sum == null ? part : sum.plus(part);
        }
        return sum;
    }

    private static ChannelSum ofInputChannel(IntegerParameters parameters, int from, int to, Interval input) {
        long positive = 0;
        long negative = 0;
        int smallest = parameters.weight(from);
        int largest = smallest;
        for (int i = from; i < to; i++) {
            int weight = parameters.weight(i);
            positive += Math.max(weight, 0);
            negative += Math.min(weight, 0);
            smallest = Math.min(smallest, weight);
            largest = Math.max(largest, weight);
        }
        Interval up = input.times(positive);
        Interval down = input.times(negative);
        return new ChannelSum(
                new Interval(smallest, largest),
                input.times(smallest).union(input.times(largest)),
                up.plus(down),
                // A partial sum leaves terms out: each term then counts as 0.
                input.withZero().times(positive).plus(input.withZero().times(negative)));
    }

    private ChannelSum plus(ChannelSum other) {
        return new ChannelSum(
                weight.union(other.weight),
                product.union(other.product),
                total.plus(other.total),
                partial.plus(other.partial));
    }
}
