package intaglio.quant;

import intaglio.ir.Requantize;
import java.util.Optional;

/**
 * What uint8 quantization did to one weighted layer.
 *
 * @param label the layer
 * @param weightBits width of the weights
 * @param weightScales S of the weights: one, or one for each output channel
 * @param output what the output integers stand for; of the last layer the unit of the logits, Z = 0
 * @param requantize from accumulator to output, or to the table's index
 * @param error where the multipliers are not exact; see {@link RequantizeChoice}
 * @param table the activation, where it is a table
 */
public record Uint8LayerReport(
        String label,
        int weightBits,
        double[] weightScales,
        ActivationScale output,
        Requantize requantize,
        Optional<RequantizeError> error,
        Optional<TableChoice> table) {}
