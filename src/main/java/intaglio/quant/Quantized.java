package intaglio.quant;

import intaglio.graph.IntegerModel;
import java.util.List;

/** A quantized network and what quantization did to each weighted layer, in order. */
public record Quantized(IntegerModel model, List<LayerReport> layers) {

    public Quantized {
        layers = List.copyOf(layers);
    }
}
