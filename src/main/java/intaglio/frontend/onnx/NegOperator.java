package intaglio.frontend.onnx;

import java.util.List;

/** Neg: a map of the channels like a product with -1. */
final class NegOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        if (flow.quantization().isActive()) {
            node.problem("changes the sign of what a quantized model gives", "fold it into a layer before quantizing");
            flow.loseValues();
        } else if (flow.isKnown()) {
            flow.negate(node);
        }
    }
}
