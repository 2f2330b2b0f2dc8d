package intaglio.ir;

import java.util.Map;

/**
 * A trained network.
 *
 * @param network the graph
 * @param parameters by layer label, one entry per weighted layer
 */
public record FloatModel(Network network, Map<String, FloatParameters> parameters) {

    public FloatModel {
        parameters = Map.copyOf(parameters);
    }

    public FloatParameters parameters(Layer.Weighted layer) {
        return parameters.get(layer.label());
    }
}
