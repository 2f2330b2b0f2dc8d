package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Builds ONNX models for tests: a chain by default, each node reading what the one before gives. */
final class OnnxGraph {

    private final ModelProto.Builder model =
            ModelProto.newBuilder().setIrVersion(8).setProducerName("test");
    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("main_graph");
    private final Random random;
    private String current = "image";
    private int nodes;

    OnnxGraph(long opset) {
        model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset));
        random = new Random(opset);
    }

    /** A graph of float images; a batch of 0 is dynamic. */
    static OnnxGraph of(long opset, long... input) {
        OnnxGraph built = new OnnxGraph(opset);
        built.graph.addInput(value("image", TensorProto.DataType.FLOAT_VALUE, input));
        return built;
    }

    ModelProto.Builder model() {
        return model;
    }

    GraphProto.Builder graph() {
        return graph;
    }

    /** Name of the tensor that the last node gives. */
    String current() {
        return current;
    }

    static ValueInfoProto value(String name, int type, long... dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long dim : dims) {
            TensorShapeProto.Dimension.Builder size = shape.addDimBuilder();
            if (dim > 0) {
                size.setDimValue(dim);
            } else {
                size.setDimParam("N" + (shape.getDimCount() - 1));
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
                .build();
    }

    /** An initializer of random floats in -0.5..0.5. */
    OnnxGraph random(String name, long... dims) {
        float[] values = new float[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return floats(name, values, dims);
    }

    OnnxGraph floats(String name, float[] values, long... dims) {
        TensorProto.Builder tensor = tensor(name, TensorProto.DataType.FLOAT_VALUE, dims);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    /** An initializer with one axis of 64-bit integers. */
    OnnxGraph longs(String name, long... values) {
        TensorProto.Builder tensor = tensor(name, TensorProto.DataType.INT64_VALUE, values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return this;
    }

    /** An initializer of integers of up to 32 bits. */
    OnnxGraph integers(String name, int type, int[] values, long... dims) {
        TensorProto.Builder tensor = tensor(name, type, dims);
        Arrays.stream(values).forEach(tensor::addInt32Data);
        graph.addInitializer(tensor);
        return this;
    }

    static TensorProto.Builder tensor(String name, int type, long... dims) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type);
        Arrays.stream(dims).forEach(tensor::addDims);
        return tensor;
    }

    /** A node on the data, with constants as its further inputs; its output is {@code t1}, {@code t2}, ... */
    OnnxGraph node(String op, List<String> constants, AttributeProto... attributes) {
        String[] inputs = new String[constants.size() + 1];
        inputs[0] = current;
        for (int i = 0; i < constants.size(); i++) {
            inputs[i + 1] = constants.get(i);
        }
        return raw(op, List.of(inputs), "t" + (nodes + 1), attributes);
    }

    OnnxGraph node(String op, AttributeProto... attributes) {
        return node(op, List.of(), attributes);
    }

    /** A node with all its inputs given; its output becomes the current tensor. */
    OnnxGraph raw(String op, List<String> inputs, String output, AttributeProto... attributes) {
        nodes++;
        graph.addNode(NodeProto.newBuilder()
                .setOpType(op)
                .setName(op + "_" + nodes)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(Arrays.asList(attributes)));
        current = output;
        return this;
    }

    /** Makes another tensor the current one. */
    OnnxGraph at(String tensor) {
        current = tensor;
        return this;
    }

    /** Flatten, and a Gemm to five classes. */
    OnnxGraph classifier(int inputs) {
        random("last.weight", 5, inputs).random("last.bias", 5);
        return node("Flatten").node("Gemm", List.of("last.weight", "last.bias"), integer("transB", 1));
    }

    byte[] bytes() {
        return proto().toByteArray();
    }

    ModelProto proto() {
        if (graph.getOutputCount() == 0) {
            int type = graph.getNode(graph.getNodeCount() - 1).getOpType().equals("ArgMax")
                    ? TensorProto.DataType.INT64_VALUE
                    : TensorProto.DataType.FLOAT_VALUE;
            graph.addOutput(ValueInfoProto.newBuilder()
                    .setName(current)
                    .setType(TypeProto.newBuilder()
                            .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type))));
        }
        return model.setGraph(graph).build();
    }

    static AttributeProto integer(String name, long value) {
        return attribute(name, AttributeType.INT).setI(value).build();
    }

    static AttributeProto integers(String name, int... values) {
        AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    static AttributeProto real(String name, float value) {
        return attribute(name, AttributeType.FLOAT).setF(value).build();
    }

    static AttributeProto text(String name, String value) {
        return attribute(name, AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto tensor(String name, TensorProto.Builder value) {
        return attribute(name, AttributeType.TENSOR).setT(value).build();
    }

    private static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
