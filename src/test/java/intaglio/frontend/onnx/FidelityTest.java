package intaglio.frontend.onnx;

import static intaglio.frontend.onnx.OnnxGraph.integer;
import static intaglio.frontend.onnx.OnnxGraph.integers;
import static intaglio.frontend.onnx.OnnxGraph.real;
import static intaglio.frontend.onnx.OnnxGraph.text;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every supported construct, read by us and run plainly, against ONNX Runtime on the same random images. */
class FidelityTest {

    private static final long[] INPUT = {0, 3, 11, 14};

    @TempDir
    Path folder;

    static Stream<Arguments> constructs() {
        return Stream.of(
                        convolutions(),
                        pools(),
                        linear(),
                        norms(),
                        shapes(),
                        ends(),
                        encodings(),
                        fronts(),
                        affine(),
                        functions(),
                        channelsLast(),
                        oldAndNew())
                .flatMap(List::stream);
    }

    private static List<Arguments> convolutions() {
        return List.of(
                of("conv without bias", conv(13, 3, 5).classifier(4 * 9 * 10)),
                of(
                        "conv kernel_shape",
                        conv(9, 3, 5, integers("kernel_shape", 3, 5)).classifier(4 * 9 * 10)),
                of("conv stride", conv(11, 3, 2, integers("strides", 2, 3)).classifier(4 * 5 * 5)),
                // Top 0, left 1, bottom 2, right 3: read in any other order, the output differs.
                of("conv pads", conv(13, 4, 5, integers("pads", 0, 1, 2, 3)).classifier(4 * 10 * 14)),
                of(
                        "conv pads and stride",
                        conv(13, 4, 5, integers("pads", 2, 0, 1, 3), integers("strides", 3, 2))
                                .classifier(4 * 4 * 7)),
                of(
                        "conv SAME_UPPER",
                        conv(13, 4, 5, text("auto_pad", "SAME_UPPER"), integers("strides", 2, 3))
                                .classifier(4 * 6 * 5)),
                of(
                        "conv SAME_LOWER",
                        conv(13, 4, 2, text("auto_pad", "SAME_LOWER")).classifier(4 * 11 * 14)),
                of("conv VALID", conv(13, 4, 2, text("auto_pad", "VALID")).classifier(4 * 8 * 13)),
                of(
                        "conv group 1, dilations 1",
                        conv(13, 2, 3, integer("group", 1), integers("dilations", 1, 1))
                                .classifier(4 * 10 * 12)),
                of(
                        "conv depthwise",
                        graph(13)
                                .random("w", 3, 1, 2, 5)
                                .random("b", 3)
                                .node("Conv", List.of("w", "b"), integer("group", 3))
                                .classifier(3 * 10 * 10)),
                of(
                        "conv depthwise, two outputs a channel",
                        graph(13)
                                .random("w", 6, 1, 3, 2)
                                .node(
                                        "Conv",
                                        List.of("w"),
                                        integer("group", 3),
                                        integers("strides", 2, 1),
                                        integers("pads", 0, 1, 2, 0))
                                .classifier(6 * 6 * 14)),
                of(
                        "conv groups",
                        graph(13)
                                .random("v", 6, 3, 2, 3)
                                .node("Conv", List.of("v"))
                                .random("w", 4, 3, 3, 2)
                                .node("Conv", List.of("w"), integer("group", 2))
                                .classifier(4 * 8 * 11)),
                of(
                        "conv bias",
                        graph(21)
                                .random("w", 4, 3, 2, 5)
                                .random("b", 4)
                                .node("Conv", List.of("w", "b"))
                                .classifier(4 * 10 * 10)),
                of(
                        "conv and Add",
                        conv(13, 3, 2)
                                .random("a", 1, 4, 1, 1)
                                .node("Add", List.of("a"))
                                .classifier(4 * 9 * 13)),
                of(
                        "conv and scalar Add before",
                        conv(13, 3, 2)
                                .random("a")
                                .raw("Add", List.of("a", "t1"), "sum")
                                .classifier(4 * 9 * 13)),
                of(
                        "pad 11",
                        graph(13)
                                .longs("p", 0, 0, 0, 1, 0, 0, 2, 3)
                                .random("w", 4, 3, 4, 5)
                                .node("Pad", List.of("p"))
                                .node("Conv", List.of("w"))
                                .classifier(4 * 10 * 14)),
                of(
                        "pad 9 and pads",
                        graph(9).random("w", 4, 3, 4, 5)
                                .node("Pad", integers("pads", 0, 0, 1, 0, 0, 0, 0, 2), real("value", 0))
                                .node("Conv", List.of("w"), integers("pads", 0, 1, 2, 1))
                                .classifier(4 * 11 * 14)),
                of(
                        "pad 18 axes",
                        graph(18)
                                .longs("p", 1, 2, 3, 0)
                                .longs("axes", -1, 2)
                                .random("w", 4, 3, 4, 5)
                                .floats("zero", new float[1])
                                .node("Pad", List.of("p", "zero", "axes"))
                                .node("Conv", List.of("w"))
                                .classifier(4 * 10 * 14)),
                of(
                        "pad and SAME_LOWER",
                        graph(13)
                                .longs("p", 0, 0, 0, 1, 0, 0, 2, 0)
                                .random("w", 4, 3, 4, 5)
                                .node("Pad", List.of("p"))
                                .node("Conv", List.of("w"), text("auto_pad", "SAME_LOWER"))
                                .classifier(4 * 13 * 15)));
    }

    private static List<Arguments> pools() {
        return List.of(
                of(
                        "average",
                        pool("AveragePool", integers("kernel_shape", 4, 2), integers("strides", 2, 3))
                                .classifier(3 * 4 * 5)),
                of(
                        "average stride 1",
                        pool("AveragePool", integers("kernel_shape", 1, 4)).classifier(3 * 11 * 11)),
                of(
                        "average count_include_pad without pads",
                        pool(
                                        "AveragePool",
                                        integers("kernel_shape", 2, 2),
                                        integer("count_include_pad", 1),
                                        integers("strides", 2, 2))
                                .classifier(3 * 5 * 7)),
                of(
                        "max",
                        pool("MaxPool", integers("kernel_shape", 3, 2), integers("strides", 2, 3))
                                .classifier(3 * 5 * 5)),
                of(
                        "max ceil_mode that fits",
                        pool(
                                        "MaxPool",
                                        integers("kernel_shape", 3, 2),
                                        integers("strides", 2, 3),
                                        integer("ceil_mode", 1))
                                .classifier(3 * 5 * 5)),
                of(
                        "max SAME that needs no padding",
                        pool(
                                        "MaxPool",
                                        integers("kernel_shape", 1, 2),
                                        integers("strides", 1, 2),
                                        text("auto_pad", "SAME_UPPER"))
                                .classifier(3 * 11 * 7)),
                of(
                        "max storage_order",
                        pool("MaxPool", integers("kernel_shape", 2, 3), integer("storage_order", 1))
                                .classifier(3 * 10 * 12)),
                of(
                        "average 3x2, overlapping",
                        pool("AveragePool", integers("kernel_shape", 3, 2), integers("strides", 2, 1))
                                .classifier(3 * 5 * 13)),
                of(
                        "global average of 9x12",
                        conv(13, 3, 3).node("GlobalAveragePool").classifier(4)),
                of(
                        "global average",
                        conv(13, 4, 11, integers("strides", 1, 1))
                                .node("GlobalAveragePool")
                                .classifier(4)),
                of("global max", conv(13, 3, 2).node("GlobalMaxPool").classifier(4)),
                of("relu", conv(13, 3, 2).node("Relu").classifier(4 * 9 * 13)),
                of("relu twice", conv(13, 3, 2).node("Relu").node("Relu").classifier(4 * 9 * 13)),
                of(
                        "relu behind max pools",
                        conv(13, 2, 3)
                                .node("MaxPool", integers("kernel_shape", 2, 1))
                                .node("MaxPool", integers("kernel_shape", 1, 3))
                                .node("Relu")
                                .classifier(4 * 9 * 10)),
                of(
                        "relu, average, relu",
                        conv(13, 2, 3)
                                .node("Relu")
                                .node("AveragePool", integers("kernel_shape", 2, 1))
                                .node("Relu")
                                .classifier(4 * 9 * 12)),
                of(
                        "clip from 0 (13)",
                        conv(13, 3, 2)
                                .floats("low", new float[1])
                                .node("Clip", List.of("low"))
                                .classifier(4 * 9 * 13)),
                of("clip from 0 (9)", conv(9, 3, 2).node("Clip", real("min", 0)).classifier(4 * 9 * 13)),
                of("relu6 (13)", clip6(large(13)).classifier(4 * 9 * 13)),
                of(
                        "relu6 (9)",
                        large(9).node("Clip", real("min", 0), real("max", 6)).classifier(4 * 9 * 13)),
                of(
                        "relu, relu6, relu",
                        clip6(large(13).node("Relu")).node("Relu").classifier(4 * 9 * 13)),
                of(
                        "relu6 behind max pools",
                        clip6(large(13).node("MaxPool", integers("kernel_shape", 2, 1)))
                                .classifier(4 * 8 * 13)),
                of(
                        "relu, max pool, relu6",
                        clip6(large(13).node("Relu").node("MaxPool", integers("kernel_shape", 1, 2)))
                                .classifier(4 * 9 * 12)),
                of(
                        "relu6, average, relu6, relu",
                        clip6(clip6(large(13)).node("AveragePool", integers("kernel_shape", 2, 1)))
                                .node("Relu")
                                .classifier(4 * 8 * 13)),
                of("norm, relu6", clip6(norm(large(13), 4, 1e-5f)).classifier(4 * 9 * 13)),
                of(
                        "relu6 at the end",
                        clip6(clip6(large(13))
                                .node("Flatten")
                                .random("w", 468, 7)
                                .node("MatMul", List.of("w")))),
                of("clip of nothing", conv(13, 3, 2).node("Clip").classifier(4 * 9 * 13)));
    }

    /** Each of them on numbers far to both sides of 0. */
    private static List<Arguments> functions() {
        return List.of(
                of("tanh", large(13).node("Tanh").classifier(4 * 9 * 13)),
                of("sigmoid", large(13).node("Sigmoid").classifier(4 * 9 * 13)),
                of("elu", large(13).node("Elu").classifier(4 * 9 * 13)),
                of("elu alpha", large(13).node("Elu", real("alpha", 0.7f)).classifier(4 * 9 * 13)),
                of("celu", large(13).node("Celu", real("alpha", 0.6f)).classifier(4 * 9 * 13)),
                of("selu", large(13).node("Selu").classifier(4 * 9 * 13)),
                of(
                        "selu alpha gamma",
                        large(13)
                                .node("Selu", real("alpha", 1.2f), real("gamma", 0.8f))
                                .classifier(4 * 9 * 13)),
                of("leaky relu", large(13).node("LeakyRelu").classifier(4 * 9 * 13)),
                of(
                        "leaky relu alpha",
                        large(13).node("LeakyRelu", real("alpha", 0.3f)).classifier(4 * 9 * 13)),
                of(
                        "prelu of one slope",
                        large(13)
                                .floats("slope", new float[] {0.2f}, 1)
                                .node("PRelu", List.of("slope"))
                                .classifier(4 * 9 * 13)),
                of("hard sigmoid", large(13).node("HardSigmoid").classifier(4 * 9 * 13)),
                of(
                        "hard sigmoid alpha beta",
                        large(13)
                                .node("HardSigmoid", real("alpha", 0.1f), real("beta", 0.4f))
                                .classifier(4 * 9 * 13)),
                of("hard swish", large(14).node("HardSwish").classifier(4 * 9 * 13)),
                of("gelu", large(20).node("Gelu").classifier(4 * 9 * 13)),
                of(
                        "gelu tanh",
                        large(20).node("Gelu", text("approximate", "tanh")).classifier(4 * 9 * 13)),
                of("softplus", large(13).node("Softplus").classifier(4 * 9 * 13)),
                of("softsign", large(13).node("Softsign").classifier(4 * 9 * 13)),
                of("mish", large(18).node("Mish").classifier(4 * 9 * 13)),
                of(
                        "silu of two operators",
                        large(13)
                                .raw("Sigmoid", List.of("t1"), "s")
                                .raw("Mul", List.of("t1", "s"), "y")
                                .classifier(4 * 9 * 13)),
                of(
                        "mish of three operators",
                        large(13)
                                .raw("Softplus", List.of("t1"), "p")
                                .raw("Tanh", List.of("p"), "t")
                                .raw("Mul", List.of("t1", "t"), "y")
                                .classifier(4 * 9 * 13)),
                of(
                        "gelu of five operators",
                        numbers(large(13), "root", "one", "half")
                                .raw("Div", List.of("t1", "root"), "a")
                                .raw("Erf", List.of("a"), "b")
                                .raw("Add", List.of("b", "one"), "c")
                                .raw("Mul", List.of("t1", "c"), "d")
                                .raw("Mul", List.of("d", "half"), "y")
                                .classifier(4 * 9 * 13)),
                of(
                        "gelu by tanh of eight operators",
                        numbers(large(13), "half", "three", "small", "outer", "one")
                                .raw("Mul", List.of("t1", "half"), "h")
                                .raw("Pow", List.of("t1", "three"), "a")
                                .raw("Mul", List.of("a", "small"), "b")
                                .raw("Add", List.of("t1", "b"), "c")
                                .raw("Mul", List.of("c", "outer"), "d")
                                .raw("Tanh", List.of("d"), "e")
                                .raw("Add", List.of("e", "one"), "f")
                                .raw("Mul", List.of("h", "f"), "y")
                                .classifier(4 * 9 * 13)),
                of(
                        "hard swish of four operators",
                        numbers(large(13), "three", "zero", "six")
                                .raw("Add", List.of("t1", "three"), "a")
                                .raw("Clip", List.of("a", "zero", "six"), "b")
                                .raw("Mul", List.of("t1", "b"), "c")
                                .raw("Div", List.of("c", "six"), "y")
                                .classifier(4 * 9 * 13)),
                of(
                        "hard swish of a hard sigmoid",
                        large(13)
                                .raw("HardSigmoid", List.of("t1"), "s", real("alpha", 1f / 6), real("beta", 0.5f))
                                .raw("Mul", List.of("t1", "s"), "y")
                                .classifier(4 * 9 * 13)),
                of(
                        "leaky relu of two operators",
                        numbers(large(13), "small")
                                .raw("Mul", List.of("t1", "small"), "a")
                                .raw("Max", List.of("t1", "a"), "y")
                                .classifier(4 * 9 * 13)),
                of(
                        "silu twice",
                        large(13)
                                .raw("Sigmoid", List.of("t1"), "s")
                                .raw("Mul", List.of("t1", "s"), "y")
                                .random("v", 3, 4, 2, 2)
                                .node("Conv", List.of("v"))
                                .raw("Sigmoid", List.of("t4"), "s2")
                                .raw("Mul", List.of("s2", "t4"), "y2")
                                .classifier(3 * 8 * 12)),
                of("clip with other ends", clip(large(13), -2.5f, 4.25f).classifier(4 * 9 * 13)),
                of(
                        "clip from below only",
                        large(9).node("Clip", real("min", -1.5f)).classifier(4 * 9 * 13)),
                of(
                        "tanh behind max pools",
                        large(13)
                                .node("MaxPool", integers("kernel_shape", 2, 1))
                                .node("MaxPool", integers("kernel_shape", 1, 3))
                                .node("Tanh")
                                .classifier(4 * 8 * 11)),
                of(
                        "tanh before an average pool",
                        large(13)
                                .node("Tanh")
                                .node("AveragePool", integers("kernel_shape", 2, 1))
                                .classifier(4 * 8 * 13)),
                of("norm, elu", norm(large(13), 4, 1e-5f).node("Elu").classifier(4 * 9 * 13)),
                of(
                        "mish before the global mean",
                        large(18).node("Mish").node("GlobalAveragePool").classifier(4)));
    }

    private static List<Arguments> linear() {
        return List.of(
                of("gemm plain", flat(13).random("w", 462, 7).node("Gemm", List.of("w"))),
                of(
                        "gemm alpha beta transB",
                        flat(13).random("w", 7, 462)
                                .random("c", 7)
                                .node(
                                        "Gemm",
                                        List.of("w", "c"),
                                        real("alpha", 0.3f),
                                        real("beta", -1.7f),
                                        integer("transB", 1))),
                of("gemm C 1xO", flat(13).random("w", 462, 7).random("c", 1, 7).node("Gemm", List.of("w", "c"))),
                of(
                        "gemm C scalar",
                        flat(13).random("w", 462, 7).random("c", 1).node("Gemm", List.of("w", "c"), real("beta", 2))),
                of("matmul", flat(13).random("w", 462, 7).node("MatMul", List.of("w"))),
                of(
                        "matmul and Add",
                        flat(13).random("w", 462, 7)
                                .random("a", 7)
                                .node("MatMul", List.of("w"))
                                .node("Add", List.of("a"))),
                of(
                        "Add and matmul's",
                        flat(13).random("w", 462, 7)
                                .random("a", 1, 7)
                                .node("MatMul", List.of("w"))
                                .raw("Add", List.of("a", "t2"), "sum")
                                .node("Relu")
                                .random("v", 7, 6)
                                .node("MatMul", List.of("v"))),
                of(
                        "transposed weights",
                        flat(13).random("w", 7, 462)
                                .raw("Transpose", List.of("w"), "wt", integers("perm", 1, 0))
                                .raw("MatMul", List.of("t1", "wt"), "product")));
    }

    private static List<Arguments> norms() {
        return List.of(
                of("conv, norm", norm(conv(13, 3, 2), 4, 1e-5f).classifier(4 * 9 * 13)),
                of(
                        "conv, norm 9, relu",
                        norm(conv(9, 3, 2), 4, 0.01f).node("Relu").classifier(4 * 9 * 13)),
                of(
                        "conv, norm 15, norm",
                        norm(norm(conv(15, 3, 2), 4, 1e-3f), 4, 1e-5f).classifier(4 * 9 * 13)),
                of(
                        "conv, Add, norm",
                        norm(conv(13, 3, 2).random("a", 4, 1, 1).node("Add", List.of("a")), 4, 0.1f)
                                .classifier(4 * 9 * 13)),
                of(
                        "gemm, norm",
                        norm(
                                flat(13).random("w", 462, 7)
                                        .random("c", 7)
                                        .node("Gemm", List.of("w", "c"), real("alpha", 0.5f)),
                                7,
                                1e-5f)),
                of("conv, flatten, norm", norm(conv(13, 11, 14).node("Flatten"), 4, 1e-5f)));
    }

    private static List<Arguments> shapes() {
        return List.of(
                of("flatten -3", body(13).node("Flatten", integer("axis", -3)).classifier(462)),
                of(
                        "reshape 0,-1",
                        body(13).longs("s", 0, -1).node("Reshape", List.of("s")).classifier(462)),
                of(
                        "reshape -1,462",
                        body(13).longs("s", -1, 462)
                                .node("Reshape", List.of("s"))
                                .classifier(462)),
                of(
                        "reshape twice",
                        body(13).longs("s", 0, 0, -1)
                                .longs("r", -1, 3, 11, 14)
                                .node("Reshape", List.of("s"))
                                .node("Reshape", List.of("r"))
                                .node("MaxPool", integers("kernel_shape", 2, 3))
                                .classifier(3 * 10 * 12)),
                of("view(size(0), -1)", view(13, true).classifier(462)),
                of("Shape of an earlier tensor", earlier().classifier(4 * 9 * 13)),
                of("view with Slice", view(13, false).classifier(462)),
                of(
                        "squeeze 13",
                        conv(13, 11, 14)
                                .longs("a", 2, -1)
                                .node("Squeeze", List.of("a"))
                                .classifier(4)),
                of(
                        "squeeze 11, unsqueeze",
                        conv(11, 11, 14)
                                .node("Squeeze", integers("axes", 2, 3))
                                .node("Unsqueeze", integers("axes", 2, 3))
                                .random("v", 6, 4, 1, 1)
                                .node("Conv", List.of("v"))
                                .classifier(6)),
                of(
                        "identity and dropout",
                        body(13).node("Identity").node("Dropout").classifier(462)),
                of("dropout 9", body(9).node("Dropout", real("ratio", 0.3f)).classifier(462)),
                of(
                        "fixed batch",
                        OnnxGraph.of(13, 2, 3, 11, 14)
                                .longs("s", 2, -1)
                                .node("Reshape", List.of("s"))
                                .classifier(462)),
                of("cast to float", body(13).node("Cast", integer("to", 1)).classifier(462)));
    }

    private static List<Arguments> ends() {
        return List.of(
                of("softmax", body(13).classifier(462).node("Softmax")),
                of("softmax 9", body(9).classifier(462).node("Softmax", integer("axis", 1))),
                of(
                        "log softmax, arg max",
                        body(13).classifier(462)
                                .node("LogSoftmax", integer("axis", -1))
                                .node("ArgMax", integer("axis", 1), integer("keepdims", 0))),
                of("arg max", body(13).classifier(462).node("ArgMax", integer("axis", -1))),
                of(
                        "softmax over pixels' channels",
                        conv(13, 11, 14).node("Softmax", integer("axis", 1)).node("Flatten")));
    }

    /** What the graph does to the image before its first layer: read as the normalization of the input. */
    private static List<Arguments> fronts() {
        return List.of(
                of(
                        "front Sub, Div",
                        scalar(scalar(graph(13), "Sub", 0.1307f), "Div", 0.3081f)
                                .classifier(462)),
                of(
                        "front per channel",
                        graph(13)
                                .random("m", 1, 3, 1, 1)
                                .floats("s", new float[] {0.2f, -3, 0.5f}, 3, 1, 1)
                                .node("Sub", List.of("m"))
                                .node("Div", List.of("s"))
                                .classifier(462)),
                of(
                        "front padded",
                        scalar(graph(13), "Sub", 0.4f)
                                .longs("p", 0, 0, 0, 1, 0, 0, 2, 3)
                                .node("Pad", List.of("p"))
                                .random("w", 4, 3, 4, 5)
                                .node("Conv", List.of("w"), integers("pads", 1, 0, 0, 0))
                                .classifier(4 * 11 * 14)),
                of(
                        "front Mul, Add, constant minus",
                        scalar(graph(13), "Mul", 2)
                                .random("a", 3, 1, 1)
                                .raw("Add", List.of("a", "t1"), "sum")
                                .random("c")
                                .raw("Sub", List.of("c", "sum"), "rest")
                                .classifier(462)),
                of(
                        "front BatchNormalization",
                        norm(graph(13), 3, 1e-3f)
                                .random("w", 4, 3, 3, 2)
                                .node("Conv", List.of("w"), integers("pads", 1, 1, 1, 0))
                                .classifier(4 * 11 * 14)),
                of(
                        "front and Cast",
                        scalar(graph(13).node("Cast", integer("to", 11)).node("Cast", integer("to", 1)), "Sub", 0.5f)
                                .classifier(462)));
    }

    /** Maps of a channel, wherever they stand: folded into the layer before, left to the one behind, or a layer. */
    private static List<Arguments> affine() {
        return List.of(
                of(
                        "conv, Mul, Sub",
                        conv(13, 3, 2)
                                .random("f", 4, 1, 1)
                                .node("Mul", List.of("f"))
                                .random("a", 1, 4, 1, 1)
                                .node("Sub", List.of("a"))
                                .classifier(4 * 9 * 13)),
                of(
                        "constant minus conv, Div",
                        conv(13, 3, 2)
                                .random("a", 4, 1, 1)
                                .raw("Sub", List.of("a", "t1"), "d")
                                .floats("f", new float[] {3, -0.4f, 2, 9}, 4, 1, 1)
                                .node("Div", List.of("f"))
                                .classifier(4 * 9 * 13)),
                of(
                        "gemm, Mul",
                        flat(13).random("w", 462, 7)
                                .random("f", 7)
                                .node("MatMul", List.of("w"))
                                .node("Mul", List.of("f"))),
                of(
                        "relu, norm, conv",
                        norm(relu(13), 4, 1e-3f)
                                .random("v", 5, 4, 2, 3)
                                .node("Conv", List.of("v"))
                                .classifier(5 * 8 * 11)),
                of(
                        "relu, norm, grouped conv",
                        norm(relu(13), 4, 1e-3f)
                                .random("v", 6, 2, 2, 3)
                                .random("u", 6)
                                .node("Conv", List.of("v", "u"), integer("group", 2))
                                .classifier(6 * 8 * 11)),
                of(
                        "relu, norm, padded conv",
                        norm(relu(13), 4, 1e-3f)
                                .random("v", 5, 4, 2, 3)
                                .node("Conv", List.of("v"), integers("pads", 1, 0, 0, 2))
                                .classifier(5 * 9 * 13)),
                of(
                        "relu, Mul, padded conv",
                        relu(13).random("f", 4, 1, 1)
                                .node("Mul", List.of("f"))
                                .random("v", 5, 4, 2, 3)
                                .node("Conv", List.of("v"), integers("pads", 1, 0, 0, 2))
                                .classifier(5 * 9 * 13)),
                of(
                        "relu, norm, pools, gemm",
                        norm(relu(13), 4, 1e-3f)
                                .node("AveragePool", integers("kernel_shape", 2, 3))
                                .node("MaxPool", integers("kernel_shape", 3, 1))
                                .classifier(4 * 6 * 11)),
                of(
                        "relu, growing map, max pool",
                        relu(13).floats("f", new float[] {0, 2, 3, 0.1f}, 4, 1, 1)
                                .random("a", 4, 1, 1)
                                .node("Mul", List.of("f"))
                                .node("Add", List.of("a"))
                                .node("MaxPool", integers("kernel_shape", 3, 2))
                                .classifier(4 * 7 * 12)),
                of(
                        "relu, norm, relu, norm at the end",
                        norm(
                                norm(relu(13), 4, 1e-3f)
                                        .node("Relu")
                                        .node("GlobalMaxPool")
                                        .node("Flatten"),
                                4,
                                1e-5f)),
                of(
                        "gemm, relu, norm, gemm",
                        norm(
                                        flat(13).random("w", 462, 7)
                                                .node("MatMul", List.of("w"))
                                                .node("Relu"),
                                        7,
                                        1e-5f)
                                .random("v", 7, 6)
                                .node("MatMul", List.of("v"))),
                of(
                        "flatten, norm of each element, gemm",
                        norm(relu(13).node("Flatten"), 468, 1e-5f)
                                .random("v", 468, 6)
                                .node("MatMul", List.of("v"))),
                of(
                        "relu, unsqueezed norm",
                        norm(
                                        relu(13).node("GlobalMaxPool")
                                                .node("Flatten")
                                                .longs("a", 2)
                                                .node("Unsqueeze", List.of("a")),
                                        4,
                                        1e-5f)
                                .node("Squeeze", List.of("a"))
                                .classifier(4)),
                of(
                        "conv, reshaped norm",
                        norm(conv(13, 3, 2).longs("s", 0, 4, -1).node("Reshape", List.of("s")), 4, 1e-5f)
                                .classifier(4 * 9 * 13)));
    }

    /** Images of 11 rows, 14 columns and 3 channels in the orders that exporters from Keras use. */
    private static List<Arguments> channelsLast() {
        return List.of(
                of(
                        "NHWC, conv, NHWC, dense",
                        toLast(toFirst(last(13))
                                        .random("w", 4, 3, 3, 2)
                                        .node("Conv", List.of("w"))
                                        .node("Relu"))
                                .random("a", 4)
                                .node("Add", List.of("a"))
                                .classifier(4 * 9 * 13)),
                of(
                        "NHWC, Sub of channels, conv",
                        toFirst(last(13).random("m", 3).node("Sub", List.of("m")))
                                .random("w", 4, 3, 3, 2)
                                .node("Conv", List.of("w"), integers("pads", 2, 0, 0, 1))
                                .classifier(4 * 11 * 14)),
                of(
                        "NHWC, dense",
                        last(13).longs("s", -1, 462)
                                .node("Reshape", List.of("s"))
                                .random("w", 462, 5)
                                .node("MatMul", List.of("w"))),
                of(
                        "NHWC, norm of elements, dense",
                        toLast(relu(13))
                                .node("Flatten")
                                .random("f", 468)
                                .node("Mul", List.of("f"))
                                .random("v", 468, 5)
                                .node("MatMul", List.of("v"))),
                of(
                        "NHWC mean",
                        toLast(relu(18))
                                .longs("axes", 1, 2)
                                .node("ReduceMean", List.of("axes"), integer("keepdims", 1))
                                .classifier(4)),
                of(
                        "one channel last",
                        OnnxGraph.of(13, 0, 11, 14, 1)
                                .longs("s", -1, 1, 11, 14)
                                .node("Reshape", List.of("s"))
                                .random("w", 4, 1, 3, 2)
                                .node("Conv", List.of("w"))
                                .classifier(4 * 9 * 13)),
                of(
                        "plane without channels",
                        OnnxGraph.of(13, 0, 11, 14)
                                .longs("a", 1)
                                .node("Unsqueeze", List.of("a"))
                                .random("w", 4, 1, 3, 2)
                                .node("Conv", List.of("w"))
                                .classifier(4 * 9 * 13)),
                of("vector", OnnxGraph.of(13, 0, 154).random("w", 154, 5).node("MatMul", List.of("w"))));
    }

    private static List<Arguments> oldAndNew() {
        return List.of(
                of(
                        "mean of the plane 13",
                        conv(13, 3, 2)
                                .node("ReduceMean", integers("axes", -1, 2))
                                .classifier(4)),
                of(
                        "mean of the plane 17, no axes kept",
                        conv(17, 3, 2)
                                .node("ReduceMean", integers("axes", 2, 3), integer("keepdims", 0))
                                .classifier(4)),
                of(
                        "mean of the plane 18",
                        conv(18, 3, 2)
                                .longs("axes", -1, -2)
                                .node(
                                        "ReduceMean",
                                        List.of("axes"),
                                        integer("keepdims", 0),
                                        integer("noop_with_empty_axes", 0))
                                .classifier(4)),
                of(
                        "maximum of the plane 18",
                        conv(18, 3, 2)
                                .longs("axes", 2, 3)
                                .node("ReduceMax", List.of("axes"))
                                .classifier(4)),
                of(
                        "opset 7",
                        norm(conv(7, 3, 2), 4, 1e-3f)
                                .node("Relu")
                                .node("Dropout", real("ratio", 0.5f))
                                .node("MaxPool", integers("kernel_shape", 2, 3))
                                .longs("s", 0, -1)
                                .node("Reshape", List.of("s"))
                                .random("v", 4 * 8 * 11, 5)
                                .random("b", 5)
                                .node("Gemm", List.of("v", "b"))),
                of(
                        "opset 8, reshaped weights",
                        conv(8, 11, 14)
                                .random("u", 2, 2, 5)
                                .longs("s", 4, 5)
                                .longs("r", -1, 4)
                                .raw("Reshape", List.of("u", "s"), "v")
                                .raw("Reshape", List.of("t1", "r"), "x")
                                .raw("MatMul", List.of("x", "v"), "y")
                                .node("Softmax")),
                of(
                        "opset 22",
                        clip6(conv(22, 3, 2))
                                .node("Flatten")
                                .random("v", 468, 5)
                                .node("MatMul", List.of("v"))),
                of(
                        "nodes out of order",
                        reversed(conv(13, 3, 2)
                                .node("Relu")
                                .node("MaxPool", integers("kernel_shape", 2, 3))
                                .classifier(4 * 8 * 11))),
                of(
                        "computed weights",
                        conv(13, 3, 2)
                                .node("Flatten")
                                .random("a", 5, 468)
                                .random("f", 468)
                                .random("c", 5, 1)
                                .raw("Mul", List.of("a", "f"), "af")
                                .raw("Sub", List.of("af", "c"), "v")
                                .raw("Transpose", List.of("v"), "wt")
                                .raw("MatMul", List.of("t2", "wt"), "y")),
                of(
                        "transposed kernel",
                        graph(13)
                                .random("k", 3, 2, 3, 4)
                                .raw("Transpose", List.of("k"), "w", integers("perm", 3, 2, 0, 1))
                                .raw("Conv", List.of("image", "w"), "c")
                                .classifier(4 * 9 * 13)),
                of("sigmoid at the end", body(13).classifier(462).node("Sigmoid")),
                of(
                        "log of softmax",
                        body(13).classifier(462)
                                .node("Softmax", integer("axis", 1))
                                .node("Log")),
                of(
                        "flatten axis 0 of one image",
                        OnnxGraph.of(13, 1, 3, 11, 14)
                                .node("Flatten", integer("axis", 0))
                                .random("w", 462, 5)
                                .node("MatMul", List.of("w"))));
    }

    private static List<Arguments> encodings() {
        TensorProto.Builder half = OnnxGraph.tensor("", TensorProto.DataType.INT64_VALUE, 2)
                .addInt64Data(0)
                .addInt64Data(-1);
        OnnxGraph constants = body(13);
        constants.raw("Constant", List.of(), "target", OnnxGraph.tensor("value", half));
        return List.of(
                of(
                        "Constant node",
                        constants
                                .raw("Reshape", List.of("t1", "target"), "flat")
                                .classifier(462)),
                of(
                        "unused branch",
                        body(13).random("w", 1, 3, 1, 1)
                                .raw("Conv", List.of("t1", "w"), "unused")
                                .raw("Identity", List.of("t1"), "t9")
                                .classifier(462)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("constructs")
    void agreesWithOnnxRuntime(String name, OnnxGraph graph) throws Exception {
        Fidelity.check(name, graph, folder);
    }

    private static Arguments of(String name, OnnxGraph graph) {
        return Arguments.of(name, graph);
    }

    private static OnnxGraph graph(int opset) {
        return OnnxGraph.of(opset, INPUT);
    }

    private static OnnxGraph scalar(OnnxGraph graph, String op, float value) {
        String name = graph.current() + op;
        return graph.floats(name, new float[] {value}).node(op, List.of(name));
    }

    /** Leaves 4x9x13 without negative numbers. */
    private static OnnxGraph relu(int opset) {
        return conv(opset, 3, 2).node("Relu");
    }

    private static OnnxGraph last(int opset) {
        return OnnxGraph.of(opset, 0, 11, 14, 3);
    }

    private static OnnxGraph toFirst(OnnxGraph graph) {
        return graph.node("Transpose", integers("perm", 0, 3, 1, 2));
    }

    private static OnnxGraph toLast(OnnxGraph graph) {
        return graph.node("Transpose", integers("perm", 0, 2, 3, 1));
    }

    private static OnnxGraph reversed(OnnxGraph graph) {
        graph.proto();
        List<NodeProto> nodes = new ArrayList<>(graph.graph().getNodeList());
        Collections.reverse(nodes);
        graph.graph().clearNode().addAllNode(nodes);
        return graph;
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

    /** Constants of the functions that are made of several operators. */
    private static OnnxGraph numbers(OnnxGraph graph, String... names) {
        Map<String, Float> known = Map.of(
                "zero",
                0f,
                "half",
                0.5f,
                "one",
                1f,
                "three",
                3f,
                "six",
                6f,
                "root",
                1.4142135f,
                "small",
                0.044715f,
                "outer",
                0.7978846f);
        for (String name : names) {
            graph.floats(name, new float[] {known.get(name)});
        }
        return graph;
    }

    private static OnnxGraph clip6(OnnxGraph graph) {
        return clip(graph, 0, 6);
    }

    private static OnnxGraph clip(OnnxGraph graph, float low, float high) {
        String prefix = graph.current();
        return graph.floats(prefix + "low", new float[] {low})
                .floats(prefix + "high", new float[] {high})
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
        graph.random(prefix + "g", channels)
                .random(prefix + "b", channels)
                .random(prefix + "m", channels)
                .floats(prefix + "v", variance, channels);
        return graph.node(
                "BatchNormalization",
                List.of(prefix + "g", prefix + "b", prefix + "m", prefix + "v"),
                real("epsilon", eps));
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
            graph.graph()
                    .addInitializer(OnnxGraph.tensor("first", TensorProto.DataType.INT64_VALUE)
                            .addInt64Data(0));
            graph.raw("Gather", List.of("shape", "first"), "n").raw("Unsqueeze", List.of("n", "zero"), "batch");
        } else {
            graph.longs("one", 1).raw("Slice", List.of("shape", "zero", "one", "zero"), "batch");
        }
        return graph.raw("Concat", List.of("batch", "rest"), "target", integer("axis", 0))
                .raw("Reshape", List.of("t1", "target"), "flat");
    }
}
