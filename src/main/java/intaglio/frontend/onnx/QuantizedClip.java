package intaglio.frontend.onnx;

/**
 * Clip in a quantized model: of integers, as Brevitas and PyTorch write it for narrow ranges and fewer than 8 bits, or
 * of the real numbers that QuantizeLinear reads next. Both leave fewer bytes, exactly, because quantizing is monotone.
 */
final class QuantizedClip {

    private static final String BEFORE = "clip the output of a layer with weights, before its QuantizeLinear";

    private QuantizedClip() {}

    /** The integer limit in an input; {@code otherwise} where there is none, null where it is not a constant one. */
    static Long limit(Node node, int input, long otherwise) {
        if (!node.hasInput(input)) {
            return otherwise;
        }
        Constant limit = node.constant(input);
        return limit == null || limit.integers() == null || limit.elements() != 1 ? null : limit.integers()[0];
    }

    /** Between QuantizeLinear and DequantizeLinear. */
    static void ofIntegers(Node node, Flow flow) {
        Grid grid = flow.quantization().grid();
        Long least = limit(node, 1, grid.type().lowest());
        Long most = limit(node, 2, grid.type().highest());
        if (least == null || most == null) {
            node.problem("its limits are not constant integers", BEFORE);
            return;
        }
        int offset = QuantizedTensor.offset(grid.type());
        int low = (int) Math.max(grid.low(), Math.min(grid.high(), least + offset));
        int high = (int) Math.max(grid.low(), Math.min(grid.high(), most + offset));
        if (low == grid.low() && high == grid.high()) {
            return;
        }
        boolean behindLayer = flow.source() != null && flow.source().isOpen();
        if (!behindLayer || low > grid.zeroPoint() || high < grid.zeroPoint()) {
            node.problem(
                    "clips to " + least + ".." + most + ", "
                            + (behindLayer
                                    ? "which does not hold the zero point of " + grid
                                    : "but no layer with weights is before it"),
                    BEFORE);
            return;
        }
        flow.source().narrow(low, high);
        flow.quantization().narrow(low, high);
    }

    /** Real numbers; NaN limits have been reported. */
    static void ofReals(Node node, float low, float high, Flow flow) {
        Grid grid = flow.quantization().grid();
        boolean known = !Float.isNaN(low) && !Float.isNaN(high) && (grid == null || !grid.isUnknown());
        boolean without =
                known && grid != null && grid.quantize(low) <= grid.low() && grid.quantize(high) >= grid.high();
        if (!known || without) {
            return;
        }
        boolean onlyRelu = low == 0 && (grid == null || grid.quantize(high) >= grid.high());
        boolean behindLayer = grid == null
                && flow.source() != null
                && flow.source().isOpen()
                && flow.source().isQuantizable();
        if (!onlyRelu && (!behindLayer || low > 0 || high < 0)) {
            node.problem("clips to " + low + ".." + high + (behindLayer ? ", which does not hold 0" : ""), BEFORE);
            return;
        }
        if (low == 0) {
            ReluOperator.quantized(node, flow);
        }
        if (behindLayer) {
            flow.source().limit(low, high);
        }
    }
}
