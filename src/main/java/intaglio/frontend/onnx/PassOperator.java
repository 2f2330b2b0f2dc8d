package intaglio.frontend.onnx;

import java.util.List;

/** Identity, Dropout and Cast to floats of any size: do nothing to a trained network of floats. */
final class PassOperator implements Operator {

    private static final int FLOAT = 1;

    @Override
    public List<String> attributes() {
        return List.of("ratio", "seed", "to", "saturate", "round_mode");
    }

    @Override
    public boolean mayFollowPadding() {
        return true;
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
        if (node.op().equals("Cast") && flow.quantization().areIntegers()) {
            node.problem("converts integers without their scale", "use DequantizeLinear");
        }
        ElementType type = ElementType.of((int) node.integer("to", FLOAT));
        boolean real = type != null && type.isFloating();
        if (node.op().equals("Cast") && flow.isBytes() && real) {
            flow.castBytes();
        }
        if (node.op().equals("Cast") && !real && flow.end() == null) {
            node.problem(
                    "converts the data to element type " + node.integer("to", FLOAT) + " of TensorProto",
                    "export the model in float32 throughout");
        }
        if (node.op().equals("Dropout") && node.hasInput(2)) {
            Constant training = node.constant(2);
            boolean off = training != null
                    && training.integers() != null
                    && training.elements() == 1
                    && training.integers()[0] == 0;
            if (!off) {
                node.problem(
                        "may drop values (training_mode is not a constant false)",
                        "export the model in evaluation mode (model.eval())");
            }
        }
    }
}
