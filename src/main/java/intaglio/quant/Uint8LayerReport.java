package intaglio.quant;

import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
import java.util.List;
import java.util.Optional;

/**
 * What uint8 quantization did to one layer with a scale of its own.
 *
 * @param label the layer
 * @param weightBits width of the weights; 0 for a sum, which has none
 * @param weightScales S of the weights: one, or one for each output channel; none for a sum
 * @param output what the output integers stand for; of the last layer the unit of the logits, Z = 0
 * @param requantize from accumulator to output, or to the table's index
 * @param error where the multipliers are not exact; see {@link RequantizeChoice}
 * @param table the activation, where it is a table
 * @param bounded channels whose weights have a larger scale than they ask for
 */
public record Uint8LayerReport(
        String label,
        int weightBits,
        double[] weightScales,
        ActivationScale output,
        Requantize requantize,
        Optional<RequantizeError> error,
        Optional<TableChoice> table,
        List<BoundedScale> bounded) {

    /** Of a sum, which has no weights. */
    static Uint8LayerReport ofSum(
            String label, ActivationScale output, SumParameters parameters, Optional<TableChoice> table) {
        return new Uint8LayerReport(
                label, 0, new double[0], output, parameters.requantize(), Optional.empty(), table, List.of());
    }

    /** Whether it has weights. */
    public boolean hasWeights() {
        return weightBits > 0;
    }
}
