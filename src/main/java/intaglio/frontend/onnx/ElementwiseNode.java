package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import intaglio.num.ErrorFunction;
import java.util.List;
import java.util.Set;

/** Operators that work on each element, evaluated for one element in float64. */
final class ElementwiseNode {

    private static final Set<String> OPERATORS = Set.of(
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Neg",
            "Pow",
            "Sqrt",
            "Exp",
            "Log",
            "Max",
            "Min",
            "Abs",
            "Reciprocal",
            "Sigmoid",
            "HardSigmoid",
            "Tanh",
            "Erf",
            "Softplus",
            "Relu",
            "Clip",
            "Greater",
            "GreaterOrEqual",
            "Less",
            "LessOrEqual",
            "Where",
            "Identity");

    /** Those that nothing is read of but as a part of a function. */
    private static final Set<String> PARTS = Set.of(
            "Pow",
            "Sqrt",
            "Exp",
            "Log",
            "Abs",
            "Reciprocal",
            "Erf",
            "Greater",
            "GreaterOrEqual",
            "Less",
            "LessOrEqual",
            "Where");

    private ElementwiseNode() {}

    static boolean isOne(NodeProto node) {
        return (node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx"))
                && OPERATORS.contains(node.getOpType())
                && node.getOutputCount() == 1;
    }

    /** Whether the operator is read only as a part of a function. */
    static boolean isPart(NodeProto node) {
        return PARTS.contains(node.getOpType());
    }

    /**
     * The output.
     *
     * @param inputs in the node's order; null for one that is left out
     */
    static double apply(NodeProto node, List<Double> inputs) {
        double x = inputs.get(0);
        return switch (node.getOpType()) {
            case "Add" -> x + inputs.get(1);
            case "Sub" -> x - inputs.get(1);
            case "Mul" -> x * inputs.get(1);
            case "Div" -> x / inputs.get(1);
            case "Neg" -> -x;
            case "Pow" -> StrictMath.pow(x, inputs.get(1));
            case "Sqrt" -> StrictMath.sqrt(x);
            case "Exp" -> StrictMath.exp(x);
            case "Log" -> StrictMath.log(x);
            case "Max" -> inputs.stream().reduce(x, Math::max);
            case "Min" -> inputs.stream().reduce(x, Math::min);
            case "Abs" -> Math.abs(x);
            case "Reciprocal" -> 1 / x;
            case "Sigmoid" -> 1 / (1 + StrictMath.exp(-x));
            case "HardSigmoid" -> limited(real(node, "alpha", 0.2f) * x + real(node, "beta", 0.5f), 0, 1);
            case "Tanh" -> StrictMath.tanh(x);
            case "Erf" -> ErrorFunction.erf(x);
            case "Softplus" -> StrictMath.log1p(StrictMath.exp(x));
            case "Relu" -> Math.max(x, 0);
            case "Clip" ->
                limited(
                        x,
                        limit(node, inputs, 1, "min", Double.NEGATIVE_INFINITY),
                        limit(node, inputs, 2, "max", Double.POSITIVE_INFINITY));
            case "Greater" -> x > inputs.get(1) ? 1 : 0;
            case "GreaterOrEqual" -> x >= inputs.get(1) ? 1 : 0;
            case "Less" -> x < inputs.get(1) ? 1 : 0;
            case "LessOrEqual" -> x <= inputs.get(1) ? 1 : 0;
            case "Where" -> x != 0 ? inputs.get(1) : inputs.get(2);
            case "Identity" -> x;
            default -> throw new IllegalArgumentException(node.getOpType());
        };
    }

    private static double limit(NodeProto node, List<Double> inputs, int index, String attribute, double none) {
        Double given = index < inputs.size() ? inputs.get(index) : null;
        return given != null ? given : real(node, attribute, none);
    }

    private static double limited(double x, double low, double high) {
        return Math.min(Math.max(x, low), high);
    }

    private static double real(NodeProto node, String name, double otherwise) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .filter(attribute -> attribute.getType() == AttributeProto.AttributeType.FLOAT)
                .mapToDouble(AttributeProto::getF)
                .findFirst()
                .orElse(otherwise);
    }
}
