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
 * @param scaleBits bits of the mantissa to which the runtime of the file rounds the real scale of a requantization
 */
public record GivenQuantization(
        GivenActivation input,
        Map<String, GivenLayer> layers,
        Map<String, GivenActivation> outputs,
        List<String> notes,
        int scaleBits) {

    /** The scale is what 64-bit floats make of it. */
    public static final int EXACT_SCALES = 53;

    public GivenQuantization {
        layers = Map.copyOf(layers);
        outputs = Map.copyOf(outputs);
        notes = List.copyOf(notes);
    }

    /** With exact scales. */
    public GivenQuantization(
            GivenActivation input,
            Map<String, GivenLayer> layers,
            Map<String, GivenActivation> outputs,
            List<String> notes) {
        this(input, layers, outputs, notes, EXACT_SCALES);
    }

    /** The same for another runtime. */
    public GivenQuantization withScaleBits(int bits) {
        return new GivenQuantization(input, layers, outputs, notes, bits);
    }

    /** The scale as the runtime has it: its mantissa of {@link #scaleBits} bits, rounded half up. */
    public double rounded(double scale) {
        int lowest = Math.getExponent(scale) + 1 - scaleBits;
        return Math.scalb((double) Math.round(Math.scalb(scale, -lowest)), lowest);
    }

    /** What the outputs of a layer stand for; empty where the file does not quantize them. */
    public Optional<GivenActivation> output(String label) {
        return Optional.ofNullable(outputs.get(label));
    }
}
