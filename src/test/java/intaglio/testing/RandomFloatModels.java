package intaglio.testing;

import intaglio.data.ImageSet;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.Shape;
import intaglio.op.Weighted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The networks of {@link RandomModels} with real weights, of a size at which the outputs neither vanish nor grow. */
public final class RandomFloatModels {

    private RandomFloatModels() {}

    /** The same seed gives the same network. */
    public static FloatModel of(long seed) {
        Network network = RandomModels.of(seed).network();
        Random random = new Random(seed * 17 + 5);
        Map<String, FloatParameters> parameters = new LinkedHashMap<>();
        List<Shape> shapes = network.shapes().inOrder();
        for (int i = 0; i < network.layers().size(); i++) {
            if (network.layers().get(i) instanceof Weighted layer) {
                int perChannel = layer.weightsPerChannel(shapes.get(i));
                float[] weights = normal(layer.outChannels() * perChannel, 1.4 / Math.sqrt(perChannel), random);
                parameters.put(layer.label(), new FloatParameters(weights, normal(layer.outChannels(), 0.1, random)));
            }
        }
        return new FloatModel(network, parameters);
    }

    /**
     * Random weights and biases of a given network.
     *
     * @param size about what a layer's outputs reach
     */
    public static FloatModel of(Network network, long seed, double size) {
        Random random = new Random(seed);
        Map<String, FloatParameters> parameters = new LinkedHashMap<>();
        Shapes shapes = network.shapes();
        double input = 0.5;
        for (Node node : network.nodes()) {
            if (node.layer() instanceof Weighted layer) {
                int perChannel = layer.weightsPerChannel(shapes.input(node));
                float[] weights =
                        normal(layer.outChannels() * perChannel, size / input / Math.sqrt(perChannel), random);
                parameters.put(
                        layer.label(), new FloatParameters(weights, normal(layer.outChannels(), size / 4, random)));
                input = layer.activation() == Activation.RELU6 ? Math.min(3, size / 2) : size / 2;
            }
        }
        return new FloatModel(network, parameters);
    }

    /** The same network with another activation in every weighted layer. */
    public static Network with(Network network, Activation activation) {
        return new Network(
                network.name(),
                network.input(),
                network.layers().stream()
                        .map(layer -> layer instanceof Weighted weighted ? weighted.withActivation(activation) : layer)
                        .toList());
    }

    /** Images of noise. */
    public static ImageSet noise(Shape shape, int count, long seed) {
        byte[] pixels = new byte[count * shape.elements()];
        new Random(seed).nextBytes(pixels);
        return new ImageSet(shape, count, pixels, List.of());
    }

    private static float[] normal(int count, double deviation, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
