package intaglio.evaluate;

import intaglio.quant.ActivationScale;
import intaglio.quant.RequantizeError;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the integers of one layer stand for.
 *
 * @param label the layer
 * @param output scale and zero point of its outputs
 * @param error where the multipliers differ from the real scale over the proved accumulators; absent where they do not,
 *     or where it was not searched
 * @param multiplierError {@code (multiplier / 2^shift - S) / S} where the multiplier is a best approximation only
 */
public record VariantLayer(
        String label, ActivationScale output, Optional<RequantizeError> error, OptionalDouble multiplierError) {

    static VariantLayer pool(String label, ActivationScale scale) {
        return new VariantLayer(label, scale, Optional.empty(), OptionalDouble.empty());
    }
}
