package intaglio.export.model;

import static intaglio.onnx.OnnxGraphBuilder.integer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.Shapes;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.onnx.OnnxGraphBuilder;
import intaglio.op.Weighted;
import intaglio.quant.ActivationScale;
import intaglio.quant.Uint8LayerReport;
import intaglio.quant.Uint8Quantized;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A quantized network in the QDQ format of ONNX: float32 operators between DequantizeLinear and QuantizeLinear. Its
 * weights, biases, scales and zero points are those of the integer network; a runtime multiplies real numbers, or knows
 * how to fuse the operators into integer ones. Input {@code image}: the bytes of the image.
 */
final class QdqOnnx {

    private static final Interval BYTE = new Interval(0, ActivationScale.LARGEST);

    private final OnnxGraphBuilder graph = new OnnxGraphBuilder();
    private final Network network;
    private final IntegerModel integers;
    private final Ranges ranges;
    private final Map<String, Uint8LayerReport> reports = new HashMap<>();

    /** What the integers of each tensor stand for, by label; of an image the zero point of its first channel. */
    private final Map<String, ActivationScale> scales = new HashMap<>();

    private QdqOnnx(Network trained, Uint8Quantized quantized) {
        network = trained;
        integers = quantized.model();
        ranges = RangeAnalysis.of(integers);
        quantized.layers().forEach(layer -> reports.put(layer.label(), layer));
    }

    /**
     * The content of the file.
     *
     * @param trained the graph with its activations as trained
     */
    static byte[] bytes(Network trained, Uint8Quantized quantized) {
        return new QdqOnnx(trained, quantized).toBytes();
    }

    private byte[] toBytes() {
        String output = ModelGraph.reserveOutput(graph, network);
        String image = graph.reserve(ModelGraph.IMAGE);
        Shapes shapes = network.shapes();
        Map<String, FloatTensor> tensors = new HashMap<>();
        tensors.put(Network.INPUT, new FloatTensor(pixels(image), network.input(), false));
        for (Node node : network.nodes()) {
            List<FloatTensor> inputs = node.inputs().stream().map(tensors::get).toList();
            FloatNodes nodes = new FloatNodes(
                    graph, (layer, dimensions) -> parameters(layer, node, dimensions), inputs, shapes.output(node));
            tensors.put(node.label(), quantized(node, node.layer().match(nodes)));
        }
        return ModelGraph.finish(graph, network, tensors.get(network.last().label()), output);
    }

    /** Byte p of channel c stands for {@code unit * (p - Z[c])}; the first layers have the rest of the normalization. */
    private String pixels(String image) {
        int channels = network.input().channels();
        int[] zeroPoints = new int[channels];
        Arrays.setAll(zeroPoints, network.normalization()::zeroByte);
        double unit = ActivationScale.unit(network.normalization(), channels);
        scales.put(Network.INPUT, new ActivationScale(unit, zeroPoints[0]));
        if (Arrays.stream(zeroPoints).distinct().count() == 1) {
            return dequantized("pixels", image, new double[] {unit}, byteNumber(zeroPoints[0]));
        }
        double[] units = new double[channels];
        Arrays.fill(units, unit);
        return dequantized("pixels", image, units, graph.bytes("pixels/zero_points", zeroPoints, channels), 1);
    }

    private List<String> parameters(Weighted layer, Node node, long[] dimensions) {
        IntegerParameters parameters = integers.parameters(layer);
        String label = layer.label();
        String bytes = graph.bytes(label + "/weight/bytes", parameters.weights(), dimensions);
        int[] zeroPoints = new int[parameters.weightScales().length];
        Arrays.setAll(zeroPoints, parameters::zeroPoint);
        String zero = zeroPoints.length == 1
                ? byteNumber(zeroPoints[0])
                : graph.bytes(label + "/weight/zero_points", zeroPoints, zeroPoints.length);
        double input = scales.get(node.input()).scale();
        double[] units = Arrays.stream(parameters.weightScales())
                .map(scale -> scale * input)
                .toArray();
        String sums = graph.constant(
                label + "/bias/integers", DataType.INT32, littleEndian(parameters.bias()), layer.outChannels());
        return List.of(
                dequantized(label + "/weight", bytes, parameters.weightScales(), zero, 0),
                dequantized(label + "/bias", sums, units, "", 0));
    }

    private static byte[] littleEndian(long[] values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            raw.putInt(Math.toIntExact(value));
        }
        return raw.array();
    }

    /** Outputs that are bytes go through bytes; others stay real. */
    private FloatTensor quantized(Node node, FloatTensor output) {
        String label = node.label();
        Uint8LayerReport report = reports.get(label);
        ActivationScale scale = report == null ? scales.get(node.inputs().get(0)) : report.output();
        scales.put(label, scale);
        Interval range = ranges.layer(label).output();
        if (!BYTE.contains(range.low()) || !BYTE.contains(range.high())) {
            return output;
        }
        String zero = byteNumber(scale.zeroPoint());
        String step = graph.floats(label + "/scale", new float[] {(float) scale.scale()});
        String bytes =
                graph.node("QuantizeLinear", label + "/bytes", List.of(clipped(node, output, scale), step, zero));
        String real = graph.node("DequantizeLinear", label + "/real", List.of(bytes, step, zero));
        return new FloatTensor(real, output.shape(), output.isFlat());
    }

    /** Where the bytes end before 0 or 255, which an activation alone would not make them. */
    private String clipped(Node node, FloatTensor output, ActivationScale scale) {
        Interval clamp =
                integers.requantize(node.layer()).map(Requantize::clamp).orElse(BYTE);
        boolean ends = reports.containsKey(node.label())
                && reports.get(node.label()).table().isEmpty()
                && node.layer().activation() != Activation.RELU6
                && (clamp.low() > 0 || clamp.high() < ActivationScale.LARGEST);
        return ends
                ? graph.node(
                        "Clip",
                        node.label() + "/clipped",
                        List.of(
                                output.name(),
                                end(node, "low", clamp.low(), scale),
                                end(node, "high", clamp.high(), scale)))
                : output.name();
    }

    private String end(Node node, String name, long value, ActivationScale scale) {
        float real = (float) (scale.scale() * (value - scale.zeroPoint()));
        return graph.floats(node.label() + "/" + name, new float[] {real});
    }

    private String dequantized(String name, String integers, double[] units, String zero) {
        return dequantized(name, integers, units, zero, 0);
    }

    /** Of several units there is one for each index of the axis. */
    private String dequantized(String name, String input, double[] units, String zero, int axis) {
        float[] values = new float[units.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) units[i];
        }
        boolean alike = units.length == 1;
        String scale =
                alike ? graph.floats(name + "/scale", values) : graph.floats(name + "/scales", values, values.length);
        List<String> read = zero.isEmpty() ? List.of(input, scale) : List.of(input, scale, zero);
        AttributeProto[] attributes = alike ? new AttributeProto[0] : new AttributeProto[] {integer("axis", axis)};
        return graph.node("DequantizeLinear", name, read, attributes);
    }

    private String byteNumber(int value) {
        return graph.byteNumber(value);
    }
}
