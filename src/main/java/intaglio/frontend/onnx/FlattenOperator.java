package intaglio.frontend.onnx;

import java.util.Arrays;
import java.util.List;

/** Flatten after the batch axis: the elements stay in their order. */
final class FlattenOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("axis");
    }

    @Override
    public boolean mayFollowEnd() {
        return true;
    }

    @Override
    public boolean mayReadIntegers() {
        return true;
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        long axis = node.integer("axis", 1);
        int[] dims = flow.dims();
        if (dims == null && axis < 0) {
            return;
        }
        boolean single = axis == 0 && flow.graph().batch() == 1;
        if (axis != 1 && !single && (dims == null || axis != -dims.length)) {
            node.problem("has axis " + axis + ": images of the batch and their channels become one axis", "use axis 1");
            flow.lose();
        } else if (dims != null) {
            flow.reshape(Arrays.stream(dims).reduce(1, (a, b) -> a * b));
        }
    }
}
