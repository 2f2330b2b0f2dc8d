package intaglio.evaluate;

import java.util.List;
import java.util.OptionalInt;

/**
 * One variant on all images.
 *
 * @param variant what was measured
 * @param correct images with the largest logit at their label; absent without labels
 * @param agreeing images with the same class as the float network's; absent where the outputs are no classes
 * @param layers every layer, in network order
 */
public record Measurement(Variant variant, OptionalInt correct, OptionalInt agreeing, List<LayerMeasurement> layers) {

    public Measurement {
        layers = List.copyOf(layers);
    }

    /** The layer of that label; {@link IllegalArgumentException} where there is none. */
    public LayerMeasurement layer(String label) {
        return layers.stream()
                .filter(layer -> layer.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no layer '" + label + "'"));
    }

    /** The last layer: its outputs are those of the network. */
    public LayerMeasurement logits() {
        return layers.get(layers.size() - 1);
    }
}
