package intaglio.ir;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The quantization that a model file brings along: made by a quantizer of another tool, or learnt in training.
 *
 * @param input what the bytes of the image stand for
 * @param layers by label, one entry per weighted layer
 * @param outputs by label, what the bytes stand for that a layer with weights or a sum gives; none where the file does
 *     not quantize them, at the end of the network or in front of a sum
 * @param notes where the integer network will differ from what the file says, in words
 */
public record GivenQuantization(
        GivenActivation input,
        Map<String, GivenLayer> layers,
        Map<String, GivenActivation> outputs,
        List<String> notes) {

    public GivenQuantization {
        layers = Map.copyOf(layers);
        outputs = Map.copyOf(outputs);
        notes = List.copyOf(notes);
    }

    /** What the outputs of a layer stand for; empty where the file does not quantize them. */
    public Optional<GivenActivation> output(String label) {
        return Optional.ofNullable(outputs.get(label));
    }
}
