package intaglio.golden;

import intaglio.graph.IntegerModel;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.List;

/**
 * The definition of the integer network, one frame at a time, written to be read. Every operation is exact: where a
 * value would leave 64 bits it throws {@link ArithmeticException}. {@link GoldenModel} gives the same numbers fast.
 */
public final class ReferenceModel {

    private final IntegerModel model;

    public ReferenceModel(IntegerModel model) {
        this.model = model;
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
        for (Layer layer : model.network().layers()) {
            LayerTrace trace = layer(layer, shape, values);
            traces.add(trace);
            values = trace.output();
            shape = trace.shape();
        }
        return new Trace(traces);
    }

    private LayerTrace layer(Layer layer, Shape inputShape, long[] input) {
        Shape shape = layer.outputShape(List.of(inputShape));
        if (layer instanceof Pool2d pool) {
            return new LayerTrace(layer.label(), shape, null, null, pool(pool, inputShape, input));
        }
        Weighted weighted = (Weighted) layer;
        IntegerParameters parameters = model.parameters(weighted);
        long[] accumulator = layer instanceof Conv2d conv
                ? convolution(conv, parameters, inputShape, input)
                : dense(parameters, inputShape, input, shape.elements());
        long[] requantized = new long[accumulator.length];
        long[] output = new long[accumulator.length];
        for (int i = 0; i < accumulator.length; i++) {
            requantized[i] = parameters.requantize().apply(accumulator[i], i / shape.pixels());
            output[i] = activation(weighted.activation(), requantized[i], parameters);
        }
        return new LayerTrace(layer.label(), shape, accumulator, requantized, output);
    }

    private static long activation(Activation activation, long value, IntegerParameters parameters) {
        if (parameters.table().isPresent()) {
            return parameters.table().get().output(value);
        }
        return activation == Activation.RELU
                ? Math.max(value, parameters.requantize().zeroPoint())
                : value;
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
                    int inY = outY * window.strideY() - window.padTop() + kernelY;
                    int inX = outX * window.strideX() - window.padLeft() + kernelX;
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

    private static long[] pool(Pool2d pool, Shape inputShape, long[] input) {
        Shape shape = pool.outputShape(inputShape);
        long[] output = new long[shape.elements()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int outY = 0; outY < shape.height(); outY++) {
                for (int outX = 0; outX < shape.width(); outX++) {
                    long[] window = window(pool.window(), inputShape, input, channel, outY, outX);
                    output[shape.index(channel, outY, outX)] =
                            pool.kind() == PoolKind.MAX ? maximum(window) : average(window);
                }
            }
        }
        return output;
    }

    private static long[] window(Window window, Shape shape, long[] input, int channel, int outY, int outX) {
        long[] values = new long[window.area()];
        for (int i = 0; i < values.length; i++) {
            int inY = outY * window.strideY() + i / window.kernelWidth();
            int inX = outX * window.strideX() + i % window.kernelWidth();
            values[i] = input[shape.index(channel, inY, inX)];
        }
        return values;
    }

    private static long maximum(long[] window) {
        long largest = window[0];
        for (long value : window) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** Mean, rounded half to even. */
    private static long average(long[] window) {
        long sum = 0;
        for (long value : window) {
            sum = Math.addExact(sum, value);
        }
        return Rounding.divideHalfEven(sum, window.length);
    }
}
