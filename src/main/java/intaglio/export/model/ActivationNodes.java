package intaglio.export.model;

import static intaglio.onnx.OnnxGraphBuilder.real;
import static intaglio.onnx.OnnxGraphBuilder.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/** Adds the operators of an activation. */
final class ActivationNodes {

    private final OnnxGraphBuilder graph;
    private final String scope;

    ActivationNodes(OnnxGraphBuilder graph, String label) {
        this.graph = graph;
        scope = label + "/activation";
    }

    /** The name of the activated tensor. */
    String add(String input, Activation activation) {
        if (activation == Activation.NONE) {
            return input;
        }
        if (activation == Activation.RELU) {
            return node("Relu", input);
        }
        if (activation == Activation.RELU6) {
            return clip(input, 0, Activation.SIX);
        }
        return function(input, (ActivationFunction) activation);
    }

    private String function(String input, ActivationFunction function) {
        List<Double> numbers = function.parameters();
        return switch (function.kind()) {
            case TANH -> node("Tanh", input);
            case SIGMOID -> node("Sigmoid", input);
            case ELU -> node("Elu", input, number("alpha", numbers.get(0)));
            case CELU -> node("Celu", input, number("alpha", numbers.get(0)));
            case SELU -> node("Selu", input, number("alpha", numbers.get(0)), number("gamma", numbers.get(1)));
            case LEAKYRELU -> node("LeakyRelu", input, number("alpha", numbers.get(0)));
            case HARDSIGMOID ->
                node("HardSigmoid", input, number("alpha", numbers.get(0)), number("beta", numbers.get(1)));
            case HARDSWISH -> node("HardSwish", input);
            case SILU -> graph.node("Mul", scope, List.of(input, graph.node("Sigmoid", scope, List.of(input))));
            case GELU -> node("Gelu", input);
            case GELUTANH -> node("Gelu", input, text("approximate", "tanh"));
            case SOFTPLUS -> softplus(input, numbers.get(0).floatValue());
            case SOFTSIGN -> node("Softsign", input);
            case MISH -> node("Mish", input);
            case CLIP -> clip(input, numbers.get(0), numbers.get(1));
        };
    }

    private String softplus(String input, float beta) {
        if (beta == 1) {
            return node("Softplus", input);
        }
        String factor = graph.floats(scope + "/beta", new float[] {beta});
        String steeper = graph.node("Mul", scope, List.of(input, factor));
        return graph.node("Div", scope, List.of(node("Softplus", steeper), factor));
    }

    /** An end that is infinite is left open. */
    private String clip(String input, double low, double high) {
        return graph.node("Clip", scope, List.of(input, limit("min", low), limit("max", high)));
    }

    private String limit(String name, double value) {
        return Double.isInfinite(value) ? "" : graph.floats(scope + "/" + name, new float[] {(float) value});
    }

    private String node(String type, String input, AttributeProto... attributes) {
        return graph.node(type, scope, List.of(input), attributes);
    }

    private static AttributeProto number(String name, double value) {
        return real(name, (float) value);
    }
}
