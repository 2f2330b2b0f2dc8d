package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import intaglio.ir.Shape;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which axis of an image is its channels, told by what the graph does with it. */
enum InputLayout {
    /** N, C, H, W; or N, C, L of a one-dimensional network. */
    CHANNELS_FIRST,
    /** N, H, W, C; or N, L, C. */
    CHANNELS_LAST,
    /** N, H, W: one channel. */
    NO_CHANNELS;

    /** Operators that leave the axes as they are. */
    private static final Set<String> PASSING = Set.of(
            "Cast",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Identity",
            "Dropout",
            "QuantizeLinear",
            "DequantizeLinear",
            "Clip",
            "Quant");

    private static final Set<String> FLATTENING = Set.of("Flatten", "Reshape", "Gemm", "MatMul", "Squeeze");
    private static final Set<String> SLIDING = Set.of("Conv", "MaxPool", "AveragePool");
    private static final int MOST_CHANNELS = 4;

    /** An image of one row, or of one channel, for the two sizes of an image with three axes. */
    Shape plane(int first, int second) {
        return switch (this) {
            case CHANNELS_FIRST -> new Shape(first, 1, second);
            case CHANNELS_LAST -> new Shape(second, 1, first);
            case NO_CHANNELS -> new Shape(1, first, second);
        };
    }

    /**
     * The layout of an image of three or four axes, the batch included. Of four, the channels come last where a
     * Transpose brings them to the front, or where they become a vector and the last axis is the only one as short as
     * channels are. Of three there are channels where a one-dimensional layer reads them.
     */
    static InputLayout of(String input, TensorShapeProto shape, GraphProto graph) {
        boolean planes = shape.getDimCount() == 4;
        String current = input;
        for (NodeProto node : NodeOrder.of(graph)) {
            if (!node.getInputList().contains(current)) {
                continue;
            }
            if (!PASSING.contains(node.getOpType()) || node.getOutputCount() == 0) {
                return planes ? ofPlanes(node, shape) : ofRows(node, graph);
            }
            current = node.getOutput(0);
        }
        return planes ? CHANNELS_FIRST : NO_CHANNELS;
    }

    private static InputLayout ofPlanes(NodeProto node, TensorShapeProto shape) {
        boolean last = isTranspose(node, List.of(0L, 3L, 1L, 2L))
                || (FLATTENING.contains(node.getOpType())
                        && shape.getDim(3).getDimValue() <= MOST_CHANNELS
                        && shape.getDim(1).getDimValue() > MOST_CHANNELS);
        return last ? CHANNELS_LAST : CHANNELS_FIRST;
    }

    private static InputLayout ofRows(NodeProto node, GraphProto graph) {
        if (SLIDING.contains(node.getOpType())) {
            return CHANNELS_FIRST;
        }
        if (isTranspose(node, List.of(0L, 2L, 1L))) {
            return CHANNELS_LAST;
        }
        Optional<NodeProto> next = node.getOpType().equals("Unsqueeze")
                ? graph.getNodeList().stream()
                        .filter(reader -> reader.getInputList().contains(node.getOutput(0)))
                        .findFirst()
                : Optional.empty();
        if (next.isEmpty()) {
            return NO_CHANNELS;
        }
        boolean row = axis(node, graph) == 2;
        if (row && SLIDING.contains(next.get().getOpType())) {
            return CHANNELS_FIRST;
        }
        return axis(node, graph) != 3 && isTranspose(next.get(), List.of(0L, 3L, 1L, 2L)) ? CHANNELS_LAST : NO_CHANNELS;
    }

    /** The one axis that an Unsqueeze of three axes puts in; -1 where it is not known. */
    private static long axis(NodeProto node, GraphProto graph) {
        List<Long> axes = node.getInputCount() > 1
                ? graph.getInitializerList().stream()
                        .filter(tensor -> tensor.getName().equals(node.getInput(1)))
                        .findFirst()
                        .map(InputLayout::integers)
                        .orElse(List.of())
                : node.getAttributeList().stream()
                        .flatMap(attribute -> attribute.getIntsList().stream())
                        .toList();
        return axes.size() == 1 ? Math.floorMod(axes.get(0), 4L) : -1;
    }

    private static List<Long> integers(TensorProto tensor) {
        if (tensor.getInt64DataCount() > 0) {
            return tensor.getInt64DataList();
        }
        return tensor.getRawData().size() == Long.BYTES
                ? List.of(tensor.getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong())
                : List.of();
    }

    private static boolean isTranspose(NodeProto node, List<Long> perm) {
        return node.getOpType().equals("Transpose")
                && node.getAttributeList().stream()
                        .anyMatch(attribute -> attribute.getName().equals("perm")
                                && attribute.getIntsList().equals(perm));
    }
}
