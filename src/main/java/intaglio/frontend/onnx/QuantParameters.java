package intaglio.frontend.onnx;

import java.util.Arrays;

/**
 * Scale, zero point and width of a Quant or BipolarQuant node of QONNX:
 * {@code scale * (clip(round(x / scale + zeroPoint), low, high) - zeroPoint)}.
 *
 * @param scales one, or one for each index along the axis; positive
 * @param zeroPoints likewise
 * @param axis that the scales belong to; of no use where there is one
 * @param low smallest integer
 * @param high largest integer
 * @param rounding as the node names it
 */
record QuantParameters(float[] scales, long[] zeroPoints, int axis, long low, long high, QuantRounding rounding) {

    private static final int LARGEST_BITS = 32;
    private static final String AGAIN = "export the model again, with scales that are constants";

    /**
     * Reads the parameters of a Quant node.
     *
     * @param dims of the tensor that it works on; null for data, which must have one scale
     * @return null where they are not to be had, which is reported
     */
    static QuantParameters read(Node node, int[] dims) {
        float[] scales = positive(node);
        float[] zeroPoints = scales == null ? null : numbers(node, 2, "zero point");
        float[] bits = zeroPoints == null ? null : numbers(node, 3, "bit width");
        if (bits == null) {
            return null;
        }
        int axis = scales.length == 1 ? 0 : axis(node, dims);
        if (axis < 0 || !areIntegers(node, zeroPoints, scales.length) || !isWidth(node, bits)) {
            return null;
        }
        String mode = node.text("rounding_mode", "ROUND");
        QuantRounding rounding = QuantRounding.named(mode).orElse(null);
        if (rounding == null) {
            node.problem("rounds by '" + Text.printable(mode) + "', which is not known", "use ROUND");
            return null;
        }
        long[] zeros = new long[scales.length];
        Arrays.setAll(zeros, i -> (long) zeroPoints[zeroPoints.length == 1 ? 0 : i]);
        boolean signed = node.integer("signed", 1) != 0;
        boolean narrow = node.integer("narrow", 0) != 0;
        long steps = 1L << (int) bits[0];
        return new QuantParameters(
                scales,
                zeros,
                axis,
                signed ? -steps / 2 + (narrow ? 1 : 0) : 0,
                signed ? steps / 2 - 1 : steps - (narrow ? 2 : 1),
                rounding);
    }

    /** Those of a BipolarQuant of constants: +1 where a number is 0 or more, else -1; null where reported. */
    static QuantParameters bipolar(Node node, int[] dims) {
        float[] scales = positive(node);
        int axis = scales == null ? -1 : scales.length == 1 ? 0 : axis(node, dims);
        return axis < 0 ? null : new QuantParameters(scales, new long[scales.length], axis, -1, 1, QuantRounding.SIGN);
    }

    /** The integer of a number. */
    long integer(float value, int channel) {
        double steps = rounding.round((double) value / scales[channel] + (double) zeroPoints[channel]);
        return (long) Math.max((double) low, Math.min((double) high, steps));
    }

    /** The narrowest type of an ONNX file that holds the integers. */
    ElementType type() {
        boolean signed = low >= ElementType.INT8.lowest() && high <= ElementType.INT8.highest();
        boolean unsigned = low >= 0 && high <= ElementType.UINT8.highest();
        return signed ? ElementType.INT8 : unsigned ? ElementType.UINT8 : ElementType.INT32;
    }

    private static float[] positive(Node node) {
        float[] scales = numbers(node, 1, "scale");
        if (scales == null) {
            return null;
        }
        for (float scale : scales) {
            if (!(scale > 0) || Float.isInfinite(scale)) {
                node.problem("its scale is " + scale, "train or export again: a scale is a positive number");
                return null;
            }
        }
        return scales;
    }

    private static float[] numbers(Node node, int input, String what) {
        Constant constant = node.constant(input);
        if (constant == null || (constant.isReadable() && (constant.floats() == null || constant.elements() == 0))) {
            node.problem("its " + what + " is not a constant of floating-point numbers", AGAIN);
            return null;
        }
        return constant.floats();
    }

    private static boolean areIntegers(Node node, float[] zeroPoints, int scales) {
        boolean good = zeroPoints.length == 1 || zeroPoints.length == scales;
        for (float zeroPoint : zeroPoints) {
            good &= zeroPoint == Math.rint(zeroPoint) && Math.abs(zeroPoint) < 1 << 16;
        }
        if (!good) {
            node.problem("its zero point is not one whole number for each scale", "use the zero point 0");
        }
        return good;
    }

    private static boolean isWidth(Node node, float[] bits) {
        boolean good = bits.length == 1 && bits[0] == Math.rint(bits[0]) && bits[0] >= 1 && bits[0] <= LARGEST_BITS;
        if (!good) {
            node.problem("its bit width is not a whole number of 1 to " + LARGEST_BITS, AGAIN);
        }
        return good;
    }

    /** The axis along which there are several scales, which are broadcast; negative, reported, where there is none. */
    private static int axis(Node node, int[] dims) {
        Constant scale = node.constant(1);
        if (dims == null) {
            node.problem(
                    "has " + scale.elements() + " scales, activations have one for the tensor",
                    "quantize activations per tensor");
            return -1;
        }
        int shift = dims.length - scale.dims().length;
        int found = -1;
        for (int i = 0; i < scale.dims().length; i++) {
            if (scale.dims()[i] == scale.elements() && scale.elements() > 1 && shift + i >= 0) {
                found = shift + i;
            }
        }
        if (found < 0 || dims[found] != scale.elements()) {
            node.problem(
                    "has scales of shape " + scale.shapeText() + " for a tensor of shape " + Text.shape(dims),
                    "quantize per tensor or per channel");
            return -1;
        }
        return found;
    }
}
