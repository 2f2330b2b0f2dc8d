package intaglio.quant;

import intaglio.graph.IntegerModel;
import java.util.List;

/** A network quantized to uint8 activations and what that did to each weighted layer, in order. */
public record Uint8Quantized(IntegerModel model, List<Uint8LayerReport> layers) {

    public Uint8Quantized {
        layers = List.copyOf(layers);
    }

    /** Real value of one unit of the logits. */
    public double logitScale() {
        return layers.get(layers.size() - 1).output().scale();
    }
}
