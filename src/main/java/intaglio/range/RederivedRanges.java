package intaglio.range;

import intaglio.graph.IntegerModel;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every interval of {@code ranges.json} once more, from extremal inputs in unbounded integers. By induction over the
 * layers no value of the network leaves them: each layer's inputs lie in the intervals derived for the layer before.
 *
 * @param label the layer
 * @param fields interval by field name of the file; without the fields that the layer does not have
 * @param outputByChannel interval of each output channel
 */
record RederivedRanges(String label, Map<String, BigRange> fields, List<BigRange> outputByChannel) {

    static List<RederivedRanges> of(IntegerModel model) {
        List<RederivedRanges> layers = new ArrayList<>();
        List<Shape> shapes = model.network().shapes().inOrder();
        List<BigRange> input = Collections.nCopies(model.network().input().channels(), BigRange.of(0, 255));
        for (int i = 0; i < model.network().layers().size(); i++) {
            Layer layer = model.network().layers().get(i);
            RederivedRanges ranges = layer instanceof Pool2d pool
                    ? pool(pool, input)
                    : weighted((Weighted) layer, model.parameters().get(layer.label()), shapes.get(i), input);
            layers.add(ranges);
            input = ranges.outputByChannel();
        }
        return layers;
    }

    private static RederivedRanges pool(Pool2d pool, List<BigRange> input) {
        Map<String, BigRange> fields = new LinkedHashMap<>();
        BigInteger area = BigInteger.valueOf(
                (long) pool.window().kernelHeight() * pool.window().kernelWidth());
        boolean maximum = pool.kind() == PoolKind.MAX;
        List<BigRange> output = new ArrayList<>();
        for (BigRange channel : input) {
            BigRange sum = channel.times(area);
            hull(fields, "sum", maximum ? channel : sum);
            if (!maximum) {
                // A partial sum may be that of no value at all.
                hull(fields, "sum", BigRange.of(0, 0));
            }
            output.add(maximum ? channel : sum.divided(area, Rounding.HALF_EVEN));
            hull(fields, "output", output.get(output.size() - 1));
        }
        return new RederivedRanges(pool.label(), fields, output);
    }

    private static RederivedRanges weighted(
            Weighted layer, IntegerParameters parameters, Shape shape, List<BigRange> input) {
        Map<String, BigRange> fields = new LinkedHashMap<>();
        List<BigRange> output = new ArrayList<>();
        boolean padded = layer instanceof Conv2d conv && conv.window().isPadded();
        int perChannel = layer instanceof Conv2d conv
                ? conv.window().kernelHeight() * conv.window().kernelWidth()
                : shape.height() * shape.width();
        for (int outChannel = 0; outChannel < layer.outChannels(); outChannel++) {
            List<BigRange> seen = input;
            int first = 0;
            if (layer instanceof Conv2d conv && conv.groups() > 1) {
                int size = input.size() / conv.groups();
                int group = outChannel / (conv.outChannels() / conv.groups());
                first = group * size;
                seen = input.subList(first, first + size);
            }
            ExtremalInputs inputs = new ExtremalInputs(parameters, outChannel, perChannel, first, seen, padded);
            BigInteger bias = BigInteger.valueOf(parameters.bias()[outChannel]);
            inputs.weights().forEach(weight -> hull(fields, "weight", new BigRange(weight, weight)));
            hull(fields, "product", inputs.product());
            hull(fields, "sum", inputs.partialSum());
            hull(fields, "bias", new BigRange(bias, bias));
            hull(fields, "accumulator", inputs.partialSum().plus(bias));
            BigRange scaled = inputs.sum()
                    .plus(bias)
                    .times(BigInteger.valueOf(parameters.requantize().multiplier(outChannel)));
            hull(fields, "scaled", scaled);
            BigRange requantized = scaled.requantized(parameters.requantize());
            hull(fields, "requantized", requantized);
            output.add(activation(layer, parameters, requantized));
            hull(fields, "output", output.get(outChannel));
        }
        return new RederivedRanges(layer.label(), fields, output);
    }

    private static BigRange activation(Weighted layer, IntegerParameters parameters, BigRange requantized) {
        if (parameters.table().isEmpty()) {
            BigInteger zero = BigInteger.valueOf(parameters.requantize().zeroPoint());
            return layer.activation() == Activation.RELU ? requantized.atLeast(zero) : requantized;
        }
        int[] seen = Arrays.copyOfRange(
                parameters.table().get().outputs(),
                requantized.low().intValueExact(),
                requantized.high().intValueExact() + 1);
        Arrays.sort(seen);
        return BigRange.of(seen[0], seen[seen.length - 1]);
    }

    private static void hull(Map<String, BigRange> fields, String name, BigRange range) {
        fields.put(name, BigRange.union(fields.get(name), range));
    }
}
