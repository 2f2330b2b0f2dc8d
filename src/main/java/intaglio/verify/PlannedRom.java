package intaglio.verify;

/**
 * A ROM file as {@code plan.json} describes it: words of fields, the first field in the lowest bits.
 *
 * @param file name inside the ROM folder
 * @param holds what a field is
 * @param bits bits of a field
 * @param tap of weights: the tap of the array that reads them; else -1
 * @param bank of weights: the place of this memory among those of the tap, from 0; else 0
 * @param firstWord of weights: the word of the tap that its word 0 is; else 0
 * @param layer of multipliers and tables: the layer that they belong to; else null
 * @param module the module with the contents, where they stand in the Verilog; else null
 */
public record PlannedRom(
        String file, Holds holds, int bits, int tap, int bank, int firstWord, String layer, String module) {

    /** What the fields of a ROM are. */
    public enum Holds {
        /** Weights less their zero point, signed, one for each output of a group. */
        WEIGHTS,
        /** What the accumulators of a group start from, signed. */
        BIASES,
        /** Multipliers of the channels of a beat, not negative. */
        MULTIPLIERS,
        /** Outputs of the table that is a layer's activation, signed where one of them is below 0. */
        TABLE
    }
}
