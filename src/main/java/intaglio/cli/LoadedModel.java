package intaglio.cli;

import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.range.Ranges;

/**
 * A model read and quantized.
 *
 * @param trained the network before it became integers
 * @param model the integers
 * @param report prints what quantization did
 * @param comesQuantized whether the file says how it is quantized
 */
record LoadedModel(FloatModel trained, IntegerModel model, Report report, boolean comesQuantized) {

    LoadedModel(FloatModel trained, IntegerModel model, Report report) {
        this(trained, model, report, false);
    }

    /** Prints what quantization did to each layer. */
    interface Report {

        void print(Ranges ranges, Console console);
    }
}
