package intaglio.frontend.qdq;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import intaglio.onnx.OnnxGraphBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the nodes that stand for the nodes of a graph. New nodes have the name of the node that they stand for. */
final class QdqWriter {

    private final GraphProto.Builder graph;
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> ranks = new HashMap<>();

    /** Element types of the tensors of integers, where they are known. */
    private final Map<String, Integer> types = new HashMap<>();

    private NodeProto by = NodeProto.getDefaultInstance();

    /** For a graph, of which all but the nodes is kept. */
    QdqWriter(GraphProto from) {
        graph = from.toBuilder().clearNode();
        from.getNodeList().forEach(node -> {
            names.addAll(node.getInputList());
            names.addAll(node.getOutputList());
        });
        from.getInputList().forEach(input -> names.add(input.getName()));
        for (TensorProto tensor : from.getInitializerList()) {
            names.add(tensor.getName());
            ranks.put(tensor.getName(), tensor.getDimsCount());
            types.put(tensor.getName(), tensor.getDataType());
        }
    }

    GraphProto graph() {
        return graph.build();
    }

    /** The nodes that follow stand for this one. */
    void begin(NodeProto node) {
        by = node;
    }

    /** Keeps a node. */
    void keep(NodeProto node) {
        graph.addNode(node);
        if (node.getInputCount() > 0 && node.getOutputCount() > 0) {
            boolean quantizes = node.getOpType().equals("QuantizeLinear");
            Integer type = types.get(node.getInput(quantizes ? Math.min(2, node.getInputCount() - 1) : 0));
            types.put(node.getOutput(0), type == null ? TensorProto.DataType.UINT8_VALUE : type);
        }
    }

    /** The name of an input; empty where there is none. */
    String input(int index) {
        return index < by.getInputCount() ? by.getInput(index) : "";
    }

    /** Axes of an initializer; 0 where it is none. */
    int rank(String tensor) {
        return ranks.getOrDefault(tensor, 0);
    }

    /** Attributes of the node but some. */
    List<AttributeProto> attributesBut(String... left) {
        return by.getAttributeList().stream()
                .filter(attribute -> !List.of(left).contains(attribute.getName()))
                .toList();
    }

    /** An attribute of the node that is an integer. */
    long integer(String name, long otherwise) {
        return by.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .map(AttributeProto::getI)
                .findFirst()
                .orElse(otherwise);
    }

    /** An attribute of the node that is a number. */
    float real(String name, float otherwise) {
        return by.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .map(AttributeProto::getF)
                .findFirst()
                .orElse(otherwise);
    }

    /** DequantizeLinear of three inputs from an index on: integers, scale, zero point. Returns the real numbers. */
    String dequantize(int first, long axis) {
        return dequantize(input(first), input(first + 1), input(first + 2), axis);
    }

    /** DequantizeLinear; an empty zero point is 0. */
    String dequantize(String integers, String scale, String zeroPoint, long axis) {
        List<String> inputs = zeroPoint.isEmpty() ? List.of(integers, scale) : List.of(integers, scale, zeroPoint);
        return node("DequantizeLinear", inputs, List.of(OnnxGraphBuilder.integer("axis", axis)));
    }

    /**
     * QuantizeLinear to the node's output.
     *
     * @param first input that is the scale; the zero point follows it. Without one it is 0, of the type of the data
     */
    void quantize(String real, int first, int data) {
        Integer type = types.get(input(data));
        String zeroPoint = input(first + 1);
        if (zeroPoint.isEmpty()) {
            zeroPoint = zero(type == null ? TensorProto.DataType.UINT8_VALUE : type);
        }
        last("QuantizeLinear", List.of(real, input(first), zeroPoint), List.of());
        types.put(by.getOutput(0), types.getOrDefault(zeroPoint, TensorProto.DataType.UINT8_VALUE));
    }

    private String zero(int type) {
        String name = fresh();
        graph.addInitializer(
                TensorProto.newBuilder().setName(name).setDataType(type).addInt32Data(0));
        types.put(name, type);
        return name;
    }

    /** A number. */
    String number(float value) {
        String name = fresh();
        graph.addInitializer(TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addFloatData(value));
        return name;
    }

    /** A node with an output of its own; returns that. */
    String node(String op, List<String> inputs, List<AttributeProto> attributes) {
        String output = fresh();
        add(op, inputs, output, attributes);
        return output;
    }

    /** The node that gives the output of the one that is written. */
    void last(String op, List<String> inputs, List<AttributeProto> attributes) {
        add(op, inputs, by.getOutputCount() == 0 ? fresh() : by.getOutput(0), attributes);
    }

    private void add(String op, List<String> inputs, String output, List<AttributeProto> attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(op)
                .setName(by.getName())
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(attributes));
    }

    private String fresh() {
        String name = "qdq_" + names.size();
        names.add(name);
        return name;
    }
}
