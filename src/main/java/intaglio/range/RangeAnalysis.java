package intaglio.range;

import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Interval analysis of the whole network from the real weights and the input range 0..255, channel by channel.
 *
 * <p>A weighted sum is largest where every input with a positive weight is at its top and every other at its bottom.
 * For the first layer that is one image, so its bounds are reached; for later layers the inputs depend on each other
 * and the bounds are sound but may not be reached. All arithmetic is exact.
 */
public final class RangeAnalysis {

    private RangeAnalysis() {}

    /**
     * Intervals of every layer.
     *
     * @throws IntaglioException (bad input) where a value of some layer can leave 64 bits
     */
    public static Ranges of(IntegerModel model) {
        List<LayerRanges> found = new ArrayList<>();
        List<Shape> shapes = model.network().shapes().inOrder();
        List<Interval> input = Collections.nCopies(shapes.get(0).channels(), new Interval(0, IntegerModel.INPUT_MAX));
        for (int i = 0; i < model.network().layers().size(); i++) {
            Layer layer = model.network().layers().get(i);
            try {
                LayerRanges ranges = layer(model, layer, shapes.get(i), input);
                found.add(ranges);
                input = ranges.outputByChannel();
            } catch (ArithmeticException overflow) {
                throw IntaglioException.badInput(
                        "network '" + model.network().name() + "', layer '" + layer.label() + "'",
                        "its worst-case values need more than 64 bits",
                        "use a smaller multiplier, a larger shift or fewer layers without requantization");
            }
        }
        return new Ranges(found);
    }

    private static LayerRanges layer(IntegerModel model, Layer layer, Shape shape, List<Interval> input) {
        if (layer instanceof Pool2d pool) {
            return pool(pool, input);
        }
        Weighted weighted = (Weighted) layer;
        IntegerParameters parameters = model.parameters(weighted);
        boolean padded = layer instanceof Conv2d conv && conv.window().isPadded();
        List<Interval> seen = IntStream.range(0, input.size())
                .mapToObj(channel -> input.get(channel).plus(-(long) parameters.inputZeroPoint(channel)))
                .map(channel -> padded ? channel.withZero() : channel)
                .toList();
        return weighted(weighted, parameters, shape, seen);
    }

    private static LayerRanges pool(Pool2d pool, List<Interval> input) {
        Interval seen = hull(input);
        if (pool.kind() == PoolKind.MAX) {
            return LayerRanges.pool(pool.label(), seen, input);
        }
        // The mean lies between the extremes, and at the extremes there is nothing to round.
        return LayerRanges.pool(
                pool.label(), seen.withZero().times(pool.window().area()), input);
    }

    /** Intervals of a weighted layer; {@code input} holds the inputs less their zero point. */
    private static LayerRanges weighted(
            Weighted layer, IntegerParameters parameters, Shape shape, List<Interval> input) {
        Requantize requantize = parameters.requantize();
        int weightsPerChannel = layer.weightsPerChannel(shape);
        List<ChannelSum> sums = new ArrayList<>();
        List<Interval> accumulators = new ArrayList<>();
        List<Interval> finals = new ArrayList<>();
        List<Interval> scaled = new ArrayList<>();
        List<Interval> requantized = new ArrayList<>();
        for (int outChannel = 0; outChannel < layer.outChannels(); outChannel++) {
            ChannelSum sum =
                    ChannelSum.of(parameters, outChannel, weightsPerChannel, seen(layer, outChannel, shape, input));
            long bias = parameters.bias()[outChannel];
            sums.add(sum);
            accumulators.add(sum.partial().plus(bias));
            finals.add(sum.total().plus(bias));
            scaled.add(finals.get(outChannel).times(requantize.multiplier(outChannel)));
            requantized.add(requantize.ofScaled(scaled.get(outChannel)));
        }
        List<Interval> output = requantized.stream()
                .map(channel -> activation(layer, parameters, channel))
                .toList();
        return new LayerRanges(
                layer.label(),
                hull(sums.stream().map(ChannelSum::weight).toList()),
                hull(sums.stream().map(ChannelSum::product).toList()),
                hull(sums.stream().map(ChannelSum::partial).toList()),
                bias(parameters),
                hull(accumulators),
                hull(scaled),
                hull(requantized),
                hull(output),
                output,
                finals);
    }

    private static Interval activation(Weighted layer, IntegerParameters parameters, Interval requantized) {
        if (parameters.table().isPresent()) {
            return parameters.table().get().output(requantized);
        }
        return layer.activation() == Activation.RELU
                ? requantized.atLeast(parameters.requantize().zeroPoint())
                : requantized;
    }

    /** The input channels that an output channel sees. */
    private static List<Interval> seen(Weighted layer, int outChannel, Shape shape, List<Interval> input) {
        if (layer instanceof Conv2d conv) {
            int first = conv.firstInput(outChannel, shape);
            return input.subList(first, first + conv.groupInputs(shape));
        }
        return input;
    }

    private static Interval bias(IntegerParameters parameters) {
        Interval bias = Interval.of(parameters.bias()[0]);
        for (long value : parameters.bias()) {
            bias = bias.union(Interval.of(value));
        }
        return bias;
    }

    private static Interval hull(List<Interval> channels) {
        return channels.stream().reduce(Interval::union).orElseThrow();
    }
}
