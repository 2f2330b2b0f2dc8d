package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import java.util.List;
import java.util.Set;

/** Tells whether an image of three axes has its channels first or last, by what the graph does with it. */
final class InputLayout {

    /** Operators that leave the axes as they are. */
    private static final Set<String> PASSING = Set.of(
            "Cast", "Add", "Sub", "Mul", "Div", "Identity", "Dropout", "QuantizeLinear", "DequantizeLinear", "Clip");

    private static final Set<String> FLATTENING = Set.of("Flatten", "Reshape", "Gemm", "MatMul", "Squeeze");
    private static final int MOST_CHANNELS = 4;

    private InputLayout() {}

    /**
     * Whether the channels come last: a Transpose brings them to the front, or they become a vector and the last axis
     * is the only one as short as channels are.
     */
    static boolean isChannelsLast(String input, TensorShapeProto shape, GraphProto graph) {
        String current = input;
        for (NodeProto node : NodeOrder.of(graph)) {
            if (!node.getInputList().contains(current)) {
                continue;
            }
            if (node.getOpType().equals("Transpose")) {
                return node.getAttributeList().stream().anyMatch(InputLayout::isToFirst);
            }
            if (!PASSING.contains(node.getOpType()) || node.getOutputCount() == 0) {
                return FLATTENING.contains(node.getOpType())
                        && shape.getDim(3).getDimValue() <= MOST_CHANNELS
                        && shape.getDim(1).getDimValue() > MOST_CHANNELS;
            }
            current = node.getOutput(0);
        }
        return false;
    }

    private static boolean isToFirst(AttributeProto perm) {
        return perm.getName().equals("perm") && perm.getIntsList().equals(List.of(0L, 3L, 1L, 2L));
    }
}
