package intaglio.export.model;

import static intaglio.onnx.OnnxGraphBuilder.integer;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.graph.FloatModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.FloatParameters;
import intaglio.ir.Normalization;
import intaglio.onnx.OnnxGraphBuilder;
import intaglio.op.Weighted;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The trained network as an ONNX model of float32 operators. Input {@code image}: uint8, {@code [batch, channels, rows,
 * columns]}; what the bytes stand for is computed by the first nodes, so that nothing has to be said beside the file.
 * Output {@code logits} (float32, {@code [batch, elements]}) where the network names a class, else {@code output}
 * ({@code [batch, channels, rows, columns]}).
 */
final class FloatOnnx {

    private final FloatModel model;
    private final Network network;
    private final OnnxGraphBuilder graph = new OnnxGraphBuilder();

    private FloatOnnx(FloatModel model) {
        this.model = model;
        network = model.network();
    }

    static byte[] bytes(FloatModel model) {
        return new FloatOnnx(model).toBytes();
    }

    private byte[] toBytes() {
        String output = ModelGraph.reserveOutput(graph, network);
        String image = graph.reserve(ModelGraph.IMAGE);
        Shapes shapes = network.shapes();
        Map<String, FloatTensor> tensors = new HashMap<>();
        tensors.put(Network.INPUT, new FloatTensor(pixels(image), network.input(), false));
        for (Node node : network.nodes()) {
            List<FloatTensor> inputs = node.inputs().stream().map(tensors::get).toList();
            FloatNodes nodes = new FloatNodes(graph, this::parameters, inputs, shapes.output(node));
            tensors.put(node.label(), node.layer().match(nodes));
        }
        return ModelGraph.finish(graph, network, tensors.get(network.last().label()), output);
    }

    private List<String> parameters(Weighted layer, long[] dimensions) {
        FloatParameters parameters = model.parameters(layer);
        return List.of(
                graph.floats(layer.label() + ".weight", parameters.weights(), dimensions),
                graph.floats(layer.label() + ".bias", parameters.bias(), layer.outChannels()));
    }

    /** {@code (p / divisor - mean) / std}, step by step as torchvision computes it. */
    private String pixels(String image) {
        Normalization normalization = network.normalization();
        String pixels = graph.node("Cast", "pixels", List.of(image), integer("to", DataType.FLOAT.getNumber()));
        String unit = affine(
                "Div", "unit", pixels, List.of((double) normalization.pixels().divisor()), 1);
        String centred = affine("Sub", "centred", unit, normalization.mean(), 0);
        return affine("Div", "normalized", centred, normalization.std(), 1);
    }

    private String affine(String type, String name, String input, List<Double> numbers, double neutral) {
        if (numbers.stream().allMatch(number -> number == neutral)) {
            return input;
        }
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).floatValue();
        }
        return graph.node(type, name, List.of(input, graph.floats(name + "/by", values, 1, values.length, 1, 1)));
    }
}
