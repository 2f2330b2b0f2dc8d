package intaglio.quant;

import intaglio.ir.Requantize;
import java.util.Optional;

/**
 * What quantization did to one layer with a scale of its own.
 *
 * @param label the layer
 * @param weightScale S, the real value of one weight step; 0 for a sum, which has no weights
 * @param zeroPoint Z
 * @param requantize the pair that stands for S, or for S in units of the table's index
 * @param relativeError {@code (multiplier / 2^shift - S) / S}; 0 where the pair was given and S is not known
 * @param clippedWeights weights that uint8 cannot reach by more than one step. Not 0 only where all weights are of one
 *     sign: the rule puts the ends of the range at min and max, but Z cannot leave 0..255
 * @param output what the outputs stand for
 * @param table the activation, where it is a table
 */
public record LayerReport(
        String label,
        double weightScale,
        int zeroPoint,
        Requantize requantize,
        double relativeError,
        int clippedWeights,
        ActivationScale output,
        Optional<TableChoice> table) {

    /** Of a sum, which has no weights. */
    static LayerReport ofSum(String label, ActivationScale output, Requantize requantize, Optional<TableChoice> table) {
        return new LayerReport(label, 0, 0, requantize, 0, 0, output, table);
    }

    /** Whether it has weights. */
    public boolean hasWeights() {
        return weightScale > 0;
    }
}
