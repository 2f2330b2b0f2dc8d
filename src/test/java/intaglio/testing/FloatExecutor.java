package intaglio.testing;

import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FloatParameters;
import intaglio.ir.Shape;
import intaglio.ir.Window;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
        Network network = model.network();
        Map<String, double[]> tensors = new HashMap<>(Map.of(Network.INPUT, values));
        for (Node node : network.nodes()) {
            List<double[]> inputs = node.inputs().stream().map(tensors::get).toList();
            double[] output =
                    node.layer().match(new Kinds(model, network.shapes().inputs(node), inputs));
            outputs.add(output);
            tensors.put(node.label(), output);
        }
        return outputs;
    }

    /** One layer. */
    private record Kinds(FloatModel model, List<Shape> shapes, List<double[]> inputs) implements LayerCases<double[]> {

        @Override
        public double[] conv2d(Conv2d layer) {
            return activated(layer.activation(), conv(layer, model.parameters(layer), shapes.get(0), inputs.get(0)));
        }

        @Override
        public double[] dense(Dense layer) {
            return activated(layer.activation(), FloatExecutor.dense(layer, model.parameters(layer), inputs.get(0)));
        }

        @Override
        public double[] pool2d(Pool2d layer) {
            return pool(layer, shapes.get(0), inputs.get(0));
        }

        @Override
        public double[] add(Add layer) {
            double[] sum = new double[inputs.get(0).length];
            Arrays.setAll(
                    sum, i -> inputs.stream().mapToDouble(input -> input[i]).sum());
            return activated(layer.activation(), sum);
        }

        @Override
        public double[] concat(Concat layer) {
            return inputs.stream().flatMapToDouble(Arrays::stream).toArray();
        }

        @Override
        public double[] depthToSpace(DepthToSpace layer) {
            Shape input = shapes.get(0);
            Shape output = layer.outputShape(shapes);
            double[] result = new double[output.elements()];
            for (int c = 0; c < output.channels(); c++) {
                for (int y = 0; y < output.height(); y++) {
                    for (int x = 0; x < output.width(); x++) {
                        int from = layer.inputChannel(c, y % layer.block(), x % layer.block(), output);
                        int element = input.index(from, y / layer.block(), x / layer.block());
                        result[output.index(c, y, x)] = inputs.get(0)[element];
                    }
                }
            }
            return result;
        }
    }

    private static double[] activated(Activation activation, double[] result) {
        for (int i = 0; i < result.length && activation != Activation.NONE; i++) {
            if (activation instanceof ActivationFunction function) {
                result[i] = function.apply(result[i]);
                continue;
            }
            double largest = activation == Activation.RELU6 ? 6 : Double.POSITIVE_INFINITY;
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
                                int inY = y * window.strideY() + ky * window.dilationY() - window.padTop();
                                int inX = x * window.strideX() + kx * window.dilationX() - window.padLeft();
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
                    double[] seen = inside(window, input, values, c, y, x);
                    double sum = Arrays.stream(seen).sum();
                    result[output.index(c, y, x)] = switch (layer.kind()) {
                        case MAX -> Arrays.stream(seen).max().orElseThrow();
                        case AVERAGE -> sum / window.area();
                        case AVERAGE_INSIDE -> sum / seen.length;
                    };
                }
            }
        }
        return result;
    }

    private static double[] inside(Window window, Shape input, double[] values, int c, int y, int x) {
        return IntStream.range(0, window.area())
                .mapToObj(tap -> new int[] {
                    y * window.strideY() - window.padTop() + tap / window.kernelWidth() * window.dilationY(),
                    x * window.strideX() - window.padLeft() + tap % window.kernelWidth() * window.dilationX()
                })
                .filter(place ->
                        0 <= place[0] && place[0] < input.height() && 0 <= place[1] && place[1] < input.width())
                .mapToDouble(place -> values[input.index(c, place[0], place[1])])
                .toArray();
    }
}
