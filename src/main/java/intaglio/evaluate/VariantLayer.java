package intaglio.evaluate;

import intaglio.quant.ActivationScale;
import intaglio.quant.RequantizeError;
import intaglio.quant.TableChoice;
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
 * @param table the activation, where it is a table
 */
public record VariantLayer(
        String label,
        ActivationScale output,
        Optional<RequantizeError> error,
        OptionalDouble multiplierError,
        Optional<TableChoice> table) {

    /** Of a layer that has no scale of its own. */
    static VariantLayer keeping(String label, ActivationScale scale) {
        return new VariantLayer(label, scale, Optional.empty(), OptionalDouble.empty(), Optional.empty());
    }

    /** What the requantized value stands for: the output, or the index of its table. */
    ActivationScale requantized() {
        return table.map(TableChoice::index).orElse(output);
    }
}
