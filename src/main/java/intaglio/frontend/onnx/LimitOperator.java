package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import java.util.List;

/** Max and Min of the data and a constant number: a clip with one end. */
final class LimitOperator implements Operator {

    private final boolean atLeast;

    /** Max, which gives at least the constant, or Min. */
    LimitOperator(boolean atLeast) {
        this.atLeast = atLeast;
    }

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        Constant limit = node.inputs().size() == 2 ? node.constant(1 - dataInput) : null;
        if (limit == null || limit.floats() == null || limit.elements() != 1) {
            node.problem("does not compare the data with one constant number", "use Relu or Clip");
            flow.loseValues();
            return;
        }
        float value = limit.floats()[0];
        if (flow.quantization().isActive()) {
            QuantizedClip.ofReals(node, atLeast ? value : -Float.MAX_VALUE, atLeast ? Float.MAX_VALUE : value, flow);
        } else {
            flow.activate(
                    node,
                    Activation.clip(
                            atLeast ? value : Double.NEGATIVE_INFINITY, atLeast ? Double.POSITIVE_INFINITY : value));
        }
    }
}
