package intaglio.calibrate;

import intaglio.ir.Activation;
import intaglio.ir.FloatModel;
import intaglio.ir.FloatParameters;
import intaglio.ir.Layer;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trained network in floating point, one frame at a time: what the integer networks are measured against. Sums are
 * kept in float64, outputs in float32. The image's bytes enter as 0..1.
 */
public final class FloatReference {

    private static final float IMAGE_SCALE = 255f;

    private final FloatModel model;
    private final List<Shape> shapes;

    public FloatReference(FloatModel model) {
        this.model = model;
        shapes = model.network().shapes();
    }

    /**
     * Outputs of every layer after its activation, CHW, by label in network order.
     *
     * @param pixels unsigned bytes, CHW
     * @param offset index of the frame's first pixel
     */
    public Map<String, float[]> run(byte[] pixels, int offset) {
        float[] values = new float[shapes.get(0).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Byte.toUnsignedInt(pixels[offset + i]) / IMAGE_SCALE;
        }
        Map<String, float[]> outputs = new LinkedHashMap<>();
        List<Layer> layers = model.network().layers();
        for (int i = 0; i < layers.size(); i++) {
            values = layer(layers.get(i), shapes.get(i), shapes.get(i + 1), values);
            outputs.put(layers.get(i).label(), values);
        }
        return outputs;
    }

    /** Outputs of the last layer. */
    public float[] logits(byte[] pixels, int offset) {
        return run(pixels, offset).get(model.network().layers().get(shapes.size() - 2).label());
    }

    private float[] layer(Layer layer, Shape in, Shape out, float[] input) {
        if (layer instanceof Layer.Pool2d pool) {
            return pool(pool, in, out, input);
        }
        Layer.Weighted weighted = (Layer.Weighted) layer;
        FloatParameters parameters = model.parameters(weighted);
        double[] sums = layer instanceof Layer.Conv2d conv
                ? convolution(conv.window(), parameters, in, out, input)
                : dense(parameters, input);
        float[] output = new float[sums.length];
        for (int i = 0; i < sums.length; i++) {
            output[i] = (float) (weighted.activation() == Activation.RELU ? Math.max(sums[i], 0) : sums[i]);
        }
        return output;
    }

    private static double[] dense(FloatParameters parameters, float[] input) {
        double[] sums = new double[parameters.bias().length];
        for (int row = 0; row < sums.length; row++) {
            double sum = parameters.bias()[row];
            for (int i = 0; i < input.length; i++) {
                sum += (double) parameters.weights()[row * input.length + i] * input[i];
            }
            sums[row] = sum;
        }
        return sums;
    }

    /** Adds the input plane, moved and weighted, to the output plane, for every weight: padding never comes up. */
    private static double[] convolution(Window window, FloatParameters parameters, Shape in, Shape out, float[] input) {
        double[] sums = new double[out.elements()];
        int weight = 0;
        for (int outChannel = 0; outChannel < out.channels(); outChannel++) {
            int plane = outChannel * out.pixels();
            Arrays.fill(sums, plane, plane + out.pixels(), parameters.bias()[outChannel]);
            for (int inChannel = 0; inChannel < in.channels(); inChannel++) {
                for (int tap = 0; tap < window.area(); tap++) {
                    addTap(window, tap, parameters.weights()[weight++], in, inChannel, input, out, plane, sums);
                }
            }
        }
        return sums;
    }

    private static void addTap(
            Window window,
            int tap,
            double weight,
            Shape in,
            int inChannel,
            float[] input,
            Shape out,
            int plane,
            double[] sums) {
        int top = tap / window.kernelWidth() - window.padTop();
        int left = tap % window.kernelWidth() - window.padLeft();
        for (int outY = 0; outY < out.height(); outY++) {
            int inY = outY * window.strideY() + top;
            if (inY < 0 || inY >= in.height()) {
                continue;
            }
            int row = in.index(inChannel, inY, 0);
            for (int outX = 0; outX < out.width(); outX++) {
                int inX = outX * window.strideX() + left;
                if (inX >= 0 && inX < in.width()) {
                    sums[plane + outY * out.width() + outX] += weight * input[row + inX];
                }
            }
        }
    }

    private static float[] pool(Layer.Pool2d pool, Shape in, Shape out, float[] input) {
        Window window = pool.window();
        float[] output = new float[out.elements()];
        for (int i = 0; i < output.length; i++) {
            int channel = i / out.pixels();
            int top = i % out.pixels() / out.width() * window.strideY();
            int left = i % out.width() * window.strideX();
            double sum = 0;
            float largest = Float.NEGATIVE_INFINITY;
            for (int tap = 0; tap < window.area(); tap++) {
                int row = top + tap / window.kernelWidth();
                float value = input[in.index(channel, row, left + tap % window.kernelWidth())];
                sum += value;
                largest = Math.max(largest, value);
            }
            output[i] = pool.kind() == PoolKind.MAX ? largest : (float) (sum / window.area());
        }
        return output;
    }
}
