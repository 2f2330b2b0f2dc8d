package intaglio.cli;

import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.quant.Uint8Quantized;
import intaglio.range.Ranges;
import java.util.Optional;

/**
 * A model read and quantized.
 *
 * @param trained the network before it became integers
 * @param model the integers
 * @param report prints what quantization did
 * @param uint8 the same with the scales of its tensors, where activations are bytes
 * @param comesQuantized whether the file says how it is quantized
 */
record LoadedModel(
        FloatModel trained, IntegerModel model, Report report, Optional<Uint8Quantized> uint8, boolean comesQuantized) {

    /** The arithmetic {@code wide}. */
    static LoadedModel wide(FloatModel trained, IntegerModel model, Report report) {
        return new LoadedModel(trained, model, report, Optional.empty(), false);
    }

    /** The arithmetic {@code uint8}. */
    static LoadedModel uint8(FloatModel trained, Uint8Quantized quantized, boolean comesQuantized) {
        Report report = (ranges, console) -> Uint8Report.print(quantized, ranges, console);
        return new LoadedModel(trained, quantized.model(), report, Optional.of(quantized), comesQuantized);
    }

    /** Prints what quantization did to each layer. */
    interface Report {

        void print(Ranges ranges, Console console);
    }
}
