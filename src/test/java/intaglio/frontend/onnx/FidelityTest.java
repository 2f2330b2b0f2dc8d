package intaglio.frontend.onnx;

import static intaglio.frontend.onnx.OnnxGraph.integer;
import static intaglio.frontend.onnx.OnnxGraph.integers;
import static intaglio.frontend.onnx.OnnxGraph.real;
import static intaglio.frontend.onnx.OnnxGraph.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import intaglio.frontend.ModelReader;
import intaglio.ir.FloatModel;
import intaglio.testing.FloatExecutor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every supported construct, read by us and run plainly, against ONNX Runtime on the same random images. */
class FidelityTest {

    /** Of the largest output. The largest difference seen is 1.03e-6: rounding of float32 sums in ONNX Runtime. */
    private static final double TOLERANCE = 3e-6;

    private static final long[] INPUT = {0, 3, 11, 14};

    @TempDir
    Path folder;

    static Stream<Arguments> constructs() {
        return Stream.of(convolutions(), pools(), linear(), norms(), shapes(), ends(), encodings())
                .flatMap(List::stream);
    }

    private static List<Arguments> convolutions() {
        return List.of(
                of("conv without bias", conv(13, 3, 5).classifier(4 * 9 * 10)),
                of("conv kernel_shape", conv(9, 3, 5, integers("kernel_shape", 3, 5)).classifier(4 * 9 * 10)),
                of("conv stride", conv(11, 3, 2, integers("strides", 2, 3)).classifier(4 * 5 * 5)),
                // Top 0, left 1, bottom 2, right 3: read in any other order, the output differs.
                of("conv pads", conv(13, 4, 5, integers("pads", 0, 1, 2, 3)).classifier(4 * 10 * 14)),
                of("conv pads and stride",
                        conv(13, 4, 5, integers("pads", 2, 0, 1, 3), integers("strides", 3, 2)).classifier(4 * 4 * 7)),
                of("conv SAME_UPPER", conv(13, 4, 5, text("auto_pad", "SAME_UPPER"), integers("strides", 2, 3))
                        .classifier(4 * 6 * 5)),
                of("conv SAME_LOWER", conv(13, 4, 2, text("auto_pad", "SAME_LOWER")).classifier(4 * 11 * 14)),
                of("conv VALID", conv(13, 4, 2, text("auto_pad", "VALID")).classifier(4 * 8 * 13)),
                of("conv group 1, dilations 1",
                        conv(13, 2, 3, integer("group", 1), integers("dilations", 1, 1)).classifier(4 * 10 * 12)),
                of("conv depthwise", graph(13).random("w", 3, 1, 2, 5).random("b", 3)
                        .node("Conv", List.of("w", "b"), integer("group", 3)).classifier(3 * 10 * 10)),
                of("conv depthwise, two outputs a channel", graph(13).random("w", 6, 1, 3, 2)
                        .node("Conv", List.of("w"), integer("group", 3), integers("strides", 2, 1),
                                integers("pads", 0, 1, 2, 0)).classifier(6 * 6 * 14)),
                of("conv groups", graph(13).random("v", 6, 3, 2, 3).node("Conv", List.of("v"))
                        .random("w", 4, 3, 3, 2).node("Conv", List.of("w"), integer("group", 2))
                        .classifier(4 * 8 * 11)),
                of("conv bias", graph(21).random("w", 4, 3, 2, 5).random("b", 4)
                        .node("Conv", List.of("w", "b")).classifier(4 * 10 * 10)),
                of("conv and Add", conv(13, 3, 2).random("a", 1, 4, 1, 1).node("Add", List.of("a"))
                        .classifier(4 * 9 * 13)),
                of("conv and scalar Add before", conv(13, 3, 2).random("a")
                        .raw("Add", List.of("a", "t1"), "sum").classifier(4 * 9 * 13)),
                of("pad 11", graph(13).longs("p", 0, 0, 0, 1, 0, 0, 2, 3).random("w", 4, 3, 4, 5)
                        .node("Pad", List.of("p")).node("Conv", List.of("w")).classifier(4 * 10 * 14)),
                of("pad 9 and pads", graph(9).random("w", 4, 3, 4, 5)
                        .node("Pad", integers("pads", 0, 0, 1, 0, 0, 0, 0, 2), real("value", 0))
                        .node("Conv", List.of("w"), integers("pads", 0, 1, 2, 1)).classifier(4 * 11 * 14)),
                of("pad 18 axes", graph(18).longs("p", 1, 2, 3, 0).longs("axes", -1, 2).random("w", 4, 3, 4, 5)
                        .floats("zero", new float[1])
                        .node("Pad", List.of("p", "zero", "axes")).node("Conv", List.of("w"))
                        .classifier(4 * 10 * 14)),
                of("pad and SAME_LOWER", graph(13).longs("p", 0, 0, 0, 1, 0, 0, 2, 0).random("w", 4, 3, 4, 5)
                        .node("Pad", List.of("p")).node("Conv", List.of("w"), text("auto_pad", "SAME_LOWER"))
                        .classifier(4 * 13 * 15)));
    }

    private static List<Arguments> pools() {
        return List.of(
                of("average", pool("AveragePool", integers("kernel_shape", 4, 2), integers("strides", 2, 3))
                        .classifier(3 * 4 * 5)),
                of("average stride 1", pool("AveragePool", integers("kernel_shape", 1, 4)).classifier(3 * 11 * 11)),
                of("average count_include_pad without pads", pool("AveragePool", integers("kernel_shape", 2, 2),
                        integer("count_include_pad", 1), integers("strides", 2, 2)).classifier(3 * 5 * 7)),
                of("max", pool("MaxPool", integers("kernel_shape", 3, 2), integers("strides", 2, 3))
                        .classifier(3 * 5 * 5)),
                of("max ceil_mode that fits", pool("MaxPool", integers("kernel_shape", 3, 2), integers("strides", 2, 3),
                        integer("ceil_mode", 1)).classifier(3 * 5 * 5)),
                of("max SAME that needs no padding", pool("MaxPool", integers("kernel_shape", 1, 2),
                        integers("strides", 1, 2), text("auto_pad", "SAME_UPPER")).classifier(3 * 11 * 7)),
                of("max storage_order", pool("MaxPool", integers("kernel_shape", 2, 3), integer("storage_order", 1))
                        .classifier(3 * 10 * 12)),
                of("average 3x2, overlapping", pool("AveragePool", integers("kernel_shape", 3, 2),
                        integers("strides", 2, 1)).classifier(3 * 5 * 13)),
                of("global average of 9x12", conv(13, 3, 3).node("GlobalAveragePool").classifier(4)),
                of("global average", conv(13, 4, 11, integers("strides", 1, 1)).node("GlobalAveragePool")
                        .classifier(4)),
                of("global max", conv(13, 3, 2).node("GlobalMaxPool").classifier(4)),
                of("relu", conv(13, 3, 2).node("Relu").classifier(4 * 9 * 13)),
                of("relu twice", conv(13, 3, 2).node("Relu").node("Relu").classifier(4 * 9 * 13)),
                of("relu behind max pools", conv(13, 2, 3).node("MaxPool", integers("kernel_shape", 2, 1))
                        .node("MaxPool", integers("kernel_shape", 1, 3)).node("Relu").classifier(4 * 9 * 10)),
                of("relu, average, relu", conv(13, 2, 3).node("Relu")
                        .node("AveragePool", integers("kernel_shape", 2, 1)).node("Relu").classifier(4 * 9 * 12)),
                of("clip from 0 (13)", conv(13, 3, 2).floats("low", new float[1])
                        .node("Clip", List.of("low")).classifier(4 * 9 * 13)),
                of("clip from 0 (9)", conv(9, 3, 2).node("Clip", real("min", 0)).classifier(4 * 9 * 13)),
                of("relu6 (13)", clip6(large(13)).classifier(4 * 9 * 13)),
                of("relu6 (9)", large(9).node("Clip", real("min", 0), real("max", 6)).classifier(4 * 9 * 13)),
                of("relu, relu6, relu", clip6(large(13).node("Relu")).node("Relu").classifier(4 * 9 * 13)),
                of("relu6 behind max pools", clip6(large(13).node("MaxPool", integers("kernel_shape", 2, 1)))
                        .classifier(4 * 8 * 13)),
                of("relu, max pool, relu6", clip6(large(13).node("Relu")
                        .node("MaxPool", integers("kernel_shape", 1, 2))).classifier(4 * 9 * 12)),
                of("relu6, average, relu6, relu", clip6(clip6(large(13))
                        .node("AveragePool", integers("kernel_shape", 2, 1))).node("Relu").classifier(4 * 8 * 13)),
                of("norm, relu6", clip6(norm(large(13), 4, 1e-5f)).classifier(4 * 9 * 13)),
                of("relu6 at the end", clip6(clip6(large(13)).node("Flatten").random("w", 468, 7)
                        .node("MatMul", List.of("w")))),
                of("clip of nothing", conv(13, 3, 2).node("Clip").classifier(4 * 9 * 13)));
    }

    private static List<Arguments> linear() {
        return List.of(
                of("gemm plain", flat(13).random("w", 462, 7).node("Gemm", List.of("w"))),
                of("gemm alpha beta transB", flat(13).random("w", 7, 462).random("c", 7).node("Gemm",
                        List.of("w", "c"), real("alpha", 0.3f), real("beta", -1.7f), integer("transB", 1))),
                of("gemm C 1xO", flat(13).random("w", 462, 7).random("c", 1, 7).node("Gemm", List.of("w", "c"))),
                of("gemm C scalar", flat(13).random("w", 462, 7).random("c", 1)
                        .node("Gemm", List.of("w", "c"), real("beta", 2))),
                of("matmul", flat(13).random("w", 462, 7).node("MatMul", List.of("w"))),
                of("matmul and Add", flat(13).random("w", 462, 7).random("a", 7).node("MatMul", List.of("w"))
                        .node("Add", List.of("a"))),
                of("Add and matmul's", flat(13).random("w", 462, 7).random("a", 1, 7).node("MatMul", List.of("w"))
                        .raw("Add", List.of("a", "t2"), "sum").node("Relu").random("v", 7, 6)
                        .node("MatMul", List.of("v"))),
                of("transposed weights", flat(13).random("w", 7, 462)
                        .raw("Transpose", List.of("w"), "wt", integers("perm", 1, 0))
                        .raw("MatMul", List.of("t1", "wt"), "product")));
    }

    private static List<Arguments> norms() {
        return List.of(
                of("conv, norm", norm(conv(13, 3, 2), 4, 1e-5f).classifier(4 * 9 * 13)),
                of("conv, norm 9, relu", norm(conv(9, 3, 2), 4, 0.01f).node("Relu").classifier(4 * 9 * 13)),
                of("conv, norm 15, norm", norm(norm(conv(15, 3, 2), 4, 1e-3f), 4, 1e-5f).classifier(4 * 9 * 13)),
                of("conv, Add, norm", norm(conv(13, 3, 2).random("a", 4, 1, 1).node("Add", List.of("a")), 4, 0.1f)
                        .classifier(4 * 9 * 13)),
                of("gemm, norm", norm(flat(13).random("w", 462, 7).random("c", 7)
                        .node("Gemm", List.of("w", "c"), real("alpha", 0.5f)), 7, 1e-5f)),
                of("conv, flatten, norm", norm(conv(13, 11, 14).node("Flatten"), 4, 1e-5f)));
    }

    private static List<Arguments> shapes() {
        return List.of(
                of("flatten -3", body(13).node("Flatten", integer("axis", -3)).classifier(462)),
                of("reshape 0,-1", body(13).longs("s", 0, -1).node("Reshape", List.of("s")).classifier(462)),
                of("reshape -1,462", body(13).longs("s", -1, 462).node("Reshape", List.of("s")).classifier(462)),
                of("reshape twice", body(13).longs("s", 0, 0, -1).longs("r", -1, 3, 11, 14)
                        .node("Reshape", List.of("s")).node("Reshape", List.of("r"))
                        .node("MaxPool", integers("kernel_shape", 2, 3)).classifier(3 * 10 * 12)),
                of("view(size(0), -1)", view(13, true).classifier(462)),
                of("Shape of an earlier tensor", earlier().classifier(4 * 9 * 13)),
                of("view with Slice", view(13, false).classifier(462)),
                of("squeeze 13", conv(13, 11, 14).longs("a", 2, -1).node("Squeeze", List.of("a")).classifier(4)),
                of("squeeze 11, unsqueeze", conv(11, 11, 14).node("Squeeze", integers("axes", 2, 3))
                        .node("Unsqueeze", integers("axes", 2, 3)).random("v", 6, 4, 1, 1)
                        .node("Conv", List.of("v")).classifier(6)),
                of("identity and dropout", body(13).node("Identity").node("Dropout").classifier(462)),
                of("dropout 9", body(9).node("Dropout", real("ratio", 0.3f)).classifier(462)),
                of("fixed batch", OnnxGraph.of(13, 2, 3, 11, 14).longs("s", 2, -1)
                        .node("Reshape", List.of("s")).classifier(462)),
                of("cast to float", body(13).node("Cast", integer("to", 1)).classifier(462)));
    }

    private static List<Arguments> ends() {
        return List.of(
                of("softmax", body(13).classifier(462).node("Softmax")),
                of("softmax 9", body(9).classifier(462).node("Softmax", integer("axis", 1))),
                of("log softmax, arg max", body(13).classifier(462).node("LogSoftmax", integer("axis", -1))
                        .node("ArgMax", integer("axis", 1), integer("keepdims", 0))),
                of("arg max", body(13).classifier(462).node("ArgMax", integer("axis", -1))),
                of("softmax over pixels' channels", conv(13, 11, 14).node("Softmax", integer("axis", 1))
                        .node("Flatten")));
    }

    private static List<Arguments> encodings() {
        TensorProto.Builder half = OnnxGraph.tensor("", TensorProto.DataType.INT64_VALUE, 2).addInt64Data(0)
                .addInt64Data(-1);
        OnnxGraph constants = body(13);
        constants.raw("Constant", List.of(), "target", OnnxGraph.tensor("value", half));
        return List.of(
                of("Constant node", constants.raw("Reshape", List.of("t1", "target"), "flat").classifier(462)),
                of("unused branch", body(13).random("w", 1, 3, 1, 1)
                        .raw("Conv", List.of("t1", "w"), "unused").raw("Identity", List.of("t1"), "t9")
                        .classifier(462)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("constructs")
    void agreesWithOnnxRuntime(String name, OnnxGraph graph) throws Exception {
        byte[] bytes = graph.bytes();
        FloatModel model = ModelReader.read(Files.write(folder.resolve("m.onnx"), bytes), null);
        Random random = new Random(name.hashCode());
        int images = 2;
        int size = model.network().input().elements();
        float[] pixels = new float[images * size];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = 2 * random.nextFloat() - 1;
        }
        double[] expected = OnnxRuntime.run(bytes, pixels, images, 3, 11, 14);
        for (int image = 0; image < images; image++) {
            double[] actual = FloatExecutor.run(model, Arrays.copyOfRange(pixels, image * size, (image + 1) * size));
            int length = expected.length / images;
            compare(graph, actual, Arrays.copyOfRange(expected, image * length, (image + 1) * length));
        }
    }

    private static void compare(OnnxGraph graph, double[] actual, double[] expected) {
        List<String> ends = List.of("Softmax", "LogSoftmax", "ArgMax");
        boolean classes = graph.proto().getGraph().getNodeList().stream()
                .anyMatch(node -> ends.contains(node.getOpType()));
        if (classes) {
            int expectedClass = expected.length == 1 ? (int) expected[0] : largest(expected);
            assertThat(largest(actual)).isEqualTo(expectedClass);
            return;
        }
        assertThat(actual).hasSameSizeAs(expected);
        double peak = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(peak).isPositive();
        for (int i = 0; i < actual.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i])).isLessThanOrEqualTo(TOLERANCE * peak);
        }
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static Arguments of(String name, OnnxGraph graph) {
        return Arguments.of(name, graph);
    }

    private static OnnxGraph graph(int opset) {
        return OnnxGraph.of(opset, INPUT);
    }

    private static OnnxGraph conv(int opset, int height, int width, AttributeProto... attributes) {
        return graph(opset).random("w", 4, 3, height, width).node("Conv", List.of("w"), attributes);
    }

    /** A convolution to 4x9x13 whose outputs go well beyond 6 on either side. */
    private static OnnxGraph large(int opset) {
        float[] weights = new float[4 * 3 * 3 * 2];
        Random random = new Random(opset);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (6 * random.nextGaussian());
        }
        return graph(opset).floats("w6", weights, 4, 3, 3, 2).node("Conv", List.of("w6"));
    }

    private static OnnxGraph clip6(OnnxGraph graph) {
        String prefix = graph.current();
        return graph.floats(prefix + "low", new float[1]).floats(prefix + "high", new float[] {6})
                .node("Clip", List.of(prefix + "low", prefix + "high"));
    }

    /** The pool comes behind a layer that leaves 3x11x14. */
    private static OnnxGraph pool(String op, AttributeProto... attributes) {
        return body(13).node(op, attributes);
    }

    private static OnnxGraph body(int opset) {
        return graph(opset).random("k", 3, 3, 1, 1).node("Conv", List.of("k"));
    }

    private static OnnxGraph flat(int opset) {
        return graph(opset).node("Flatten");
    }

    private static OnnxGraph norm(OnnxGraph graph, int channels, float eps) {
        String prefix = graph.current();
        float[] variance = new float[channels];
        for (int i = 0; i < channels; i++) {
            variance[i] = 0.2f + i;
        }
        graph.random(prefix + "g", channels).random(prefix + "b", channels).random(prefix + "m", channels)
                .floats(prefix + "v", variance, channels);
        return graph.node("BatchNormalization",
                List.of(prefix + "g", prefix + "b", prefix + "m", prefix + "v"), real("epsilon", eps));
    }

    /** Reshapes 4x9x13 by the batch size of the image. */
    private static OnnxGraph earlier() {
        OnnxGraph graph = conv(15, 3, 2).longs("rest", -1);
        graph.raw("Shape", List.of("image"), "batch", integer("end", 1));
        graph.raw("Concat", List.of("batch", "rest"), "target", integer("axis", 0));
        return graph.raw("Reshape", List.of("t1", "target"), "flat");
    }

    /** What PyTorch exports for {@code x.view(x.size(0), -1)} and {@code x.view(*x.shape[:1], -1)}. */
    private static OnnxGraph view(int opset, boolean gather) {
        OnnxGraph graph = body(opset).longs("zero", 0).longs("rest", -1);
        graph.raw("Shape", List.of("t1"), "shape");
        if (gather) {
            graph.graph().addInitializer(OnnxGraph.tensor("first", TensorProto.DataType.INT64_VALUE).addInt64Data(0));
            graph.raw("Gather", List.of("shape", "first"), "n").raw("Unsqueeze", List.of("n", "zero"), "batch");
        } else {
            graph.longs("one", 1).raw("Slice", List.of("shape", "zero", "one", "zero"), "batch");
        }
        return graph.raw("Concat", List.of("batch", "rest"), "target", integer("axis", 0))
                .raw("Reshape", List.of("t1", "target"), "flat");
    }
}
