package intaglio.frontend.tflite;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.List;

/** Functions of each element, and those at the end of a network. */
final class FunctionTranslation implements OperatorTranslation {

    private final String op;

    FunctionTranslation(String op) {
        this.op = op;
    }

    @Override
    public void translate(Step step) {
        if (!step.isData(0)) {
            step.problem("computes with constants only", "convert the model again, with optimizations");
            return;
        }
        step.give(step.node(op, List.of(step.data(0)), attributes(step)));
    }

    private AttributeProto[] attributes(Step step) {
        Call call = step.call();
        return switch (op) {
            case "LeakyRelu" -> attribute(OnnxGraphBuilder.real("alpha", call.real(0, 0)));
            case "Gelu" -> attribute(OnnxGraphBuilder.text("approximate", call.octet(0) == 0 ? "none" : "tanh"));
            case "Cast" -> attribute(OnnxGraphBuilder.integer("to", DataType.FLOAT.getNumber()));
            default -> new AttributeProto[0];
        };
    }

    private static AttributeProto[] attribute(AttributeProto one) {
        return new AttributeProto[] {one};
    }
}
