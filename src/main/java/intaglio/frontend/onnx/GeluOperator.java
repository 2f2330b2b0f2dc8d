package intaglio.frontend.onnx;

import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import java.util.List;

/** Gelu, exact or by its approximation with tanh. */
final class GeluOperator implements Operator {

    @Override
    public List<String> attributes() {
        return List.of("approximate");
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        String approximate = node.text("approximate", "none");
        if (!List.of("none", "tanh").contains(approximate)) {
            node.problem("its attribute 'approximate' is '" + Text.printable(approximate) + "'", "use none or tanh");
            return;
        }
        FunctionKind kind = approximate.equals("tanh") ? FunctionKind.GELUTANH : FunctionKind.GELU;
        FunctionOperator.activate(ActivationFunction.of(kind), node, flow);
    }
}
