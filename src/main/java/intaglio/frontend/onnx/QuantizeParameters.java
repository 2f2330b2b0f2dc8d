package intaglio.frontend.onnx;

import java.util.List;

/**
 * Scale, zero point and element type of a QuantizeLinear or DequantizeLinear node.
 *
 * @param scales one, or one for each index along the axis; positive
 * @param zeroPoints likewise
 * @param type of the integers
 * @param axis that the scales belong to; of no use where there is one
 */
record QuantizeParameters(float[] scales, long[] zeroPoints, ElementType type, int axis) {

    static final List<String> ATTRIBUTES = List.of("axis", "block_size", "output_dtype", "saturate");

    private static final String BYTES = "quantize to 8 bits (int8 or uint8)";
    private static final String PER_CHANNEL = "quantize per tensor or per channel";
    private static final String CONSTANT = "quantize statically: scales and zero points as constants";

    /**
     * Reads the parameters of a node.
     *
     * @param dims of the tensor that it works on; null for data, which must have one scale
     * @param integers element type of what it dequantizes; null where it quantizes
     * @return null where they are not to be had; reported, but for constants that could not be read
     */
    static QuantizeParameters read(Node node, int[] dims, ElementType integers) {
        Constant scale = node.constant(1);
        if (scale == null || (node.hasInput(2) && node.constant(2) == null)) {
            node.problem("its scale or zero point is not a constant", CONSTANT);
            return null;
        }
        Constant zeroPoint = node.constant(2);
        if (!scale.isReadable() || (zeroPoint != null && !zeroPoint.isReadable())) {
            return null;
        }
        if (node.integer("block_size", 0) != 0) {
            node.problem("quantizes blocks of " + node.integer("block_size", 0), PER_CHANNEL);
            return null;
        }
        ElementType type = type(node, zeroPoint, integers);
        boolean isScaled = scales(node, scale, dims);
        boolean good = type != null && isScaled;
        long[] zeroPoints = new long[scale.elements()];
        if (zeroPoint != null && good) {
            zeroPoints = zeroPoint.integers();
            good = zeroPoints(node, zeroPoint, scale, type);
        }
        return good ? new QuantizeParameters(scale.floats(), zeroPoints, type, axis(node, dims)) : null;
    }

    /** The type of the zero point; without one that of the integers, or what the node says. */
    private static ElementType type(Node node, Constant zeroPoint, ElementType integers) {
        long said = node.integer("output_dtype", 0);
        ElementType usual = integers == null ? ElementType.UINT8 : integers;
        ElementType type = zeroPoint != null && zeroPoint.type() != null
                ? zeroPoint.type()
                : integers == null && said != 0 ? ElementType.of((int) said) : usual;
        boolean known = type == ElementType.UINT8
                || type == ElementType.INT8
                || (type == ElementType.INT32 && integers == ElementType.INT32);
        if (!known) {
            node.problem(
                    "its integers are of type " + (type == null ? "number " + said + " of TensorProto" : type), BYTES);
            return null;
        }
        if (integers != null && type != integers) {
            node.problem(
                    "its zero point is of type " + type + ", what it reads of " + integers, "export the model again");
            return null;
        }
        return type;
    }

    private static boolean scales(Node node, Constant scale, int[] dims) {
        float[] values = scale.floats();
        if (values == null || values.length == 0) {
            node.problem("its scale holds no floating-point numbers", "export the model again");
            return false;
        }
        for (float value : values) {
            if (!(value > 0) || Float.isInfinite(value)) {
                node.problem("its scale is " + value, "calibrate again: a scale is a positive number");
                return false;
            }
        }
        if (values.length == 1) {
            return true;
        }
        if (dims == null) {
            node.problem(
                    "has " + values.length + " scales (axis " + node.integer("axis", 1)
                            + "), activations have one for the tensor",
                    "quantize activations per tensor");
            return false;
        }
        int axis = axis(node, dims);
        if (scale.dims().length != 1 || axis < 0 || axis >= dims.length || values.length != dims[axis]) {
            node.problem(
                    "has scales of shape " + scale.shapeText() + " along axis " + node.integer("axis", 1)
                            + " of a tensor of shape " + Text.shape(dims),
                    PER_CHANNEL);
            return false;
        }
        return true;
    }

    private static int axis(Node node, int[] dims) {
        long axis = node.integer("axis", 1);
        return (int) (axis < 0 && dims != null ? axis + dims.length : axis);
    }

    private static boolean zeroPoints(Node node, Constant zeroPoint, Constant scale, ElementType type) {
        long[] values = zeroPoint.integers();
        if (values == null || values.length != scale.elements()) {
            node.problem(
                    "its zero point has shape " + zeroPoint.shapeText() + ", its scale " + scale.shapeText(),
                    "export the model again");
            return false;
        }
        for (long value : values) {
            if (value < type.lowest() || value > type.highest()) {
                node.problem("its zero point is " + value + ", beyond " + type, "export the model again");
                return false;
            }
        }
        return true;
    }
}
