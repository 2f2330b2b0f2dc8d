package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import java.util.List;
import java.util.stream.IntStream;

/** A function of each element: the activation of the layer before it. Attributes are the function's numbers. */
final class FunctionOperator implements Operator {

    private final FunctionKind kind;
    private final double[] usual;

    /**
     * For one operator.
     *
     * @param usual ONNX's defaults of the function's numbers; none where the operator has no attributes
     */
    FunctionOperator(FunctionKind kind, double... usual) {
        this.kind = kind;
        this.usual = usual;
    }

    @Override
    public List<String> attributes() {
        return kind.parameters().stream()
                .map(FunctionKind.Parameter::name)
                .limit(usual.length)
                .toList();
    }

    @Override
    public void apply(Node node, int dataInput, Flow flow) {
        List<FunctionKind.Parameter> parameters = kind.parameters();
        double[] numbers = IntStream.range(0, parameters.size())
                .mapToDouble(i -> i < usual.length
                        ? node.real(parameters.get(i).name(), (float) usual[i])
                        : parameters.get(i).usual())
                .toArray();
        activate(ActivationFunction.of(kind, numbers), node, flow);
    }

    /** Applies a function. */
    static void activate(Activation activation, Node node, Flow flow) {
        if (flow.quantization().isActive()) {
            flow.quantization().activate(node, activation, flow);
        } else {
            flow.activate(node, activation);
        }
    }
}
