package intaglio.frontend.onnx;

import java.util.List;

/** Clip: with no upper limit it is a Relu, with no limit at all nothing. */
final class ClipOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("min", "max");
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        boolean inputs = node.opset() >= 11;
        float low = inputs ? limit(node, 1, -Float.MAX_VALUE) : node.real("min", -Float.MAX_VALUE);
        float high = inputs ? limit(node, 2, Float.MAX_VALUE) : node.real("max", Float.MAX_VALUE);
        boolean open = high >= Float.MAX_VALUE;
        if (open && low <= -Float.MAX_VALUE) {
            return;
        }
        if (open && low == 0) {
            new ReluOperator().apply(node, dataInput, chain);
            return;
        }
        if (!Float.isNaN(low) && !Float.isNaN(high)) {
            node.problem("clips to " + low + ".." + high + (low == 0 && high == 6 ? " (ReLU6)" : "")
                    + "; only 0 and more is supported", "use Relu and train again");
        }
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
