package intaglio.cli;

import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.ir.Normalization;
import intaglio.quant.PaddingError;
import java.util.Locale;

/** Says what the bytes of an image stand for, and what the model's file does not say and was assumed. */
final class InputReport {

    private InputReport() {}

    static void print(FloatModel model, Console console) {
        Network network = model.network();
        if (!network.normalization().equals(Normalization.NONE)) {
            console.print("input: byte p of an image stands for "
                    + network.normalization().formula());
        }
        network.assumptions().forEach(assumption -> console.print("assumed: " + assumption));
        if (model.given().isEmpty()) {
            PaddingError.of(model)
                    .forEach(error -> console.print(String.format(
                            Locale.ROOT,
                            "note: no byte stands for 0 exactly; the padding of %s reads the nearest, its sums at the border"
                                    + " are off by up to %.3g (bound %.3g)",
                            error.layer(),
                            error.largest(),
                            error.bound())));
        }
    }
}
