package intaglio.testing;

import intaglio.graph.FloatModel;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FloatParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.List;

/** Runs a float model as its layers are defined, with sums in float64: what any other executor must come close to. */
public final class FloatExecutor {

    private FloatExecutor() {}

    /** The output of one image, CHW. */
    public static double[] run(FloatModel model, float[] image) {
        List<double[]> outputs = layers(model, image);
        return outputs.get(outputs.size() - 1);
    }

    /** Every layer's output of one image, after its activation, CHW. */
    public static List<double[]> layers(FloatModel model, float[] image) {
        List<double[]> outputs = new ArrayList<>();
        double[] values = new double[image.length];
        for (int i = 0; i < image.length; i++) {
            values[i] = image[i];
        }
        Shape shape = model.network().input();
        for (Layer layer : model.network().layers()) {
            values = layer(model, layer, shape, values);
            outputs.add(values);
            shape = layer.outputShape(List.of(shape));
        }
        return outputs;
    }

    private static double[] layer(FloatModel model, Layer layer, Shape input, double[] values) {
        if (layer instanceof Pool2d pool) {
            return pool(pool, input, values);
        }
        Weighted weighted = (Weighted) layer;
        FloatParameters parameters = model.parameters(weighted);
        double[] result = layer instanceof Conv2d conv
                ? conv(conv, parameters, input, values)
                : dense(weighted, parameters, values);
        for (int i = 0; i < result.length && weighted.activation() != Activation.NONE; i++) {
            if (weighted.activation() instanceof ActivationFunction function) {
                result[i] = function.apply(result[i]);
                continue;
            }
            double largest = weighted.activation() == Activation.RELU6 ? 6 : Double.POSITIVE_INFINITY;
            result[i] = Math.min(largest, Math.max(0, result[i]));
        }
        return result;
    }

    private static double[] dense(Weighted layer, FloatParameters parameters, double[] values) {
        double[] result = new double[layer.outChannels()];
        for (int o = 0; o < result.length; o++) {
            result[o] = parameters.bias()[o];
            for (int i = 0; i < values.length; i++) {
                result[o] += parameters.weights()[o * values.length + i] * values[i];
            }
        }
        return result;
    }

    private static double[] conv(Conv2d layer, FloatParameters parameters, Shape input, double[] values) {
        Shape output = layer.outputShape(input);
        Window window = layer.window();
        double[] result = new double[output.elements()];
        for (int o = 0; o < output.channels(); o++) {
            for (int y = 0; y < output.height(); y++) {
                for (int x = 0; x < output.width(); x++) {
                    double sum = parameters.bias()[o];
                    int first = layer.firstInput(o, input);
                    for (int i = 0; i < layer.groupInputs(input); i++) {
                        for (int ky = 0; ky < window.kernelHeight(); ky++) {
                            for (int kx = 0; kx < window.kernelWidth(); kx++) {
                                int inY = y * window.strideY() + ky - window.padTop();
                                int inX = x * window.strideX() + kx - window.padLeft();
                                boolean inside = 0 <= inY && inY < input.height() && 0 <= inX && inX < input.width();
                                int tap = ((o * layer.groupInputs(input) + i) * window.kernelHeight() + ky)
                                                * window.kernelWidth()
                                        + kx;
                                sum += inside
                                        ? parameters.weights()[tap] * values[input.index(first + i, inY, inX)]
                                        : 0;
                            }
                        }
                    }
                    result[output.index(o, y, x)] = sum;
                }
            }
        }
        return result;
    }

    private static double[] pool(Pool2d layer, Shape input, double[] values) {
        Shape output = layer.outputShape(input);
        Window window = layer.window();
        double[] result = new double[output.elements()];
        for (int c = 0; c < output.channels(); c++) {
            for (int y = 0; y < output.height(); y++) {
                for (int x = 0; x < output.width(); x++) {
                    double sum = 0;
                    double largest = Double.NEGATIVE_INFINITY;
                    for (int ky = 0; ky < window.kernelHeight(); ky++) {
                        for (int kx = 0; kx < window.kernelWidth(); kx++) {
                            double value = values[input.index(c, y * window.strideY() + ky, x * window.strideX() + kx)];
                            sum += value;
                            largest = Math.max(largest, value);
                        }
                    }
                    boolean average = layer.kind() == PoolKind.AVERAGE;
                    result[output.index(c, y, x)] = average ? sum / window.area() : largest;
                }
            }
        }
        return result;
    }
}
