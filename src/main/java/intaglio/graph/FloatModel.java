package intaglio.graph;

import intaglio.ir.FloatParameters;
import intaglio.ir.GivenQuantization;
import intaglio.ir.Normalization;
import intaglio.op.Weighted;
import java.util.Map;
import java.util.Optional;

/**
 * A trained network.
 *
 * @param network the graph
 * @param parameters by layer label, one entry per weighted layer
 * @param given present where the file says how the network is quantized
 */
public record FloatModel(Network network, Map<String, FloatParameters> parameters, Optional<GivenQuantization> given) {

    public FloatModel {
        parameters = Map.copyOf(parameters);
    }

    /** A network of floats. */
    public FloatModel(Network network, Map<String, FloatParameters> parameters) {
        this(network, parameters, Optional.empty());
    }

    /** The same network, whose pixels stand for something else. */
    public FloatModel withNormalization(Normalization other) {
        return new FloatModel(network.withNormalization(other), parameters, given);
    }

    public FloatParameters parameters(Weighted layer) {
        return parameters.get(layer.label());
    }
}
