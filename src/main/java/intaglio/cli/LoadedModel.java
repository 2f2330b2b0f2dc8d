package intaglio.cli;

import intaglio.ir.IntegerModel;
import intaglio.ir.Network;
import intaglio.range.Ranges;

/**
 * A model read and quantized.
 *
 * @param trained the network before it became integers
 * @param model the integers
 * @param report prints what quantization did
 */
record LoadedModel(Network trained, IntegerModel model, Report report) {

    /** Prints what quantization did to each layer. */
    interface Report {

        void print(Ranges ranges, Console console);
    }
}
