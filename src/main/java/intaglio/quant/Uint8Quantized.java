package intaglio.quant;

import intaglio.graph.IntegerModel;
import java.util.List;

/**
 * A network quantized to uint8 activations.
 *
 * @param model the integers
 * @param layers what that did to each layer with a scale of its own, in order
 * @param output what the network's outputs stand for
 */
public record Uint8Quantized(IntegerModel model, List<Uint8LayerReport> layers, ActivationScale output) {

    public Uint8Quantized {
        layers = List.copyOf(layers);
    }

    /** Real value of one unit of the logits. */
    public double logitScale() {
        return output.scale();
    }
}
