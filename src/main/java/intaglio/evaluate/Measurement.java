package intaglio.evaluate;

import java.util.List;
import java.util.OptionalInt;

/**
 * One variant on all images.
 *
 * @param variant what was measured
 * @param correct images with the largest logit at their label; absent without labels
 * @param agreeing images with the same class as the float network's
 * @param layers every layer, in network order
 */
public record Measurement(Variant variant, OptionalInt correct, int agreeing, List<LayerMeasurement> layers) {

    public Measurement {
        layers = List.copyOf(layers);
    }

    /** The last layer: its outputs are the logits. */
    public LayerMeasurement logits() {
        return layers.get(layers.size() - 1);
    }
}
