package intaglio.testing;

import intaglio.ir.FloatModel;
import intaglio.ir.FloatParameters;
import intaglio.ir.Layer;
import intaglio.ir.Network;
import intaglio.ir.Shape;
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
        List<Shape> shapes = network.shapes();
        for (int i = 0; i < network.layers().size(); i++) {
            if (network.layers().get(i) instanceof Layer.Weighted layer) {
                int perChannel = layer.weightsPerChannel(shapes.get(i));
                float[] weights = normal(layer.outChannels() * perChannel, 1.4 / Math.sqrt(perChannel), random);
                parameters.put(layer.label(),
                        new FloatParameters(weights, normal(layer.outChannels(), 0.1, random)));
            }
        }
        return new FloatModel(network, parameters);
    }

    private static float[] normal(int count, double deviation, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
