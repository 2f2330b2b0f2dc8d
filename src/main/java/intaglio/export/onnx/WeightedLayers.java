package intaglio.export.onnx;

import static intaglio.onnx.OnnxGraphBuilder.integer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.onnx.OnnxGraphBuilder;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Weighted;
import intaglio.range.LayerRanges;
import java.util.Arrays;
import java.util.List;

/**
 * Convolutions as ConvInteger, dense layers as MatMulInteger, and what follows them up to the activation.
 *
 * <p>Weights stay uint8: onnxruntime's kernels for two uint8 operands are exact on every processor, while those for
 * uint8 with int8 may saturate where the processor lacks the instruction for it.
 */
final class WeightedLayers {

    private final OnnxGraphBuilder graph;
    private final LimbSum sums;
    private final Requantization endings;

    WeightedLayers(OnnxGraphBuilder graph) {
        this.graph = graph;
        sums = new LimbSum(graph);
        endings = new Requantization(graph);
    }

    /** Output of a convolution, int64, {@code [batch, channels, rows, columns]}. */
    String convolution(Conv2d conv, IntegerParameters parameters, Value input, LayerRanges ranges) {
        LimbSum.Term term = parameters.isPerChannel()
                ? perChannelConvolution(conv, parameters, input.shape())
                : perTensorConvolution(conv, parameters, input.shape());
        String sum = sum(conv.label(), input, parameters, term);
        return finish(conv, parameters, sum, ranges, new long[] {conv.outChannels(), 1, 1});
    }

    private String sum(String label, Value input, IntegerParameters parameters, LimbSum.Term term) {
        int zeroPoint = CentredInput.of(parameters, input.range()).zeroPoint();
        return sums.of(label, CentredInput.value(graph, label, parameters, input), zeroPoint, term);
    }

    private LimbSum.Term perTensorConvolution(Conv2d conv, IntegerParameters parameters, Shape input) {
        String weights = convolutionWeights(conv, parameters, input);
        String zero = graph.byteNumber(parameters.zeroPoint());
        return (scope, limb, zeroLimb) -> convInteger(conv, scope, List.of(limb, weights, zeroLimb, zero));
    }

    /**
     * {@code sum of x * (q - Z[c]) = sum of x * q - Z[c] * sum of x}: onnxruntime's ConvInteger takes one zero point of
     * the weights, not one for each channel.
     */
    private LimbSum.Term perChannelConvolution(Conv2d conv, IntegerParameters parameters, Shape input) {
        Window window = conv.window();
        String weights = convolutionWeights(conv, parameters, input);
        // One sum for all channels; of several groups each channel has its own.
        int sums = conv.groups() == 1 ? 1 : conv.outChannels();
        int[] one = new int[sums * conv.weightsPerChannel(input)];
        Arrays.fill(one, 1);
        String ones = graph.bytes(
                conv.label() + "/ones",
                one,
                sums,
                conv.groupInputs(input),
                window.kernelHeight(),
                window.kernelWidth());
        String zeros = graph.longs(
                conv.label() + "/weight_zero_points", widened(parameters.weightZeroPoints()), conv.outChannels(), 1, 1);
        return (scope, limb, zeroLimb) -> {
            String whole = convInteger(conv, scope + "/weights", List.of(limb, weights, zeroLimb));
            String inputs = convInteger(conv, scope + "/inputs", List.of(limb, ones, zeroLimb));
            String excess = graph.node("Mul", scope + "/excess", List.of(inputs, zeros));
            return graph.node("Sub", scope + "/effective", List.of(whole, excess));
        };
    }

    private String convolutionWeights(Conv2d conv, IntegerParameters parameters, Shape input) {
        Window window = conv.window();
        return graph.bytes(
                conv.label() + "/weight",
                parameters.weights(),
                conv.outChannels(),
                conv.groupInputs(input),
                window.kernelHeight(),
                window.kernelWidth());
    }

    private String convInteger(Conv2d conv, String scope, List<String> inputs) {
        Window window = conv.window();
        AttributeProto[] attributes = {
            WindowAttributes.kernelShape(window),
            WindowAttributes.pads(window),
            WindowAttributes.strides(window),
            WindowAttributes.dilations(window),
            integer("group", conv.groups())
        };
        String sum = graph.node("ConvInteger", scope + "/int32", inputs, attributes);
        return graph.cast(scope + "/int64", sum, DataType.INT64);
    }

    /** Output of a dense layer, int64, {@code [batch, features]}; the input is flat. */
    String dense(Dense dense, IntegerParameters parameters, Value input, LayerRanges ranges) {
        int inputs = input.shape().elements();
        int outputs = dense.outChannels();
        String weights = graph.bytes(
                dense.label() + "/weight", transposed(parameters.weights(), outputs, inputs), inputs, outputs);
        String zeros = parameters.isPerChannel()
                ? graph.bytes(dense.label() + "/weight_zero_points", parameters.weightZeroPoints(), outputs)
                : graph.byteNumber(parameters.zeroPoint());
        LimbSum.Term term = (scope, limb, zeroLimb) -> graph.cast(
                scope + "/int64",
                graph.node("MatMulInteger", scope + "/int32", List.of(limb, weights, zeroLimb, zeros)),
                DataType.INT64);
        String sum = sum(dense.label(), input, parameters, term);
        return finish(dense, parameters, sum, ranges, new long[] {outputs});
    }

    /** Bias, and what follows; {@code dimensions} are those of one number a channel. */
    private String finish(
            Weighted layer, IntegerParameters parameters, String sum, LayerRanges ranges, long[] dimensions) {
        String label = layer.label();
        String bias = graph.longs(label + "/bias", parameters.bias(), dimensions);
        String accumulator = graph.node("Add", label + "/accumulator", List.of(sum, bias));
        return endings.of(layer, parameters.requantize(), parameters.table(), accumulator, ranges, dimensions);
    }

    private static int[] transposed(int[] values, int rows, int columns) {
        int[] transposed = new int[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column * rows + row] = values[row * columns + column];
            }
        }
        return transposed;
    }

    private static long[] widened(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
