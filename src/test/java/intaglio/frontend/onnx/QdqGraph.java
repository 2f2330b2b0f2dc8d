package intaglio.frontend.onnx;

import static intaglio.frontend.onnx.OnnxGraph.integer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.diag.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Builds quantized models for tests: random integer weights, scales such that the bytes of every layer are spread over
 * their range. Remembers which tensors are bytes and how many layers were there before each.
 */
final class QdqGraph {

    static final int UINT8 = DataType.UINT8_VALUE;
    static final int INT8 = DataType.INT8_VALUE;

    /**
     * Bytes that a QuantizeLinear gives.
     *
     * @param tensor its name
     * @param layers of ours before it
     */
    record Bytes(String tensor, int layers, float scale, int zeroPoint, boolean signed) {}

    private final OnnxGraph graph;
    private final Random random;
    private final int dataType;
    private final List<Bytes> bytes = new ArrayList<>();
    private boolean perChannel;
    private int weightType = INT8;
    private boolean floatBias;
    private float biasSteps = 1;
    private int layers;
    private int pairs;
    private float scale = 1 / 255f;
    private int zeroPoint;

    /** Standard deviation of the present numbers, about. */
    private double spread = 0.5;

    QdqGraph(long opset, int dataType) {
        graph = OnnxGraph.of(opset, 0, 3, 11, 14);
        random = new Random(opset + dataType);
        this.dataType = dataType;
    }

    OnnxGraph graph() {
        return graph;
    }

    List<Bytes> bytes() {
        return bytes;
    }

    QdqGraph perChannel() {
        perChannel = true;
        return this;
    }

    QdqGraph weights(int type) {
        weightType = type;
        return this;
    }

    QdqGraph floatBias() {
        floatBias = true;
        return this;
    }

    /** Biases in so many steps of the accumulator. */
    QdqGraph biasSteps(float steps) {
        biasSteps = steps;
        return this;
    }

    // ---- QuantizeLinear and DequantizeLinear ---------------------------------------------------------------------

    /** The image: its bytes. */
    QdqGraph image() {
        return pair(1 / 255f, dataType == INT8 ? -128 : 0);
    }

    /** Bytes of numbers that are not negative. */
    QdqGraph positive() {
        return pair((float) (3 * spread / 255), dataType == INT8 ? -128 : 0);
    }

    /** Bytes of numbers of either sign; the zero point is odd and not in the middle. */
    QdqGraph signed() {
        return quantizeSigned().dequantize();
    }

    QdqGraph quantizeSigned() {
        return quantize((float) (6 * spread / 255), dataType == INT8 ? -23 : 111);
    }

    QdqGraph pair(float newScale, int newZeroPoint) {
        return quantize(newScale, newZeroPoint).dequantize();
    }

    /** A pair that takes a layer of ours. */
    QdqGraph rescaled(float newScale, int newZeroPoint) {
        layers++;
        return pair(newScale, newZeroPoint);
    }

    QdqGraph quantize(float newScale, int newZeroPoint) {
        pairs++;
        scale = newScale;
        zeroPoint = newZeroPoint;
        graph.floats("s" + pairs, new float[] {scale}).integers("z" + pairs, dataType, new int[] {zeroPoint});
        return again();
    }

    /** The last QuantizeLinear once more. */
    QdqGraph again() {
        graph.node("QuantizeLinear", List.of("s" + pairs, "z" + pairs));
        bytes.add(new Bytes(graph.current(), layers, scale, zeroPoint, dataType == INT8));
        return this;
    }

    /** What the last QuantizeLinear gave is not what a layer of ours gives, because of what follows. */
    QdqGraph unlike() {
        bytes.remove(bytes.size() - 1);
        return this;
    }

    QdqGraph dequantize() {
        graph.node("DequantizeLinear", List.of("s" + pairs, "z" + pairs));
        return this;
    }

    // ---- branches --------------------------------------------------------------------------------------------------

    /** A tensor to come back to. */
    record Place(String tensor, float scale, int zeroPoint, double spread) {}

    Place place() {
        return new Place(graph.current(), scale, zeroPoint, spread);
    }

    QdqGraph at(Place place) {
        graph.at(place.tensor());
        scale = place.scale();
        zeroPoint = place.zeroPoint();
        spread = place.spread();
        return this;
    }

    /** A layer of ours that reads the present tensor and another, behind so many layers of ours that it takes besides. */
    QdqGraph join(int besides, String op, Place other, AttributeProto... attributes) {
        layers += besides + 1;
        spread = Math.hypot(spread, other.spread());
        graph.raw(op, List.of(graph.current(), other.tensor()), "join" + layers, attributes);
        return this;
    }

    // ---- other nodes -----------------------------------------------------------------------------------------------

    /** A node that is a layer of ours. */
    QdqGraph layer(String op, AttributeProto... attributes) {
        layers++;
        return node(op, attributes);
    }

    /** A node that is not. */
    QdqGraph node(String op, AttributeProto... attributes) {
        graph.node(op, attributes);
        return this;
    }

    /** Rows and columns: top, left, bottom, right. */
    QdqGraph pad(int... pads) {
        graph.longs("pads", 0, 0, pads[0], pads[1], 0, 0, pads[2], pads[3]).node("Pad", List.of("pads"));
        return this;
    }

    /** Of real numbers; limits in {@link #spread}s. */
    QdqGraph clip(double low, double high) {
        graph.floats("low", new float[] {(float) (low * spread)})
                .floats("high", new float[] {(float) (high * spread)})
                .node("Clip", List.of("low", "high"));
        return this;
    }

    /** Of integers; a limit of null is left out. */
    QdqGraph clipBytes(Integer low, Integer high) {
        List<String> limits = new ArrayList<>();
        for (Integer limit : new Integer[] {low, high}) {
            String name = limit == null ? "" : "limit" + limits.size();
            limits.add(name);
            if (limit != null) {
                graph.integers(name, dataType, new int[] {limit});
            }
        }
        unlike();
        graph.node("Clip", limits);
        bytes.add(new Bytes(graph.current(), layers, scale, zeroPoint, dataType == INT8));
        return this;
    }

    /** Puts all QuantizeLinear and DequantizeLinear nodes so far into a domain. */
    QdqGraph domain(String domain) {
        for (NodeProto.Builder node : graph.graph().getNodeBuilderList()) {
            if (Node.isQuantization(node.build())) {
                node.setDomain(domain);
            }
        }
        graph.model().addOpsetImportBuilder().setDomain(domain).setVersion(1);
        return this;
    }

    // ---- layers with weights ---------------------------------------------------------------------------------------

    QdqGraph conv(int outChannels, int inChannels, int height, int width, AttributeProto... attributes) {
        integerWeights(0, outChannels, inChannels, height, width);
        return weighted("Conv", attributes);
    }

    QdqGraph gemm(int outputs, int inputs) {
        integerWeights(0, outputs, inputs);
        return weighted("Gemm", integer("transB", 1));
    }

    QdqGraph gemmIo(int outputs, int inputs) {
        integerWeights(1, inputs, outputs);
        return weighted("Gemm");
    }

    /** With an Add of the bias. */
    QdqGraph matMul(int outputs, int inputs) {
        integerWeights(1, inputs, outputs);
        return product("weight", outputs);
    }

    /** MatMul of transposed weights, with an Add of the bias. */
    QdqGraph transposed(int outputs, int inputs) {
        integerWeights(0, outputs, inputs);
        String data = graph.current();
        graph.raw("Transpose", List.of(name("weight")), name("weight_t"), OnnxGraph.integers("perm", 1, 0))
                .at(data);
        return product("weight_t", outputs);
    }

    private QdqGraph product(String weights, int outputs) {
        bias(outputs);
        graph.node("MatMul", List.of(name(weights))).node("Add", List.of(name("bias")));
        layers++;
        return this;
    }

    /** A layer of the weights that have been given. */
    QdqGraph weighted(String op, AttributeProto... attributes) {
        long[] dims = graph.graph().getInitializerList().stream()
                .filter(tensor -> tensor.getName().startsWith(name("weight")) && tensor.getDimsCount() > 1)
                .findFirst()
                .orElseThrow()
                .getDimsList()
                .stream()
                .mapToLong(Long::longValue)
                .toArray();
        boolean outputsFirst = dims.length == 4 || attributes.length > 0;
        bias((int) dims[outputsFirst ? 0 : 1]);
        graph.node(op, List.of(name("weight"), name("bias")), attributes);
        layers++;
        return this;
    }

    /** Name of a tensor of the next layer. */
    private String name(String tensor) {
        return "l" + (layers + 1) + "." + tensor;
    }

    /** Integers behind a DequantizeLinear. */
    private void integerWeights(int axis, long... dims) {
        int low = weightType == INT8 ? -127 : 0;
        int[] values = random.ints(elements(dims), low, low + 255).toArray();
        graph.integers(name("weight_quantized"), weightType, values, dims);
        scales(axis, 127, dims);
        constant("DequantizeLinear", "weight_quantized", "weight", axis);
    }

    /** Floats behind QuantizeLinear, a Clip where the limits differ, and DequantizeLinear. */
    QdqGraph trained(int low, int high, long... dims) {
        float[] values = new float[elements(dims)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (random.nextFloat() - 0.5f) * 1.3f;
        }
        graph.floats(name("weight_trained"), values, dims);
        scales(0, high == 0 ? 127 : high, dims);
        constant("QuantizeLinear", "weight_trained", "weight_bytes", 0);
        if (low < high) {
            String data = graph.current();
            graph.integers(name("low"), weightType, new int[] {low})
                    .integers(name("high"), weightType, new int[] {high})
                    .raw("Clip", List.of(name("weight_bytes"), name("low"), name("high")), name("weight_clipped"))
                    .at(data);
        }
        constant("DequantizeLinear", low < high ? "weight_clipped" : "weight_bytes", "weight", 0);
        return this;
    }

    private void scales(int axis, int largest, long... dims) {
        int channels = perChannel ? (int) dims[axis] : 1;
        float[] scales = new float[channels];
        int[] zeroPoints = new int[channels];
        for (int i = 0; i < channels; i++) {
            scales[i] = (0.3f + random.nextFloat() / 3) / largest;
            zeroPoints[i] = weightType == INT8 ? 0 : 120 + random.nextInt(20);
        }
        long[] shape = perChannel ? new long[] {channels} : new long[0];
        graph.floats(name("weight_scale"), scales, shape)
                .integers(name("weight_zero_point"), weightType, zeroPoints, shape);
        spread *= Math.sqrt(elements(dims) / (double) dims[axis]) * 0.29;
    }

    /** An int32 bias in steps of input scale times weight scale. */
    private void bias(int outChannels) {
        float[] weightScales = floats(name("weight_scale"));
        if (floatBias) {
            graph.random(name("bias"), outChannels);
            return;
        }
        float[] scales = new float[weightScales.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = scale * weightScales[i] * biasSteps;
        }
        long[] shape = perChannel ? new long[] {scales.length} : new long[0];
        graph.integers(
                        name("bias_quantized"),
                        DataType.INT32_VALUE,
                        random.ints(outChannels, -9000, 9000).toArray(),
                        outChannels)
                .floats(name("bias_scale"), scales, shape)
                .integers(name("bias_zero_point"), DataType.INT32_VALUE, new int[scales.length], shape);
        constant("DequantizeLinear", "bias_quantized", "bias", 0);
    }

    private float[] floats(String name) {
        List<Float> values = graph.graph().getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getFloatDataList();
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    /** A node that computes with constants of the next layer only; the data stay current. */
    private void constant(String op, String from, String to, int axis) {
        String data = graph.current();
        String parameters = name(from.startsWith("bias") ? "bias" : "weight");
        AttributeProto[] attributes = perChannel ? new AttributeProto[] {integer("axis", axis)} : new AttributeProto[0];
        graph.raw(op, List.of(name(from), parameters + "_scale", parameters + "_zero_point"), name(to), attributes)
                .at(data);
    }

    private static int elements(long... dims) {
        return (int) Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }

    // ---- the end ---------------------------------------------------------------------------------------------------

    /** Flatten and a Gemm whose output is quantized, or not. The inputs are counted by the graph's reader. */
    QdqGraph classifier(int classes, boolean quantized) {
        GraphProto.Builder sofar = graph.graph().clone();
        sofar.addOutputBuilder().setName(graph.current());
        Problems problems = new Problems();
        GraphInput image = GraphInput.of(sofar.build(), Optional.empty(), "test", problems);
        int[] dims = new GraphReader(Path.of("test"), sofar.build(), 13, problems)
                .read(image, new GraphDraft(image))
                .dims();
        int inputs = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        node("Flatten").gemm(classes, inputs);
        return quantized ? signed() : this;
    }
}
