package intaglio.frontend.onnx;

import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the graph does to its image before the first layer, as the normalization of the network's input. */
final class InputNormalization {

    /** Below this a factor is a division of 0..255, not of 0..1: the smallest std in use is about 0.2. */
    private static final double LARGEST_BYTE_FACTOR = 1.0 / 16;

    /** Of float32 numbers. */
    private static final double TOLERANCE = 1e-6;

    private InputNormalization() {}

    /**
     * The normalization; empty where the graph takes the image as it is and the image is no bytes. An image of floats
     * does not say the range of its pixels: that of the nearer meaning.
     */
    static Optional<Normalization> of(GraphDraft draft, GraphInput input) {
        if (isUntouched(draft, input) && !input.bytes()) {
            return Optional.empty();
        }
        ChannelAffine affine =
                isUntouched(draft, input) ? ChannelAffine.none(input.shape().channels()) : draft.image();
        boolean bytes = input.bytes() || isOfBytes(affine);
        double[] std = Arrays.stream(affine.scale()).map(scale -> 1 / scale).toArray();
        double[] mean = new double[std.length];
        Arrays.setAll(mean, i -> affine.shift()[i] == 0 ? 0 : -affine.shift()[i] * std[i]);
        Normalization normalization =
                new Normalization(bytes ? PixelRange.BYTES : PixelRange.UNIT, list(mean), list(std));
        return Optional.of(input.bytes() && isUnit(mean, std) ? Normalization.NONE : normalization);
    }

    /** Whether a map of an image of floats is one of 0..255, and not of 0..1. */
    static boolean isOfBytes(ChannelAffine image) {
        return Arrays.stream(image.scale()).allMatch(scale -> Math.abs(scale) < LARGEST_BYTE_FACTOR);
    }

    private static boolean isUntouched(GraphDraft draft, GraphInput input) {
        return draft.image() == null
                || draft.image().isLike(ChannelAffine.none(input.shape().channels()));
    }

    /** Whether p is divided by 255 and no more. */
    private static boolean isUnit(double[] mean, double[] std) {
        int divisor = PixelRange.UNIT.divisor();
        return Arrays.stream(mean).allMatch(value -> value == 0)
                && Arrays.stream(std).allMatch(value -> Math.abs(value - divisor) < TOLERANCE * divisor);
    }

    private static List<Double> list(double[] values) {
        double[] different = Arrays.stream(values).distinct().toArray();
        return Arrays.stream(different.length == 1 ? different : values).boxed().toList();
    }
}
