package intaglio.frontend.keras;

import intaglio.diag.Printable;
import java.util.Map;

/** Layers that are not read, and what their owner can do. */
final class Refusals {

    private static final String PROGRAM =
            "build the same with layers of Keras (Rescaling, Activation), copy the weights, and save it again";
    private static final String RECURRENT = "recurrent layers and attention are not supported: use convolutions";
    private static final String NORMALIZATION = "use BatchNormalization directly behind a convolution";

    private static final Map<String, String> REWRITES = Map.ofEntries(
            Map.entry("LSTM", RECURRENT),
            Map.entry("GRU", RECURRENT),
            Map.entry("SimpleRNN", RECURRENT),
            Map.entry("Bidirectional", RECURRENT),
            Map.entry("MultiHeadAttention", RECURRENT),
            Map.entry("LayerNormalization", NORMALIZATION),
            Map.entry("GroupNormalization", NORMALIZATION),
            Map.entry("Resizing", "resize the images before they enter the network (--resize)"),
            Map.entry("CenterCrop", "cut the images before they enter the network"));

    private Refusals() {}

    /** Reports a layer that is not read; false for one that is. */
    static boolean report(KerasLayer layer, LayerConfig config) {
        String foreign = layer.foreignModule();
        if (layer.className().equals("Lambda")) {
            config.problem("holds a program, and nothing that a file holds is run", PROGRAM);
        } else if (!foreign.isEmpty()) {
            config.problem(
                    "is a class of its owner's (" + Printable.of(foreign) + "), a program that the file does not hold",
                    PROGRAM);
        } else if (config.json("dtype").path("class_name").asText().startsWith("Quantized")) {
            config.problem("is quantized by Keras", "save the model before model.quantize(...)");
        } else if (LayerRules.of(layer) == null) {
            config.problem(
                    "is not read",
                    REWRITES.getOrDefault(layer.className(), "build the network of the layers in docs/files.md#keras"));
        } else {
            return false;
        }
        return true;
    }
}
