package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.List;

/**
 * Softmax, LogSoftmax and ArgMax over the classes at the end of a network, and Sigmoid or the Log of any of them: left
 * out, as they do not change which class has the largest logit.
 */
final class EndOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("axis", "keepdims", "select_last_index");
    }

    @Override
    public boolean mayFollowEnd() {
        return true;
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        flow.settle(node);
        boolean byElement = node.op().equals("Sigmoid") || node.op().equals("Log");
        if (node.op().equals("Log") && flow.end() == null) {
            node.problem("takes the logarithm of what is no Softmax or Sigmoid", Operators.rewrite(node));
            flow.loseValues();
            return;
        }
        boolean argMax = node.op().equals("ArgMax");
        if (node.integer("select_last_index", 0) != 0) {
            node.problem("takes the last of equal logits; the hardware takes the first", "set select_last_index to 0");
        }
        long usual = argMax ? 0 : node.opset() < 13 ? 1 : -1;
        int[] dims = flow.dims();
        long axis = node.integer("axis", usual);
        if (dims != null && !byElement) {
            int classes = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
            boolean overClasses = dims.length > 0 && dims[0] == classes && (axis == 1 || axis == -dims.length);
            if (!overClasses) {
                node.problem(
                        "works along axis " + axis + " of " + flow.shapeText() + ", not over all classes",
                        "leave it out, or use axis 1 of a vector of logits");
            }
        }
        flow.endWith(node);
    }
}
