package intaglio.frontend.onnx;

import static intaglio.frontend.onnx.OnnxGraph.integer;
import static intaglio.frontend.onnx.OnnxGraph.integers;
import static intaglio.frontend.onnx.OnnxGraph.real;
import static intaglio.frontend.onnx.OnnxGraph.text;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.graph.FloatModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Branches, padded pools, dilation, images that grow, one-dimensional networks and layers that an activation or a map of a
 * channel makes: read by us and run plainly, against ONNX Runtime on the same random images. Each case names its
 * layers, so that a layer too many or too few is seen.
 */
class GraphFidelityTest {

    private static final String LAST = " last";

    @TempDir
    Path folder;

    static Stream<Arguments> constructs() {
        return Stream.of(
                        sums(),
                        concats(),
                        forks(),
                        lonely(),
                        decomposed(),
                        pools(),
                        rows(),
                        growing(),
                        transposed(),
                        channelsLast())
                .flatMap(List::stream);
    }

    private static List<Arguments> sums() {
        return List.of(
                of(
                        "residual block",
                        start().node("Relu")
                                .raw("Identity", List.of("t2"), "skip")
                                .random("v", 4, 4, 3, 3)
                                .node("Conv", List.of("v"), integers("pads", 1, 1, 1, 1))
                                .raw("Add", List.of("t4", "t2"), "sum")
                                .node("Relu")
                                .classifier(4 * 9 * 13),
                        "conv conv add" + LAST),
                of(
                        "fork in front of the Relu",
                        start().raw("Relu", List.of("t1"), "a")
                                .raw("Add", List.of("t1", "a"), "sum")
                                .classifier(4 * 9 * 13),
                        "conv act add" + LAST),
                of(
                        "image added",
                        graph(13)
                                .random("w", 3, 3, 3, 3)
                                .node("Conv", List.of("w"), integers("pads", 1, 1, 1, 1))
                                .raw("Add", List.of("image", "t1"), "sum")
                                .node("Clip")
                                .classifier(462),
                        "conv add" + LAST),
                of(
                        "nested Add",
                        branch(branch(start(), "t1", "a"), "t1", "b")
                                .raw("Add", List.of("a", "b"), "ab")
                                .raw("Add", List.of("t1", "ab"), "all")
                                .node("Tanh")
                                .classifier(4 * 9 * 13),
                        "conv conv conv add add" + LAST),
                of(
                        "Sum of three",
                        branch(branch(start(), "t1", "a"), "t1", "b")
                                .raw("Sum", List.of("a", "t1", "b"), "all")
                                .classifier(4 * 9 * 13),
                        "conv conv conv add" + LAST),
                of(
                        "difference of branches",
                        branch(branch(start(), "t1", "a"), "t1", "b")
                                .raw("Sub", List.of("a", "b"), "y")
                                .classifier(4 * 9 * 13),
                        "conv conv conv add" + LAST),
                of(
                        "difference from a shared tensor",
                        branch(start(), "t1", "a")
                                .raw("Sub", List.of("a", "t1"), "y")
                                .classifier(4 * 9 * 13),
                        "conv conv scale add" + LAST),
                of(
                        "twice itself",
                        start().raw("Add", List.of("t1", "t1"), "y").classifier(4 * 9 * 13),
                        "conv copy add" + LAST),
                of(
                        "residual scaling",
                        branch(start(), "t1", "a")
                                .floats("f", new float[] {0.1f})
                                .raw("Mul", List.of("a", "f"), "b")
                                .raw("Add", List.of("b", "t1"), "y")
                                .classifier(4 * 9 * 13),
                        "conv conv add" + LAST),
                of(
                        "normalization behind a sum, in front of a padded convolution",
                        norm(branch(start(), "t1", "a").raw("Add", List.of("a", "t1"), "y"), 4)
                                .random("v", 5, 4, 3, 3)
                                .node("Conv", List.of("v"), integers("pads", 1, 1, 1, 1))
                                .classifier(5 * 9 * 13),
                        "conv conv add scale conv" + LAST),
                of(
                        "normalization and Relu behind a sum, the sum shared",
                        norm(branch(start(), "t1", "a").raw("Add", List.of("a", "t1"), "y"), 4)
                                .node("Relu")
                                .random("v", 4, 4, 3, 3)
                                .node("Conv", List.of("v"), integers("pads", 1, 1, 1, 1))
                                .raw("Add", List.of("t6", "y"), "z")
                                .classifier(4 * 9 * 13),
                        "conv conv add scale conv add" + LAST),
                of(
                        "vectors added",
                        graph(13)
                                .node("Flatten")
                                .random("w", 462, 7)
                                .node("MatMul", List.of("w"))
                                .random("v", 7, 7)
                                .raw("Relu", List.of("t2"), "r")
                                .node("MatMul", List.of("v"))
                                .raw("Add", List.of("t4", "r"), "y")
                                .random("u", 7, 5)
                                .node("MatMul", List.of("u")),
                        "dense dense add dense"));
    }

    private static List<Arguments> concats() {
        return List.of(
                of(
                        "inception",
                        start().node("Relu")
                                .random("a", 5, 4, 1, 1)
                                .random("b", 3, 4, 3, 3)
                                .raw("Conv", List.of("t2", "a"), "left")
                                .raw("Conv", List.of("t2", "b"), "right", integers("pads", 1, 1, 1, 1))
                                .raw(
                                        "MaxPool",
                                        List.of("t2"),
                                        "pooled",
                                        integers("kernel_shape", 3, 3),
                                        integers("pads", 1, 1, 1, 1))
                                .raw("Concat", List.of("left", "right", "pooled"), "all", integer("axis", 1))
                                .node("Relu")
                                .classifier(12 * 9 * 13),
                        "conv conv conv pool concat" + LAST),
                of(
                        "tanh behind a Concat with a shared input",
                        branch(start(), "t1", "a")
                                .raw("Concat", List.of("t1", "a"), "all", integer("axis", -3))
                                .node("Tanh")
                                .classifier(8 * 9 * 13),
                        "conv conv concat act" + LAST),
                of(
                        "elu moves before a Concat of Concats",
                        branch(branch(start(), "t1", "a"), "t1", "b")
                                .raw("Concat", List.of("a", "b"), "ab", integer("axis", 1))
                                .random("v", 2, 4, 1, 1)
                                .raw("Conv", List.of("t1", "v"), "c")
                                .raw("Concat", List.of("c", "ab"), "all", integer("axis", 1))
                                .node("Elu")
                                .classifier(10 * 9 * 13),
                        "conv conv conv concat conv concat" + LAST),
                of(
                        "normalization behind a Concat",
                        norm(branch(start(), "t1", "a").raw("Concat", List.of("a", "t1"), "all", integer("axis", 1)), 8)
                                .node("Relu")
                                .classifier(8 * 9 * 13),
                        "conv conv concat scale" + LAST),
                of(
                        "flattened branches",
                        branch(start(), "t1", "a")
                                .raw("Flatten", List.of("t1"), "f1")
                                .raw("Flatten", List.of("a"), "f2")
                                .raw("Concat", List.of("f2", "f1"), "all", integer("axis", 1))
                                .random("v", 936, 5)
                                .node("MatMul", List.of("v")),
                        "conv conv concat dense"),
                of(
                        "image joined",
                        start().node("Relu")
                                .random("v", 2, 4, 3, 2)
                                .node("Conv", List.of("v"), integers("pads", 2, 1, 2, 1))
                                .raw("Concat", List.of("image", "t3"), "all", integer("axis", 1))
                                .random("u", 4, 5, 2, 2)
                                .node("Conv", List.of("u"))
                                .classifier(4 * 10 * 13),
                        "conv conv concat conv" + LAST));
    }

    private static List<Arguments> forks() {
        return List.of(
                of(
                        "image normalized on one branch only",
                        graph(13)
                                .floats("m", new float[] {0.2f, 0.5f, -0.3f}, 3, 1, 1)
                                .raw("Sub", List.of("image", "m"), "n")
                                .random("w", 3, 3, 3, 3)
                                .raw("Conv", List.of("n", "w"), "c", integers("pads", 1, 1, 1, 1))
                                .raw("Add", List.of("c", "image"), "y")
                                .classifier(462),
                        "conv scale add" + LAST),
                of(
                        "padding and map of a channel on both branches",
                        start().node("Relu")
                                .floats("f", new float[] {1, -2, 3, 0.5f}, 4, 1, 1)
                                .node("Mul", List.of("f"))
                                .longs("p", 0, 0, 1, 0, 0, 0, 1, 2)
                                .node("Pad", List.of("p"))
                                .random("a", 2, 4, 3, 3)
                                .random("b", 2, 4, 3, 3)
                                .raw("Conv", List.of("t4", "a"), "left")
                                .raw("Conv", List.of("t4", "b"), "right")
                                .raw("Add", List.of("left", "right"), "y")
                                .node("Sigmoid")
                                .node("Identity")
                                .random("v", 3, 2, 2, 2)
                                .node("Conv", List.of("v"))
                                .classifier(3 * 8 * 12),
                        "conv conv conv add conv" + LAST),
                of(
                        "Sigmoid read by two",
                        start().node("Sigmoid")
                                .random("a", 4, 4, 1, 1)
                                .raw("Conv", List.of("t2", "a"), "left")
                                .raw("Add", List.of("left", "t2"), "y")
                                .classifier(4 * 9 * 13),
                        "conv conv add" + LAST),
                of(
                        "Shape is no reader",
                        start().raw("Shape", List.of("t1"), "s")
                                .raw("Relu", List.of("t1"), "r")
                                .raw("Reshape", List.of("r", "s"), "y")
                                .classifier(4 * 9 * 13),
                        "conv" + LAST));
    }

    /** Activations and maps that no layer beside them can take. */
    private static List<Arguments> lonely() {
        return List.of(
                of(
                        "average pool, Tanh",
                        start().node("AveragePool", integers("kernel_shape", 2, 3))
                                .node("Tanh")
                                .classifier(4 * 8 * 11),
                        "conv pool act" + LAST),
                of(
                        "average pool, Relu",
                        start().node("AveragePool", integers("kernel_shape", 2, 3))
                                .node("Relu")
                                .classifier(4 * 8 * 11),
                        "conv pool act" + LAST),
                of(
                        "max pool, HardSwish",
                        graph(14)
                                .random("w", 4, 3, 3, 2)
                                .node("Conv", List.of("w"))
                                .node("MaxPool", integers("kernel_shape", 2, 3))
                                .node("HardSwish")
                                .classifier(4 * 8 * 11),
                        "conv pool act" + LAST),
                of("Tanh, Relu", start().node("Tanh").node("Relu").classifier(4 * 9 * 13), "conv act" + LAST),
                of("Tanh, Tanh", start().node("Tanh").node("Tanh").classifier(4 * 9 * 13), "conv act" + LAST),
                of("image, Relu", graph(13).node("Relu").classifier(462), "act" + LAST),
                of(
                        "PRelu per channel",
                        start().floats("s", new float[] {0.2f, -0.3f, 1.7f, 0}, 4, 1, 1)
                                .node("PRelu", List.of("s"))
                                .classifier(4 * 9 * 13),
                        "conv prelu_halves prelu" + LAST),
                of(
                        "PRelu of a vector",
                        graph(13)
                                .node("Flatten")
                                .random("w", 462, 4)
                                .node("MatMul", List.of("w"))
                                .floats("s", new float[] {0.2f, -0.3f, 1.7f, 0}, 4)
                                .node("PRelu", List.of("s"))
                                .classifier(4),
                        "dense prelu_halves prelu" + LAST));
    }

    /** Functions of several operators in a row, or with comparisons. */
    private static List<Arguments> decomposed() {
        return List.of(
                of(
                        "sigmoid of four operators",
                        start().floats("one", new float[] {1})
                                .node("Neg")
                                .node("Exp")
                                .node("Add", List.of("one"))
                                .raw("Div", List.of("one", "t4"), "y")
                                .classifier(4 * 9 * 13),
                        "conv" + LAST),
                of(
                        "sigmoid by Reciprocal, behind a tanh",
                        start().node("Tanh")
                                .floats("one", new float[] {1})
                                .node("Neg")
                                .node("Exp")
                                .node("Add", List.of("one"))
                                .node("Reciprocal")
                                .classifier(4 * 9 * 13),
                        "conv reciprocal" + LAST),
                of(
                        "elu by Where",
                        start().floats("zero", new float[] {0})
                                .floats("one", new float[] {1})
                                .floats("alpha", new float[] {0.7f})
                                .raw("Exp", List.of("t1"), "e")
                                .raw("Sub", List.of("e", "one"), "m")
                                .raw("Mul", List.of("m", "alpha"), "n")
                                .raw("Greater", List.of("t1", "zero"), "g")
                                .raw("Where", List.of("g", "t1", "n"), "y")
                                .classifier(4 * 9 * 13),
                        "conv" + LAST),
                of(
                        "softsign of three operators",
                        start().floats("one", new float[] {1})
                                .raw("Abs", List.of("t1"), "a")
                                .raw("Add", List.of("a", "one"), "b")
                                .raw("Div", List.of("t1", "b"), "y")
                                .classifier(4 * 9 * 13),
                        "conv" + LAST),
                of(
                        "Max and Min",
                        start().floats("low", new float[] {-0.25f})
                                .floats("high", new float[] {0.5f})
                                .node("Max", List.of("low"))
                                .raw("Min", List.of("high", "t2"), "y")
                                .classifier(4 * 9 * 13),
                        "conv act" + LAST),
                of(
                        "PRelu of Keras",
                        start().floats("s", new float[] {-0.2f, 0.3f, -1.7f, 0}, 4, 1, 1)
                                .raw("Relu", List.of("t1"), "up")
                                .raw("Neg", List.of("t1"), "n")
                                .raw("Relu", List.of("n"), "down")
                                .raw("Mul", List.of("down", "s"), "scaled")
                                .raw("Add", List.of("up", "scaled"), "y")
                                .classifier(4 * 9 * 13),
                        "conv act scale scale add" + LAST));
    }

    private static List<Arguments> pools() {
        return List.of(
                pool(
                        "max padded",
                        9,
                        13,
                        "MaxPool",
                        integers("kernel_shape", 3, 2),
                        integers("pads", 2, 0, 0, 1),
                        integers("strides", 1, 1)),
                pool(
                        "max padded, stride",
                        5,
                        4,
                        "MaxPool",
                        integers("kernel_shape", 3, 5),
                        integers("pads", 1, 2, 1, 1),
                        integers("strides", 2, 3)),
                pool(
                        "max SAME_LOWER",
                        5,
                        7,
                        "MaxPool",
                        integers("kernel_shape", 2, 3),
                        text("auto_pad", "SAME_LOWER"),
                        integers("strides", 2, 2)),
                pool(
                        "max ceil",
                        5,
                        5,
                        "MaxPool",
                        integers("kernel_shape", 2, 3),
                        integer("ceil_mode", 1),
                        integers("strides", 2, 3)),
                pool(
                        "max ceil and pads",
                        5,
                        5,
                        "MaxPool",
                        integers("kernel_shape", 3, 4),
                        integer("ceil_mode", 1),
                        integers("pads", 1, 1, 0, 0),
                        integers("strides", 2, 3)),
                pool(
                        "average inside",
                        8,
                        14,
                        "AveragePool",
                        integers("kernel_shape", 3, 2),
                        integers("pads", 0, 1, 1, 1)),
                pool(
                        "average of all",
                        8,
                        14,
                        "AveragePool",
                        integers("kernel_shape", 3, 2),
                        integers("pads", 0, 1, 1, 1),
                        integer("count_include_pad", 1)),
                pool(
                        "average SAME_UPPER",
                        5,
                        7,
                        "AveragePool",
                        integers("kernel_shape", 3, 3),
                        text("auto_pad", "SAME_UPPER"),
                        integers("strides", 2, 2)),
                pool(
                        "average ceil",
                        5,
                        5,
                        "AveragePool",
                        integers("kernel_shape", 2, 3),
                        integer("ceil_mode", 1),
                        integers("strides", 2, 3)),
                of(
                        "Pad, max pool of what is not negative",
                        start().node("Relu")
                                .longs("p", 0, 0, 1, 0, 0, 0, 0, 2)
                                .node("Pad", List.of("p"))
                                .node("MaxPool", integers("kernel_shape", 2, 3))
                                .classifier(4 * 9 * 13),
                        "conv pool" + LAST),
                pool(
                        "max dilated",
                        7,
                        9,
                        "MaxPool",
                        integers("kernel_shape", 2, 3),
                        integers("dilations", 3, 2),
                        integers("pads", 1, 0, 0, 0),
                        integers("strides", 1, 1)),
                pool(
                        "max dilated ceil",
                        4,
                        5,
                        "MaxPool",
                        integers("kernel_shape", 2, 3),
                        integers("dilations", 3, 2),
                        integer("ceil_mode", 1),
                        integers("strides", 2, 2)),
                of(
                        "Pad, average pool",
                        start().longs("p", 0, 0, 1, 0, 0, 0, 0, 2)
                                .node("Pad", List.of("p"))
                                .node("AveragePool", integers("kernel_shape", 2, 3))
                                .classifier(4 * 9 * 13),
                        "conv pool" + LAST),
                of(
                        "normalization, padded mean of all",
                        norm(start().node("Relu"), 4)
                                .node(
                                        "AveragePool",
                                        integers("kernel_shape", 2, 3),
                                        integers("pads", 1, 0, 0, 1),
                                        integer("count_include_pad", 1))
                                .classifier(4 * 9 * 12),
                        "conv scale pool" + LAST),
                of(
                        "normalization, padded mean inside",
                        norm(start().node("Relu"), 4)
                                .node("AveragePool", integers("kernel_shape", 2, 3), integers("pads", 1, 0, 0, 1))
                                .classifier(4 * 9 * 12),
                        "conv pool" + LAST),
                of(
                        "dilation",
                        graph(13)
                                .random("w", 4, 3, 3, 2)
                                .node("Conv", List.of("w"), integers("dilations", 2, 5), integers("pads", 3, 0, 1, 4))
                                .classifier(4 * 11 * 13),
                        "conv" + LAST));
    }

    /** One-dimensional networks: [N, C, L], and what Keras' exporters make of them. */
    private static List<Arguments> rows() {
        return List.of(
                of(
                        "conv 1-D",
                        OnnxGraph.of(13, 0, 3, 17)
                                .random("w", 4, 3, 5)
                                .random("b", 4)
                                .node("Conv", List.of("w", "b"), integers("pads", 1, 2), integers("strides", 2))
                                .node("Relu")
                                .node("MaxPool", integers("kernel_shape", 2), integers("pads", 0, 1))
                                .random("v", 5, 4, 2)
                                .node("Conv", List.of("v"), integers("dilations", 3))
                                .classifier(5 * 5),
                        "conv pool conv" + LAST),
                of(
                        "1-D, depthwise, global means",
                        OnnxGraph.of(13, 0, 3, 17)
                                .random("w", 3, 1, 4)
                                .node("Conv", List.of("w"), integer("group", 3))
                                .node("AveragePool", integers("kernel_shape", 3), integers("pads", 1, 0))
                                .node("GlobalAveragePool")
                                .classifier(3),
                        "conv pool pool" + LAST),
                of(
                        "1-D, mean of the row",
                        norm(
                                        OnnxGraph.of(13, 0, 3, 17)
                                                .random("w", 4, 3, 4)
                                                .node("Conv", List.of("w"))
                                                .node("Tanh"),
                                        4)
                                .node("ReduceMean", integers("axes", 2), integer("keepdims", 0))
                                .random("v", 4, 5)
                                .node("MatMul", List.of("v")),
                        "conv pool dense"),
                of(
                        "rows and columns exchanged by the exporter",
                        OnnxGraph.of(9, 0, 3, 17)
                                .node("Unsqueeze", integers("axes", 2))
                                .random("w", 4, 3, 1, 5)
                                .node("Conv", List.of("w"), integers("pads", 0, 0, 0, 1))
                                .node("Squeeze", integers("axes", 2))
                                .node("Relu")
                                .node("Unsqueeze", integers("axes", 3))
                                .node(
                                        "MaxPool",
                                        integers("kernel_shape", 2, 1),
                                        integers("strides", 2, 1),
                                        integers("pads", 1, 0, 0, 0))
                                .random("v", 5, 4, 3, 1)
                                .node("Pad", integers("pads", 0, 0, 0, 0, 0, 0, 1, 0))
                                .node("Conv", List.of("v"))
                                .node("Squeeze", integers("axes", 3))
                                .classifier(5 * 6),
                        "conv pool conv" + LAST),
                of(
                        "channels last",
                        OnnxGraph.of(13, 0, 17, 3)
                                .node("Transpose", integers("perm", 0, 2, 1))
                                .random("w", 4, 3, 5)
                                .node("Conv", List.of("w"))
                                .node("Transpose", integers("perm", 0, 2, 1))
                                .node("Relu")
                                .classifier(4 * 13),
                        "conv" + LAST),
                of(
                        "channels last through planes",
                        OnnxGraph.of(13, 0, 17, 3)
                                .longs("a", 1)
                                .node("Unsqueeze", List.of("a"))
                                .node("Transpose", integers("perm", 0, 3, 1, 2))
                                .random("w", 4, 3, 1, 5)
                                .node("Conv", List.of("w"))
                                .longs("b", 2)
                                .node("Squeeze", List.of("b"))
                                .node("Relu")
                                .classifier(4 * 13),
                        "conv" + LAST));
    }

    private static List<Arguments> growing() {
        return List.of(
                of(
                        "pixel shuffle CRD at the end",
                        graph(13)
                                .random("w", 12, 3, 3, 3)
                                .node("Conv", List.of("w"), integers("pads", 1, 1, 1, 1))
                                .node("DepthToSpace", integer("blocksize", 2), text("mode", "CRD")),
                        "conv shuffle"),
                of(
                        "pixel shuffle DCR, norm, Relu",
                        norm(
                                        graph(13)
                                                .random("w", 27, 3, 3, 2)
                                                .node("Conv", List.of("w"))
                                                .node("DepthToSpace", integer("blocksize", 3)),
                                        3)
                                .node("Relu")
                                .random("v", 2, 3, 2, 4)
                                .node("Conv", List.of("v")),
                        "conv shuffle scale conv"),
                of(
                        "pixel shuffle CRD, norm, Relu",
                        norm(
                                        graph(13)
                                                .random("w", 27, 3, 3, 2)
                                                .node("Conv", List.of("w"))
                                                .node("DepthToSpace", integer("blocksize", 3), text("mode", "CRD")),
                                        3)
                                .node("Relu")
                                .random("v", 2, 3, 2, 4)
                                .node("Conv", List.of("v")),
                        "conv shuffle conv"),
                of("pixel shuffle by Reshape CRD", shuffled(new int[] {0, 1, 4, 2, 5, 3}, 3, 2, 2), "conv shuffle"),
                of("pixel shuffle by Reshape DCR", shuffled(new int[] {0, 3, 4, 1, 5, 2}, 2, 2, 3), "conv shuffle"),
                of("Resize 2 asymmetric floor", resized(13, 2, "asymmetric", "floor"), "conv up shuffle conv"),
                of("Resize 3 half_pixel", resized(13, 3, "half_pixel", "round_prefer_ceil"), "conv up shuffle conv"),
                of(
                        "Resize 2 default rounding",
                        resized(19, 2, "asymmetric", "round_prefer_floor"),
                        "conv up shuffle conv"),
                of(
                        "Resize to sizes",
                        start().floats("none", new float[0], 0)
                                .longs("sizes", 2, 4, 18, 26)
                                .node(
                                        "Resize",
                                        List.of("none", "none", "sizes"),
                                        text("mode", "nearest"),
                                        text("nearest_mode", "floor"),
                                        text("coordinate_transformation_mode", "asymmetric"))
                                .random("v", 2, 4, 3, 2)
                                .node("Conv", List.of("v")),
                        "conv up shuffle conv"),
                of(
                        "Upsample 9",
                        graph(9).random("w", 4, 3, 3, 2)
                                .node("Conv", List.of("w"))
                                .floats("s", new float[] {1, 1, 2, 2}, 4)
                                .node("Upsample", List.of("s"), text("mode", "nearest"))
                                .node("Tanh")
                                .random("v", 3, 4, 3, 2)
                                .node("Conv", List.of("v")),
                        "conv up shuffle conv"),
                of(
                        "a vector becomes a square image",
                        graph(13)
                                .node("Flatten")
                                .random("w", 462, 48)
                                .node("MatMul", List.of("w"))
                                .node("Relu")
                                .longs("s", -1, 3, 4, 4)
                                .node("Reshape", List.of("s"))
                                .random("v", 2, 3, 3, 2)
                                .node("Conv", List.of("v")),
                        "dense shuffle conv"),
                of(
                        "a vector becomes a square image with channels last",
                        graph(13)
                                .node("Flatten")
                                .random("w", 462, 48)
                                .node("MatMul", List.of("w"))
                                .longs("s", -1, 4, 4, 3)
                                .node("Reshape", List.of("s"))
                                .node("Transpose", integers("perm", 0, 3, 1, 2))
                                .random("v", 2, 3, 3, 2)
                                .node("Conv", List.of("v")),
                        "dense shuffle conv"),
                of(
                        "Sigmoid in front of an image",
                        start().random("v", 3, 4, 2, 2)
                                .node("Conv", List.of("v"))
                                .node("Sigmoid"),
                        "conv conv"));
    }

    private static List<Arguments> transposed() {
        return List.of(
                transposed("kernel 4x6, stride 2", 4, 4, 6, integers("strides", 2, 2), integers("pads", 1, 2, 1, 2)),
                transposed(
                        "kernel 9, stride 2, output padding",
                        4,
                        9,
                        9,
                        integers("strides", 2, 2),
                        integers("pads", 4, 4, 4, 4),
                        integers("output_padding", 1, 1)),
                transposed("kernel 5x4, stride 3", 4, 5, 4, integers("strides", 3, 3), integers("pads", 1, 1, 1, 0)),
                transposed("kernel 2, stride 2", 4, 2, 2, integers("strides", 2, 2)),
                transposed(
                        "kernel smaller than the stride",
                        4,
                        1,
                        2,
                        integers("strides", 3, 3),
                        integers("output_padding", 2, 1)),
                transposed("no padding, larger", 4, 4, 6, integers("strides", 2, 2)),
                transposed(
                        "more padding than needed", 4, 4, 4, integers("strides", 2, 2), integers("pads", 3, 2, 3, 2)),
                transposed("stride 1", 4, 3, 2, integers("pads", 1, 0, 2, 0)),
                transposed("SAME_UPPER", 4, 3, 5, integers("strides", 2, 2), text("auto_pad", "SAME_UPPER")),
                transposed("SAME_LOWER", 4, 3, 5, integers("strides", 2, 2), text("auto_pad", "SAME_LOWER")),
                transposed("output_shape", 4, 3, 5, integers("strides", 2, 2), integers("output_shape", 20, 28)),
                transposed(
                        "groups",
                        2,
                        4,
                        4,
                        integers("strides", 2, 2),
                        integers("pads", 1, 1, 1, 1),
                        integer("group", 2)),
                of(
                        "normalization before and behind",
                        norm(
                                        norm(start().node("Relu"), 4)
                                                .random("v", 4, 3, 4, 4)
                                                .random("b", 3)
                                                .node(
                                                        "ConvTranspose",
                                                        List.of("v", "b"),
                                                        integers("strides", 2, 2),
                                                        integers("pads", 1, 1, 1, 1)),
                                        3)
                                .node("LeakyRelu"),
                        "conv scale conv shuffle"));
    }

    private static List<Arguments> channelsLast() {
        return List.of(
                of(
                        "NHWC branches",
                        toLast(branch(start(), "t1", "a"), "a", "left")
                                .raw("Transpose", List.of("t1"), "right", integers("perm", 0, 2, 3, 1))
                                .raw("Add", List.of("left", "right"), "sum")
                                .node("Relu")
                                .raw("Concat", List.of("t6", "right"), "both", integer("axis", 3))
                                .random("m", 8)
                                .node("Mul", List.of("m"))
                                .classifier(8 * 9 * 13),
                        "conv conv add concat" + LAST),
                of(
                        "NHWC image joined",
                        OnnxGraph.of(13, 0, 11, 14, 3)
                                .node("Transpose", integers("perm", 0, 3, 1, 2))
                                .random("w", 4, 3, 1, 1)
                                .node("Conv", List.of("w"))
                                .node("Transpose", integers("perm", 0, 2, 3, 1))
                                .raw("Concat", List.of("t3", "image"), "both", integer("axis", -1))
                                .node("Transpose", integers("perm", 0, 3, 1, 2))
                                .random("v", 4, 7, 3, 2)
                                .node("Conv", List.of("v"))
                                .classifier(4 * 9 * 13),
                        "conv concat conv" + LAST),
                of(
                        "Pad of NHWC",
                        toLast(start().node("Relu"), "t2", "l")
                                .longs("p", 0, 1, 0, 0, 0, 2, 1, 0)
                                .node("Pad", List.of("p"))
                                .node("Transpose", integers("perm", 0, 3, 1, 2))
                                .random("v", 2, 4, 3, 2)
                                .node("Conv", List.of("v"))
                                .classifier(2 * 10 * 13),
                        "conv conv" + LAST));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("constructs")
    void agreesWithOnnxRuntime(String name, OnnxGraph graph, String labels) throws Exception {
        FloatModel model = Fidelity.check(name, graph, folder);
        assertThat(model.network().nodes().stream().map(node -> node.label().replaceAll("_[0-9]+$", "")))
                .containsExactly(labels.split(" "));
    }

    private static Arguments of(String name, OnnxGraph graph, String labels) {
        return Arguments.of(name, graph, labels);
    }

    private static OnnxGraph graph(int opset) {
        return OnnxGraph.of(opset, 0, 3, 11, 14);
    }

    /** A convolution to 4x9x13, far to both sides of 0. */
    private static OnnxGraph start() {
        return graph(13).random("w", 4, 3, 3, 2).node("Conv", List.of("w"));
    }

    /** A convolution to 4x9x13 of a tensor of that shape. */
    private static OnnxGraph branch(OnnxGraph graph, String from, String to) {
        return graph.random(to + "w", 4, 4, 3, 3)
                .raw("Conv", List.of(from, to + "w"), to, integers("pads", 1, 1, 1, 1));
    }

    private static OnnxGraph toLast(OnnxGraph graph, String from, String to) {
        return graph.raw("Transpose", List.of(from), to, integers("perm", 0, 2, 3, 1));
    }

    private static Arguments pool(String name, int height, int width, String op, AttributeProto... attributes) {
        return of(name, start().node(op, attributes).classifier(4 * height * width), "conv pool" + LAST);
    }

    private static Arguments transposed(String name, int outputs, int height, int width, AttributeProto... attributes) {
        OnnxGraph graph = start().random("v", 4, outputs, height, width)
                .random("b", name.equals("groups") ? 2 * outputs : outputs)
                .node("ConvTranspose", List.of("v", "b"), attributes);
        return of(name, graph, name.equals("stride 1") ? "conv conv" : "conv conv shuffle");
    }

    private static OnnxGraph shuffled(int[] perm, long... sizes) {
        return graph(13)
                .random("w", 12, 3, 3, 2)
                .node("Conv", List.of("w"))
                .longs("s", -1, sizes[0], sizes[1], sizes[2], 9, 13)
                .node("Reshape", List.of("s"))
                .node("Transpose", integers("perm", perm))
                .longs("r", -1, 3, 18, 26)
                .node("Reshape", List.of("r"));
    }

    private static OnnxGraph resized(int opset, int factor, String mode, String rounding) {
        return graph(opset)
                .random("w", 4, 3, 3, 2)
                .node("Conv", List.of("w"))
                .floats("none", new float[0], 0)
                .floats("s", new float[] {1, 1, factor, factor}, 4)
                .node(
                        "Resize",
                        List.of("none", "s"),
                        text("mode", "nearest"),
                        text("coordinate_transformation_mode", mode),
                        text("nearest_mode", rounding))
                .random("v", 2, 4, 3, 2)
                .node("Conv", List.of("v"));
    }

    private static OnnxGraph norm(OnnxGraph graph, int channels) {
        String prefix = graph.current();
        float[] variance = new float[channels];
        for (int i = 0; i < channels; i++) {
            variance[i] = 0.2f + i;
        }
        return graph.random(prefix + "g", channels)
                .random(prefix + "b", channels)
                .random(prefix + "m", channels)
                .floats(prefix + "v", variance, channels)
                .node(
                        "BatchNormalization",
                        List.of(prefix + "g", prefix + "b", prefix + "m", prefix + "v"),
                        real("epsilon", 1e-3f));
    }
}
