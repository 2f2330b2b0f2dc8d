package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import java.util.List;

/** Clip: from 0 it is a Relu, up to 6 a ReLU6, with no limit at all nothing, else a function. */
final class ClipOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("min", "max");
    }

    @Override
    public boolean mayReadIntegers() {
        return true;
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        if (flow.quantization().areIntegers()) {
            QuantizedClip.ofIntegers(node, flow);
            return;
        }
        boolean inputs = node.opset() >= 11;
        float low = inputs ? limit(node, 1, -Float.MAX_VALUE) : node.real("min", -Float.MAX_VALUE);
        float high = inputs ? limit(node, 2, Float.MAX_VALUE) : node.real("max", Float.MAX_VALUE);
        if (flow.quantization().isActive()) {
            QuantizedClip.ofReals(node, low, high, flow);
            return;
        }
        boolean open = high >= Float.MAX_VALUE;
        if (open && low <= -Float.MAX_VALUE) {
            return;
        }
        if (open && low == 0) {
            flow.activate(node, Activation.RELU);
            return;
        }
        if (low == 0 && high == Activation.SIX) {
            flow.activate(node, Activation.RELU6);
            return;
        }
        if (!Float.isNaN(low) && !Float.isNaN(high)) {
            clip(node, low, high, flow);
        }
    }

    private static void clip(Node node, float low, float high, Flow flow) {
        if (low > high) {
            node.problem("clips to " + low + ".." + high + ", which is empty", "exchange its limits");
            return;
        }
        FunctionOperator.activate(
                Activation.clip(
                        low <= -Float.MAX_VALUE ? Double.NEGATIVE_INFINITY : low,
                        high >= Float.MAX_VALUE ? Double.POSITIVE_INFINITY : high),
                node,
                flow);
    }

    /** NaN where it is not known, which is reported. */
    private static float limit(Node node, int input, float otherwise) {
        if (!node.hasInput(input)) {
            return otherwise;
        }
        Constant limit = node.constant(input);
        if (limit == null || limit.floats() == null || limit.elements() != 1) {
            node.problem("its limits are not constant numbers", "use Relu");
            return Float.NaN;
        }
        return limit.floats()[0];
    }
}
