package intaglio.frontend;

import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A function that always rises, behind the last layer: the largest output is that of the largest logit, so it is left
 * out. A table would make equals of logits that differ by less than its steps.
 */
final class LastActivation {

    private LastActivation() {}

    static NetworkDescription leftOut(NetworkDescription network) {
        int last = network.layers().size() - 1;
        if (last < 0
                || !network.output().equals(Optional.of(OutputKind.LOGITS))
                || !(network.layers().get(last).activation() instanceof ActivationFunction function)
                || !function.alwaysRises()) {
            return network;
        }
        LayerDescription layer = network.layers().get(last);
        List<LayerDescription> layers = new ArrayList<>(network.layers());
        layers.set(last, layer.withActivation(Activation.NONE));
        return network.withLayers(layers)
                .withAssumption(Optional.of("the " + function + " behind the last layer '" + layer.label()
                        + "' is left out: the class is the same, the outputs are logits"));
    }
}
