package intaglio.frontend.onnx;

import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import java.util.List;

/** PRelu with one slope for all channels: a LeakyReLU whose slope was learnt. */
final class PReluOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of();
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        Constant slope = node.constant(1);
        float[] slopes = slope == null ? null : slope.floats();
        if (dataInput != 0 || slopes == null || slopes.length == 0) {
            node.problem("its slope is not a constant tensor of floats", "use LeakyRelu");
            return;
        }
        for (float one : slopes) {
            if (one != slopes[0]) {
                node.problem("has a slope for each channel", "use one slope for all (nn.PReLU()) and train again");
                return;
            }
        }
        FunctionOperator.activate(ActivationFunction.of(FunctionKind.LEAKYRELU, slopes[0]), node, chain);
    }
}
