package intaglio.frontend.onnx;

import java.util.List;

/** Quant of QONNX, as Brevitas, FINN and hls4ml write it: QuantizeLinear, Clip and DequantizeLinear in one. */
final class QuantOperator implements Operator {

    static final List<String> ATTRIBUTES = List.of("signed", "narrow", "rounding_mode");

    @Override
    public List<String> attributes() {
        return ATTRIBUTES;
    }

    @Override
    public boolean mayFollowPadding() {
        // 0.0 is an integer exactly.
        return true;
    }

    @Override
    public boolean mayFollowEnd() {
        return true;
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        QuantParameters parameters = dataInput == 0 ? QuantParameters.read(node, null) : null;
        Grid grid = parameters == null ? null : grid(node, parameters);
        if (dataInput != 0) {
            node.problem("its scale or zero point depends on the image", "quantize with constants");
        }
        if (grid == null) {
            flow.quantization().lose();
        } else {
            flow.quantization().quantizeReals(node, grid, flow);
        }
    }

    /** Null, reported, where the integers are no bytes. */
    private static Grid grid(Node node, QuantParameters parameters) {
        long zero = parameters.zeroPoints()[0];
        ElementType type = parameters.type();
        if (type == ElementType.INT32) {
            node.problem(
                    "quantizes data to " + parameters.low() + ".." + parameters.high() + ", 8 bits are the most",
                    "quantize activations to 2 to 8 bits");
        } else if (!parameters.rounding().isNearest()) {
            node.problem("rounds data by " + parameters.rounding(), "use the rounding mode ROUND for activations");
        } else if (zero < parameters.low() || zero > parameters.high()) {
            node.problem(
                    "its zero point " + zero + " is outside " + parameters.low() + ".." + parameters.high(),
                    "use a zero point that is one of the integers");
        } else {
            int offset = QuantizedTensor.offset(type);
            return new Grid(
                    parameters.scales()[0],
                    (int) zero + offset,
                    (int) parameters.low() + offset,
                    (int) parameters.high() + offset,
                    type);
        }
        return null;
    }

    /** Of constants: weights and biases; unreadable where reported. */
    static Constant ofConstant(Node node, Constant from) {
        node.refuseAttributesBesides(ATTRIBUTES);
        if (from.floats() == null) {
            node.problem("quantizes integers", "export the model again");
            return Constant.unreadable(from.name(), from.dims());
        }
        QuantParameters parameters = node.op().equals("Quant")
                ? QuantParameters.read(node, from.dims())
                : QuantParameters.bipolar(node, from.dims());
        return parameters == null
                ? Constant.unreadable(from.name(), from.dims())
                : QuantizedConstants.quantize(parameters, from);
    }
}
