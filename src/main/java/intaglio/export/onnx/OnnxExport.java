package intaglio.export.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.diag.IntaglioException;
import intaglio.export.NewFiles;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.onnx.OnnxGraphBuilder;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The integer network as an ONNX model whose every tensor is uint8, int32 or int64. Input {@code image}: uint8,
 * {@code [batch, channels, rows, columns]}. Output {@code logits}, or {@code output} where the network names no class:
 * int64, {@code [batch, elements]}, the elements in the order channel, row, column, equal to the integers of the golden
 * model. The same network gives the same bytes.
 */
public final class OnnxExport {

    /** Name of the graph's input. */
    public static final String INPUT = "image";
    /** Name of the output of a graph that names a class. */
    public static final String LOGITS = "logits";
    /** Name of the output of any other graph. */
    public static final String OUTPUT = "output";

    /** The first operator set with ConvInteger was 10; integer Mod, Clip and Max came with 13. */
    private static final int OPERATOR_SET = 13;

    private static final int IR_VERSION = 7;

    private OnnxExport() {}

    /** Name of the file that {@link #write} makes. */
    public static String fileName(IntegerModel model) {
        return model.network().name() + "-integer.onnx";
    }

    /**
     * The content of the file.
     *
     * @throws IntaglioException (bad input) naming every layer whose numbers do not fit ONNX's integer types
     */
    public static byte[] bytes(IntegerModel model) {
        Ranges ranges = RangeAnalysis.of(model);
        ExportLimits.check(model, ranges);
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("intaglio")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET))
                .setGraph(graph(model, ranges))
                .build()
                .toByteArray();
    }

    /**
     * Writes the file into a folder, which is made where it is missing. A file that exists is not touched.
     *
     * @return the file
     * @throws IntaglioException (bad input) as {@link #bytes} does, and where the file exists or cannot be written
     */
    public static Path write(IntegerModel model, Path folder) {
        NewFiles.checkNew(folder, List.of(fileName(model)));
        NewFiles.write(folder, Map.of(fileName(model), bytes(model)));
        return folder.resolve(fileName(model));
    }

    private static GraphProto graph(IntegerModel model, Ranges ranges) {
        OnnxGraphBuilder graph = new OnnxGraphBuilder();
        Network network = model.network();
        String output = graph.reserve(outputName(network));
        Value image =
                new Value(graph.reserve(INPUT), network.input(), new Interval(0, IntegerModel.INPUT_MAX), false, true);
        Map<String, Value> tensors = new HashMap<>(Map.of(Network.INPUT, image));
        LayerNodes layers = new LayerNodes(graph, model, ranges);
        for (Node node : network.nodes()) {
            List<Value> inputs = node.inputs().stream().map(tensors::get).toList();
            tensors.put(node.label(), layers.add(node, inputs));
        }
        layers.finish(tensors.get(network.last().label()), output);
        Shape input = model.network().input();
        return graph.graph()
                .setName(model.network().name())
                .addInput(OnnxGraphBuilder.information(
                        INPUT, DataType.UINT8, input.channels(), input.height(), input.width()))
                .addOutput(OnnxGraphBuilder.information(
                        output, DataType.INT64, model.network().output().elements()))
                .build();
    }

    /** Name of the graph's output. */
    static String outputName(Network network) {
        return network.outputKind() == OutputKind.LOGITS ? LOGITS : OUTPUT;
    }
}
