package intaglio.cli;

import intaglio.ir.IntegerModel;
import intaglio.range.Ranges;

/**
 * A model read and quantized.
 *
 * @param model the integers
 * @param report prints what quantization did
 */
record LoadedModel(IntegerModel model, Report report) {

    /** Prints what quantization did to each layer. */
    interface Report {

        void print(Ranges ranges, Console console);
    }
}
