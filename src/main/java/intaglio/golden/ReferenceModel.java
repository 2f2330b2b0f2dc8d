package intaglio.golden;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The definition of the integer network, one frame at a time, written to be read. Every operation is exact: where a
 * value would leave 64 bits it throws {@link ArithmeticException}. {@link GoldenModel} gives the same numbers fast.
 */
public final class ReferenceModel {

    private final IntegerModel model;
    private final Shapes shapes;

    public ReferenceModel(IntegerModel model) {
        this.model = model;
        shapes = model.network().shapes();
    }

    /**
     * Runs one frame.
     *
     * @param pixels unsigned bytes, CHW
     * @param offset index of the frame's first pixel
     */
    public Trace run(byte[] pixels, int offset) {
        Shape shape = model.network().input();
        long[] values = new long[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(pixels[offset + i]);
        }
        List<LayerTrace> traces = new ArrayList<>();
        Map<String, long[]> tensors = new HashMap<>();
        tensors.put(Network.INPUT, values);
        for (Node node : model.network().nodes()) {
            LayerTrace trace = node.layer().match(new Definition(node, tensors));
            traces.add(trace);
            tensors.put(node.label(), trace.output());
        }
        return new Trace(traces);
    }

    /** One node of one frame. */
    private final class Definition implements LayerCases<LayerTrace> {

        private final Node node;
        private final List<Shape> shapes;
        private final List<long[]> inputs;

        Definition(Node node, Map<String, long[]> tensors) {
            this.node = node;
            shapes = ReferenceModel.this.shapes.inputs(node);
            inputs = node.inputs().stream().map(tensors::get).toList();
        }

        @Override
        public LayerTrace conv2d(Conv2d layer) {
            return weighted(layer, convolution(layer, model.parameters(layer), shapes.get(0), inputs.get(0)));
        }

        @Override
        public LayerTrace dense(Dense layer) {
            return weighted(
                    layer,
                    ReferenceModel.dense(model.parameters(layer), shapes.get(0), inputs.get(0), layer.outChannels()));
        }

        private LayerTrace weighted(Weighted layer, long[] accumulator) {
            IntegerParameters parameters = model.parameters(layer);
            return requantized(layer.activation(), parameters.requantize(), parameters.table(), accumulator);
        }

        @Override
        public LayerTrace add(Add layer) {
            SumParameters parameters = model.sums().get(layer.label());
            long[] accumulator = sum(parameters, inputs);
            return requantized(layer.activation(), parameters.requantize(), parameters.table(), accumulator);
        }

        private LayerTrace requantized(
                Activation activation, Requantize requantize, Optional<LookupTable> table, long[] accumulator) {
            int pixels = ReferenceModel.this.shapes.output(node).pixels();
            long[] requantized = new long[accumulator.length];
            long[] output = new long[accumulator.length];
            for (int i = 0; i < accumulator.length; i++) {
                requantized[i] = requantize.apply(accumulator[i], i / pixels);
                output[i] = activation(activation, requantized[i], requantize.zeroPoint(), table);
            }
            return trace(accumulator, requantized, output);
        }

        @Override
        public LayerTrace pool2d(Pool2d layer) {
            int padding = model.padding().getOrDefault(layer.label(), 0);
            return trace(null, null, pool(layer, padding, shapes.get(0), inputs.get(0)));
        }

        @Override
        public LayerTrace concat(Concat layer) {
            return trace(
                    null, null, inputs.stream().flatMapToLong(Arrays::stream).toArray());
        }

        @Override
        public LayerTrace depthToSpace(DepthToSpace layer) {
            return trace(null, null, shuffle(layer, shapes.get(0), inputs.get(0)));
        }

        private LayerTrace trace(long[] accumulator, long[] requantized, long[] output) {
            Shape shape = ReferenceModel.this.shapes.output(node);
            return new LayerTrace(node.label(), shape, accumulator, requantized, output);
        }
    }

    private static long activation(Activation activation, long value, int zeroPoint, Optional<LookupTable> table) {
        if (table.isPresent()) {
            return table.get().output(value);
        }
        return activation == Activation.RELU ? Math.max(value, zeroPoint) : value;
    }

    /**
     * {@code accumulator[o, y, x] = bias[o] + sum over i, ky, kx of (q[o, i, ky, kx] - Z[o]) * (input[g + i, y', x'] -
     * Zx[g + i])}, g the first input channel of o's group: 0 where there is one group.
     */
    private static long[] convolution(Conv2d conv, IntegerParameters parameters, Shape inputShape, long[] input) {
        Shape shape = conv.outputShape(inputShape);
        long[] accumulator = new long[shape.elements()];
        for (int outChannel = 0; outChannel < shape.channels(); outChannel++) {
            for (int outY = 0; outY < shape.height(); outY++) {
                for (int outX = 0; outX < shape.width(); outX++) {
                    long sum = windowSum(conv, parameters, inputShape, input, outChannel, outY, outX);
                    accumulator[shape.index(outChannel, outY, outX)] =
                            Math.addExact(parameters.bias()[outChannel], sum);
                }
            }
        }
        return accumulator;
    }

    private static long windowSum(
            Conv2d conv, IntegerParameters parameters, Shape shape, long[] input, int outChannel, int outY, int outX) {
        Window window = conv.window();
        int weight = outChannel * conv.weightsPerChannel(shape);
        int firstInput = conv.firstInput(outChannel, shape);
        long sum = 0;
        for (int inChannel = firstInput; inChannel < firstInput + conv.groupInputs(shape); inChannel++) {
            for (int kernelY = 0; kernelY < window.kernelHeight(); kernelY++) {
                for (int kernelX = 0; kernelX < window.kernelWidth(); kernelX++) {
                    int inY = outY * window.strideY() - window.padTop() + kernelY * window.dilationY();
                    int inX = outX * window.strideX() - window.padLeft() + kernelX * window.dilationX();
                    boolean inside = 0 <= inY && inY < shape.height() && 0 <= inX && inX < shape.width();
                    long zero = parameters.inputZeroPoint(inChannel);
                    long value = inside ? input[shape.index(inChannel, inY, inX)] : zero;
                    sum = addProduct(sum, Math.subtractExact(value, zero), parameters.weight(outChannel, weight));
                    weight++;
                }
            }
        }
        return sum;
    }

    /** {@code accumulator[o] = bias[o] + sum over i of (q[o, i] - Z[o]) * (input[i] - Zx[c])}, c the channel of input i. */
    private static long[] dense(IntegerParameters parameters, Shape inputShape, long[] input, int outFeatures) {
        long[] accumulator = new long[outFeatures];
        for (int outFeature = 0; outFeature < outFeatures; outFeature++) {
            long sum = parameters.bias()[outFeature];
            for (int i = 0; i < input.length; i++) {
                int weight = parameters.weight(outFeature, outFeature * input.length + i);
                int zero = parameters.inputZeroPoint(i / inputShape.pixels());
                sum = addProduct(sum, Math.subtractExact(input[i], zero), weight);
            }
            accumulator[outFeature] = sum;
        }
        return accumulator;
    }

    private static long addProduct(long sum, long value, long weight) {
        return Math.addExact(sum, Math.multiplyExact(value, weight));
    }

    /** {@code accumulator = sum over i of M[i] * (input i - Z[i])}, element by element. */
    private static long[] sum(SumParameters parameters, List<long[]> inputs) {
        long[] multipliers = parameters.multipliers();
        int[] zeroPoints = parameters.inputZeroPoints();
        long[] accumulator = new long[inputs.get(0).length];
        for (int i = 0; i < accumulator.length; i++) {
            for (int input = 0; input < multipliers.length; input++) {
                long value = Math.subtractExact(inputs.get(input)[i], zeroPoints[input]);
                accumulator[i] = addProduct(accumulator[i], value, multipliers[input]);
            }
        }
        return accumulator;
    }

    /** Each output pixel is one channel of the input pixel that its block comes from. */
    private static long[] shuffle(DepthToSpace layer, Shape inputShape, long[] input) {
        Shape shape = layer.outputShape(List.of(inputShape));
        int block = layer.block();
        long[] output = new long[shape.elements()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int outY = 0; outY < shape.height(); outY++) {
                for (int outX = 0; outX < shape.width(); outX++) {
                    int from = layer.inputChannel(channel, outY % block, outX % block, shape);
                    output[shape.index(channel, outY, outX)] =
                            input[inputShape.index(from, outY / block, outX / block)];
                }
            }
        }
        return output;
    }

    private static long[] pool(Pool2d pool, int padding, Shape inputShape, long[] input) {
        Shape shape = pool.outputShape(inputShape);
        long[] output = new long[shape.elements()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int outY = 0; outY < shape.height(); outY++) {
                for (int outX = 0; outX < shape.width(); outX++) {
                    List<Long> inside = inside(pool.window(), inputShape, input, channel, outY, outX);
                    output[shape.index(channel, outY, outX)] = switch (pool.kind()) {
                        case MAX -> Collections.max(inside);
                        case AVERAGE_INSIDE -> average(inside, 0, 0);
                        case AVERAGE -> average(inside, pool.window().area() - inside.size(), padding);
                    };
                }
            }
        }
        return output;
    }

    /** The values of a window that lie inside the input. */
    private static List<Long> inside(Window window, Shape shape, long[] input, int channel, int outY, int outX) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < window.area(); i++) {
            int inY = outY * window.strideY() - window.padTop() + i / window.kernelWidth() * window.dilationY();
            int inX = outX * window.strideX() - window.padLeft() + i % window.kernelWidth() * window.dilationX();
            if (0 <= inY && inY < shape.height() && 0 <= inX && inX < shape.width()) {
                values.add(input[shape.index(channel, inY, inX)]);
            }
        }
        return values;
    }

    /** Mean of the values and of {@code outside} pixels of padding, rounded half to even. */
    private static long average(List<Long> inside, int outside, int padding) {
        long sum = Math.multiplyExact((long) outside, padding);
        for (long value : inside) {
            sum = Math.addExact(sum, value);
        }
        return Rounding.divideHalfEven(sum, inside.size() + outside);
    }
}
