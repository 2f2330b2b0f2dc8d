package intaglio.range;

import intaglio.graph.IntegerModel;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Intervals of one layer from those of its inputs. {@link ArithmeticException} where a bound leaves 64 bits.
 *
 * @param model the integers
 * @param shapes of what the layer reads, in order
 * @param inputs intervals of what it reads: input x channel
 */
record LayerRules(IntegerModel model, List<Shape> shapes, List<List<Interval>> inputs)
        implements LayerCases<LayerRanges> {

    @Override
    public LayerRanges conv2d(Conv2d layer) {
        return weighted(layer, layer.window().isPadded());
    }

    @Override
    public LayerRanges dense(Dense layer) {
        return weighted(layer, false);
    }

    @Override
    public LayerRanges pool2d(Pool2d layer) {
        List<Interval> input = inputs.get(0);
        Window window = layer.window();
        if (layer.kind() == PoolKind.MAX) {
            return LayerRanges.pool(layer.label(), hull(input), input);
        }
        int padding = model.padding().getOrDefault(layer.label(), 0);
        List<Interval> seen = layer.kind() == PoolKind.AVERAGE && window.isPadded()
                ? input.stream()
                        .map(channel -> channel.union(Interval.of(padding)))
                        .toList()
                : input;
        // The mean lies between the extremes, and at the extremes there is nothing to round.
        return LayerRanges.pool(layer.label(), hull(seen).withZero().times(window.area()), seen);
    }

    @Override
    public LayerRanges concat(Concat layer) {
        return LayerRanges.moved(
                layer.label(), inputs.stream().flatMap(List::stream).toList());
    }

    @Override
    public LayerRanges depthToSpace(DepthToSpace layer) {
        Shape output = layer.outputShape(shapes);
        List<Interval> channels = new ArrayList<>();
        for (int channel = 0; channel < output.channels(); channel++) {
            List<Interval> pixels = new ArrayList<>();
            for (int pixel = 0; pixel < layer.block() * layer.block(); pixel++) {
                int from = layer.inputChannel(channel, pixel / layer.block(), pixel % layer.block(), output);
                pixels.add(inputs.get(0).get(from));
            }
            channels.add(hull(pixels));
        }
        return LayerRanges.moved(layer.label(), channels);
    }

    @Override
    public LayerRanges add(Add layer) {
        SumParameters parameters = model.sums().get(layer.label());
        Requantize requantize = parameters.requantize();
        List<Interval> products = new ArrayList<>();
        List<Interval> partials = new ArrayList<>();
        List<Interval> finals = new ArrayList<>();
        for (int channel = 0; channel < shapes.get(0).channels(); channel++) {
            Interval partial = Interval.of(0);
            Interval total = Interval.of(0);
            for (int input = 0; input < inputs.size(); input++) {
                Interval product = inputs.get(input)
                        .get(channel)
                        .plus(-(long) parameters.inputZeroPoints()[input])
                        .times(parameters.multipliers()[input]);
                products.add(product);
                total = total.plus(product);
                partial = partial.plus(product.withZero());
            }
            partials.add(partial);
            finals.add(total);
        }
        List<Interval> requantized = IntStream.range(0, finals.size())
                .mapToObj(channel -> requantize.ofScaled(finals.get(channel), channel))
                .toList();
        List<Interval> output = requantized.stream()
                .map(value -> activation(layer.activation(), requantize, parameters.table(), value))
                .toList();
        Interval weights = IntStream.range(0, inputs.size())
                .mapToObj(input -> Interval.of(parameters.multipliers()[input]))
                .reduce(Interval::union)
                .orElseThrow();
        return new LayerRanges(
                layer.label(),
                weights,
                hull(products),
                hull(partials),
                Interval.of(0),
                hull(partials),
                hull(finals),
                hull(requantized),
                hull(output),
                output,
                finals);
    }

    private LayerRanges weighted(Weighted layer, boolean padded) {
        IntegerParameters parameters = model.parameters(layer);
        List<Interval> input = inputs.get(0);
        List<Interval> seen = IntStream.range(0, input.size())
                .mapToObj(channel -> input.get(channel).plus(-(long) parameters.inputZeroPoint(channel)))
                .map(channel -> padded ? channel.withZero() : channel)
                .toList();
        return weighted(layer, parameters, shapes.get(0), seen);
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
            requantized.add(requantize.ofScaled(scaled.get(outChannel), outChannel));
        }
        List<Interval> output = requantized.stream()
                .map(channel -> activation(layer.activation(), requantize, parameters.table(), channel))
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

    private static Interval activation(
            Activation activation, Requantize requantize, Optional<LookupTable> table, Interval requantized) {
        if (table.isPresent()) {
            return table.get().output(requantized);
        }
        return activation == Activation.RELU ? requantized.atLeast(requantize.zeroPoint()) : requantized;
    }

    /** The input channels that an output channel sees. */
    private static List<Interval> seen(Weighted layer, int outChannel, Shape shape, List<Interval> input) {
        int first = layer.inputChannel(outChannel, 0, shape);
        return input.subList(first, first + shape.channels() / layer.groups());
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
