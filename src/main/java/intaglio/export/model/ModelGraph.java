package intaglio.export.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.graph.Network;
import intaglio.graph.OutputKind;
import intaglio.ir.Shape;
import intaglio.onnx.OnnxGraphBuilder;

/**
 * What all ONNX models of float32 operators have: the input {@code image}, uint8, {@code [batch, channels, rows, columns]};
 * the output {@code logits} (float32, {@code [batch, elements]}) where the network names a class, else {@code output}
 * ({@code [batch, channels, rows, columns]}).
 */
final class ModelGraph {

    /** Name of the input. */
    static final String IMAGE = "image";

    /** Mish came with 18, dilated means with 19, Gelu with 20. */
    private static final int OPERATOR_SET = 20;

    private static final int IR_VERSION = 9;

    private ModelGraph() {}

    private static boolean namesClass(Network network) {
        return network.outputKind() == OutputKind.LOGITS;
    }

    /** The output's name. */
    static String reserveOutput(OnnxGraphBuilder graph, Network network) {
        return graph.reserve(namesClass(network) ? "logits" : "output");
    }

    /**
     * The file.
     *
     * @param graph all nodes but the last
     * @param last the network's output
     * @param output its name
     */
    static byte[] finish(OnnxGraphBuilder graph, Network network, FloatTensor last, String output) {
        FloatTensor end = namesClass(network) ? last.flat(graph, output) : last.planes(graph, output);
        graph.graph()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .setName(output)
                        .addInput(end.name())
                        .addOutput(output));
        Shape input = network.input();
        graph.graph()
                .setName(network.name())
                .addInput(OnnxGraphBuilder.information(
                        IMAGE, DataType.UINT8, input.channels(), input.height(), input.width()))
                .addOutput(OnnxGraphBuilder.information(output, DataType.FLOAT, end.dimensions()));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("intaglio")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
                .setGraph(graph.graph())
                .build()
                .toByteArray();
    }
}
