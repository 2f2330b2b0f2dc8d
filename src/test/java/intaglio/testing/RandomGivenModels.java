package intaglio.testing;

import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.ir.GivenActivation;
import intaglio.ir.GivenLayer;
import intaglio.ir.GivenQuantization;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.op.Weighted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Models that come quantized, of random numbers: zero points everywhere, narrow clamps, biases of both kinds. */
public final class RandomGivenModels {

    /** A network's input with a zero point: its padding reads 33. */
    public static final GivenActivation INPUT = new GivenActivation(0.0127, 33, new Interval(0, 255));

    private RandomGivenModels() {}

    /** A quantization for a network; the last layer's output is not quantized. */
    public static FloatModel of(Network network, long seed, boolean perChannel) {
        Random random = new Random(seed);
        Map<String, FloatParameters> trained = new HashMap<>();
        Map<String, GivenLayer> given = new HashMap<>();
        Map<String, GivenActivation> outputs = new HashMap<>();
        GivenActivation data = INPUT;
        List<Shape> shapes = network.shapes().inOrder();
        for (int i = 0; i < network.layers().size(); i++) {
            if (network.layers().get(i) instanceof Weighted layer) {
                int inputs = layer.weightsPerChannel(shapes.get(i));
                GivenActivation output = output(layer, inputs, data, random);
                GivenLayer made = layer(layer, inputs, data, random, perChannel);
                given.put(layer.label(), made);
                trained.put(layer.label(), real(made, layer.outChannels(), random));
                if (i < network.layers().size() - 1) {
                    outputs.put(layer.label(), output);
                }
                data = output;
            }
        }
        return new FloatModel(network, trained, Optional.of(new GivenQuantization(INPUT, given, outputs, List.of())));
    }

    private static GivenActivation output(Weighted layer, int inputs, GivenActivation data, Random random) {
        double spread = Math.sqrt(inputs) * 70 * 60 * data.scale() * 0.0025;
        boolean relu = layer.activation() == Activation.RELU;
        int zeroPoint = relu ? 0 : 90 + random.nextInt(40);
        return new GivenActivation(
                (relu ? 3 : 6) * spread / 255, zeroPoint, new Interval(random.nextInt(zeroPoint / 9 + 1), 240));
    }

    private static GivenLayer layer(
            Weighted layer, int inputs, GivenActivation data, Random random, boolean perChannel) {
        int channels = layer.outChannels();
        int count = perChannel ? channels : 1;
        return new GivenLayer(
                random.ints((long) channels * inputs, 0, 256).toArray(),
                random.ints(count, 110, 140).toArray(),
                random.doubles(count, 0.001, 0.004).toArray(),
                random.nextBoolean() ? random.longs(channels, -3000, 3000).toArray() : null,
                data,
                random.nextBoolean());
    }

    private static FloatParameters real(GivenLayer layer, int channels, Random random) {
        float[] weights = new float[layer.weights().length];
        for (int i = 0; i < weights.length; i++) {
            int scale = layer.weightScales().length == 1 ? 0 : i / (weights.length / channels);
            weights[i] = (float) ((layer.weights()[i] - layer.weightZeroPoints()[scale]) * layer.weightScales()[scale]);
        }
        float[] bias = new float[channels];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = random.nextFloat() - 0.5f;
        }
        return new FloatParameters(weights, bias);
    }
}
