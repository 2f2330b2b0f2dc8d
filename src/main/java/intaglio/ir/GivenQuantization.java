package intaglio.ir;

import java.util.List;
import java.util.Map;

/**
 * The quantization that a model file brings along: made by a quantizer of another tool, or learnt in training.
 *
 * @param input what the bytes of the image stand for
 * @param layers by label, one entry per weighted layer
 * @param notes where the integer network will differ from what the file says, in words
 */
public record GivenQuantization(GivenActivation input, Map<String, GivenLayer> layers, List<String> notes) {

    public GivenQuantization {
        layers = Map.copyOf(layers);
        notes = List.copyOf(notes);
    }
}
