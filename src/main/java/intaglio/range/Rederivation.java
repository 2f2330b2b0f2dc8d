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
import intaglio.num.Rounding;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ranges of one layer from those of its inputs, from extremal inputs in unbounded integers.
 *
 * @param model the integers
 * @param shapes of what the layer reads, in order
 * @param inputs ranges of what it reads: input x channel
 */
record Rederivation(IntegerModel model, List<Shape> shapes, List<List<BigRange>> inputs)
        implements LayerCases<RederivedRanges> {

    @Override
    public RederivedRanges conv2d(Conv2d layer) {
        return weighted(layer, model.parameters(layer), shapes.get(0), inputs.get(0));
    }

    @Override
    public RederivedRanges dense(Dense layer) {
        return weighted(layer, model.parameters(layer), shapes.get(0), inputs.get(0));
    }

    @Override
    public RederivedRanges pool2d(Pool2d layer) {
        Map<String, BigRange> fields = new LinkedHashMap<>();
        Window window = layer.window();
        BigInteger area = BigInteger.valueOf((long) window.kernelHeight() * window.kernelWidth());
        boolean maximum = layer.kind() == PoolKind.MAX;
        boolean paddingCounts = layer.kind() == PoolKind.AVERAGE && window.isPadded();
        List<BigRange> output = new ArrayList<>();
        for (BigRange inside : inputs.get(0)) {
            long zero = model.padding().getOrDefault(layer.label(), 0);
            BigRange channel = paddingCounts ? BigRange.union(inside, BigRange.of(zero, zero)) : inside;
            BigRange sum = channel.times(area);
            hull(fields, "sum", maximum ? channel : sum);
            if (!maximum) {
                // A partial sum may be that of no value at all.
                hull(fields, "sum", BigRange.of(0, 0));
            }
            output.add(maximum ? channel : sum.divided(area, Rounding.HALF_EVEN));
            hull(fields, "output", output.get(output.size() - 1));
        }
        return new RederivedRanges(layer.label(), fields, output);
    }

    @Override
    public RederivedRanges add(Add layer) {
        SumParameters parameters = model.sums().get(layer.label());
        Map<String, BigRange> fields = new LinkedHashMap<>();
        List<BigRange> output = new ArrayList<>();
        hull(fields, "bias", BigRange.of(0, 0));
        for (int channel = 0; channel < inputs.get(0).size(); channel++) {
            BigRange sum = BigRange.of(0, 0);
            BigRange partial = BigRange.of(0, 0);
            for (int input = 0; input < inputs.size(); input++) {
                BigInteger multiplier = BigInteger.valueOf(parameters.multipliers()[input]);
                BigRange term = inputs.get(input)
                        .get(channel)
                        .plus(BigInteger.valueOf(-parameters.inputZeroPoints()[input]))
                        .times(multiplier);
                hull(fields, "weight", new BigRange(multiplier, multiplier));
                hull(fields, "product", term);
                sum = new BigRange(sum.low().add(term.low()), sum.high().add(term.high()));
                partial = new BigRange(
                        partial.low().add(term.low().min(BigInteger.ZERO)),
                        partial.high().add(term.high().max(BigInteger.ZERO)));
            }
            hull(fields, "sum", partial);
            hull(fields, "accumulator", partial);
            hull(fields, "scaled", sum);
            BigRange requantized = sum.requantized(parameters.requantize(), channel);
            hull(fields, "requantized", requantized);
            output.add(activation(layer.activation(), parameters.requantize(), parameters.table(), requantized));
            hull(fields, "output", output.get(channel));
        }
        return new RederivedRanges(layer.label(), fields, output);
    }

    @Override
    public RederivedRanges concat(Concat layer) {
        List<BigRange> output = new ArrayList<>();
        inputs.forEach(output::addAll);
        return moved(layer.label(), output);
    }

    @Override
    public RederivedRanges depthToSpace(DepthToSpace layer) {
        Shape shape = layer.outputShape(shapes);
        List<BigRange> output = new ArrayList<>();
        for (int channel = 0; channel < shape.channels(); channel++) {
            BigRange range = null;
            for (int row = 0; row < layer.block(); row++) {
                for (int column = 0; column < layer.block(); column++) {
                    int from = layer.inputChannel(channel, row, column, shape);
                    range = BigRange.union(range, inputs.get(0).get(from));
                }
            }
            output.add(range);
        }
        return moved(layer.label(), output);
    }

    private static RederivedRanges moved(String label, List<BigRange> output) {
        Map<String, BigRange> fields = new LinkedHashMap<>();
        output.forEach(channel -> hull(fields, "output", channel));
        return new RederivedRanges(label, fields, output);
    }

    private static RederivedRanges weighted(
            Weighted layer, IntegerParameters parameters, Shape shape, List<BigRange> input) {
        Map<String, BigRange> fields = new LinkedHashMap<>();
        List<BigRange> output = new ArrayList<>();
        boolean padded = layer.movingWindow().map(Window::isPadded).orElse(false);
        int perChannel = layer.movingWindow()
                .map(window -> window.kernelHeight() * window.kernelWidth())
                .orElse(shape.height() * shape.width());
        for (int outChannel = 0; outChannel < layer.outChannels(); outChannel++) {
            int size = input.size() / layer.groups();
            int first = outChannel / (layer.outChannels() / layer.groups()) * size;
            List<BigRange> seen = input.subList(first, first + size);
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
            BigRange requantized = scaled.requantized(parameters.requantize(), outChannel);
            hull(fields, "requantized", requantized);
            output.add(activation(layer.activation(), parameters.requantize(), parameters.table(), requantized));
            hull(fields, "output", output.get(outChannel));
        }
        return new RederivedRanges(layer.label(), fields, output);
    }

    private static BigRange activation(
            Activation activation, Requantize requantize, Optional<LookupTable> table, BigRange requantized) {
        if (table.isEmpty()) {
            BigInteger zero = BigInteger.valueOf(requantize.zeroPoint());
            return activation == Activation.RELU ? requantized.atLeast(zero) : requantized;
        }
        int[] seen = Arrays.copyOfRange(
                table.get().outputs(),
                requantized.low().intValueExact(),
                requantized.high().intValueExact() + 1);
        Arrays.sort(seen);
        return BigRange.of(seen[0], seen[seen.length - 1]);
    }

    private static void hull(Map<String, BigRange> fields, String name, BigRange range) {
        fields.put(name, BigRange.union(fields.get(name), range));
    }
}
