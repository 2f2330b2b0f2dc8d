package intaglio.graph;

import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A quantized network: everything the golden model, the range analysis and the RTL work from. No floating point is
 * needed after it. The input is one unsigned byte per channel and pixel.
 *
 * @param network the graph; its activations are those of the integers, see {@link Activation#inIntegers}
 * @param parameters by layer label, one entry per weighted layer
 * @param sums by layer label, one entry per layer that adds up its inputs
 * @param padding by layer label, one entry per pool whose padding counts: the value that stands for 0.0
 */
public record IntegerModel(
        Network network,
        Map<String, IntegerParameters> parameters,
        Map<String, SumParameters> sums,
        Map<String, Integer> padding) {

    /** Largest value of an input byte. */
    public static final int INPUT_MAX = 255;

    public IntegerModel {
        parameters = Map.copyOf(parameters);
        sums = Map.copyOf(sums);
        padding = Map.copyOf(padding);
        if (!network.equals(network.inIntegers())) {
            throw new IllegalArgumentException("network '" + network.name() + "' has activations of trained networks");
        }
        for (Weighted layer : network.weightedLayers()) {
            boolean isFunction = layer.activation() instanceof ActivationFunction;
            if (isFunction != parameters.get(layer.label()).table().isPresent()) {
                throw new IllegalArgumentException(
                        "layer '" + layer.label() + "': a table belongs to a function, and to nothing else");
            }
        }
    }

    /** A network without sums, whose pools are not padded. */
    public IntegerModel(Network network, Map<String, IntegerParameters> parameters) {
        this(network, parameters, Map.of(), Map.of());
    }

    public IntegerParameters parameters(Weighted layer) {
        return parameters.get(layer.label());
    }

    /** From a layer's accumulators to its outputs; empty for a layer that has no accumulators. */
    public Optional<Requantize> requantize(Layer layer) {
        return layer.weighted()
                .map(weighted -> parameters(weighted).requantize())
                .or(() -> layer.sum().map(sum -> sums.get(sum.label()).requantize()));
    }

    /**
     * The value of one of a layer's inputs that stands for 0.0; of several channels that of the first.
     *
     * @param layer one with a scale of its own
     * @param input number of the input
     */
    public int inputZeroPoint(Layer layer, int input) {
        return layer.weighted()
                .map(weighted -> parameters(weighted).inputZeroPoint(0))
                .orElseGet(() -> sums.get(layer.label()).inputZeroPoints()[input]);
    }

    /** The real weights the integers stand for, {@code S * (q - Z)}, with the biases and the graph of another model. */
    public FloatModel inFloat(FloatModel other) {
        Map<String, FloatParameters> floats = new LinkedHashMap<>();
        for (Weighted layer : network.weightedLayers()) {
            IntegerParameters integers = parameters(layer);
            float[] weights = new float[integers.weights().length];
            for (int i = 0; i < weights.length; i++) {
                int channel = i / integers.weightsPerChannel();
                weights[i] = (float) (integers.weightScale(channel) * integers.weight(channel, i));
            }
            floats.put(
                    layer.label(),
                    new FloatParameters(weights, other.parameters(layer).bias()));
        }
        return new FloatModel(other.network(), floats);
    }
}
