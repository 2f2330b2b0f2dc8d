package intaglio.frontend.onnx;

import static intaglio.frontend.onnx.OnnxGraph.integer;
import static intaglio.frontend.onnx.OnnxGraph.integers;
import static intaglio.frontend.onnx.OnnxGraph.real;
import static intaglio.frontend.onnx.OnnxGraph.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Crafted models that must be refused, each with its one message: the place, the reason and a rewrite. */
class RefusedOnnxTest {

    @TempDir
    Path folder;

    static Stream<Arguments> refused() {
        return Stream.of(windows(), operators(), linear(), shapes(), branches(), graphs())
                .flatMap(List::stream);
    }

    private static List<Arguments> windows() {
        return List.of(
                of(
                        graph().random("w", 4, 1, 3, 3)
                                .node("Conv", List.of("w"), integer("group", 3))
                                .node("GlobalMaxPool"),
                        "node 'Conv_1' (Conv): has 3 groups for 4 output channels"),
                of(
                        graph().random("w", 6, 1, 3, 3)
                                .node("Conv", List.of("w"), integer("group", 2))
                                .node("GlobalMaxPool"),
                        "its weights take 1 channels in each of 2 groups, the data have 3"),
                of(
                        graph().random("w", 6, 1, 3, 3)
                                .node("Conv", List.of("w"), integer("group", 0))
                                .node("GlobalMaxPool"),
                        "node 'Conv_1' (Conv): has 0 groups for 6 output channels"),
                of(conv(text("auto_pad", "SAME")), "has auto_pad 'SAME', known are NOTSET, VALID"),
                of(
                        conv(text("auto_pad", "SAME_UPPER"), integers("pads", 0, 1, 0, 1)),
                        "has auto_pad SAME_UPPER and pads besides; leave one of them out"),
                of(conv(integers("kernel_shape", 3, 5)), "kernel_shape is 3x5, the weights are 4x3x3x3"),
                of(conv(integers("strides", 2)), "strides [2] is not 2 whole numbers in 1.."),
                of(conv(integers("pads", 0, -1, 0, 0)), "pads [0, -1, 0, 0] is not 4 whole numbers in 0.."),
                of(conv(integer("output_padding", 1)), "has the attribute 'output_padding', which is not known"),
                of(conv(real("group", 1)), "its attribute 'group' is of type FLOAT, INT is needed"),
                of(
                        graph().random("w", 4, 2, 3, 3)
                                .node("Conv", List.of("w"))
                                .node("GlobalMaxPool"),
                        "its weights take 2 channels, the data have 3"),
                of(
                        graph().random("w", 4, 3, 12, 1).node("Conv", List.of("w")),
                        "a window of 12x1 does not fit into 11x14"),
                of(
                        graph().random("w", 4, 3, 5).node("Conv", List.of("w")),
                        "its weights 4x3x5 slide along 1 axis, the data of shape Nx3x11x14 have 2;"),
                of(
                        graph().random("w", 4, 3, 2, 2, 2).node("Conv", List.of("w")),
                        "have shape 4x3x2x2x2, needed is outChannels x inChannels x kernel (3 or 4 sizes above 0);"),
                of(
                        pool(
                                "AveragePool",
                                integers("kernel_shape", 2, 2),
                                integers("strides", 2, 2),
                                integers("pads", 0, 1, 0, 0),
                                integer("ceil_mode", 1),
                                integer("count_include_pad", 1)),
                        "with ceil_mode its last windows reach over the edge of the 9x12 input, with count_include_pad"),
                of(pool("MaxPool"), "has no kernel_shape"));
    }

    private static List<Arguments> operators() {
        return List.of(
                of(
                        conv().node("Sign").node("Relu").node("Sign"),
                        "node 'Sign_2' (Sign): the operator Sign is not supported (here and in 1 more nodes)"),
                of(graph().classifier(462).node("Log"), "takes the logarithm of what is no Softmax or Sigmoid"),
                of(conv().node("ReduceMean", integers("axes", 1)), "works along the axes [1] of Nx4x9x12; over rows"),
                of(conv().node("ReduceMax"), "works along the axes that it does not name of Nx4x9x12"),
                of(
                        conv().random("f", 12).node("Mul", List.of("f")),
                        "multiplies a constant of shape 12 and data of shape Nx4x9x12: not one value per channel"),
                of(conv().random("f", 4, 9, 12).node("Sub", List.of("f")), "subtracts a constant of shape 4x9x12 and"),
                of(conv().floats("f", new float[1]).node("Div", List.of("f")), "divides by 0"),
                of(conv().random("f").raw("Div", List.of("f", "t1"), "q"), "divides a constant by the data"),
                of(
                        graph().floats("f", new float[] {1, 0, 1}, 3, 1, 1)
                                .node("Mul", List.of("f"))
                                .classifier(462),
                        "multiplies a channel of the image by 0"),
                of(
                        graph().longs("p", 0, 0, 1, 1, 0, 0, 1, 1)
                                .random("m")
                                .node("Pad", List.of("p"))
                                .node("Sub", List.of("m"))
                                .random("w", 4, 3, 3, 3)
                                .node("Conv", List.of("w")),
                        "(Sub): follows a padding ('Pad_1'), which only a Conv or a pool can take over"),
                of(
                        graph().random("m", 11, 14).node("Sub", List.of("m")).classifier(462),
                        "subtracts a constant of shape 11x14 and data of shape Nx3x11x14: not one value per channel"),
                of(
                        conv().node("Transpose", integers("perm", 0, 1, 3, 2)),
                        "exchanges the axes of Nx4x9x12 by perm [0, 1, 3, 2]; between channels first and channels last"),
                of(conv().node("Transpose"), "exchanges the axes of Nx4x9x12 by perm [3, 2, 1, 0]"),
                of(
                        conv().random("slope", 9, 1).node("PRelu", List.of("slope")),
                        "has slopes of shape 9x1 for data of shape Nx4x9x12; use one slope for all, or one per channel"),
                of(conv().node("Tanh", real("alpha", 2)), "has the attribute 'alpha', which is not known here"),
                of(clip(3, -2), "clips to 3.0..-2.0, which is empty; exchange its limits"),
                of(
                        conv().node("MadeUp"),
                        "MadeUp is not supported; build the network of the operators in docs/onnx.md"),
                of(
                        norm(conv().node("Flatten"), 432).node("Relu"),
                        "changes each element by its own numbers, which only a dense layer directly behind it can take"),
                of(
                        norm(conv().longs("s", 0, 9, 48).node("Reshape", List.of("s")), 9),
                        "normalizes data of shape Nx9x48, needed are images or vectors"),
                of(norm(conv(), 4, integer("training_mode", 1)), "training_mode 1 normalizes by each batch"),
                of(norm(conv(), 4, real("epsilon", -9)), "the variance of channel 0 is 0.5 and eps is -9.0"),
                of(norm(conv(), 3), "its input 1 is of shape 3, needed are 4 constants"),
                of(
                        pad("constant", 0, 0, 1, 0, 0, 0, 0, 1).node("MaxPool", integers("kernel_shape", 2, 2)),
                        "node 'MaxPool_2' (MaxPool): takes the maximum of padded zeros and of data that may be negative"),
                of(
                        conv().longs("p", 0, 0, 1, 0, 0, 0, 0, 1)
                                .node("Pad", List.of("p"))
                                .node("AveragePool", integers("kernel_shape", 2, 2), integers("pads", 0, 1, 0, 0)),
                        "(AveragePool): pads behind a Pad whose zeros count in its means"),
                of(
                        pad("reflect", 0, 0, 1, 1, 0, 0, 1, 1)
                                .random("w", 4, 3, 9, 9)
                                .node("Conv", List.of("w")),
                        "pads in mode 'reflect'; only zeros are supported"),
                of(pad("constant", 0, 1, 0, 0, 0, 0, 0, 0), "pads the batch or the channels: [0, 1, 0, 0, 0, 0, 0, 0]"),
                of(pad("constant", 0, 0, -1, 0, 0, 0, 0, 0), "a negative number would cut the image"),
                of(
                        conv().longs("p", 0, 0, 1, 1, 0, 0, 1, 1).node("Pad", List.of("p")),
                        "node 'Pad_2' (Pad): pads the output of the network"),
                of(
                        graph().longs("p", 0, 0, 1, 1, 0, 0, 1, 1)
                                .floats("v", new float[] {2})
                                .random("w", 4, 3, 9, 9)
                                .node("Pad", List.of("p", "v"))
                                .node("Conv", List.of("w")),
                        "pads with 2.0; only zeros"));
    }

    private static List<Arguments> linear() {
        return List.of(
                of(
                        graph().random("w", 462, 5).node("Flatten").node("Gemm", List.of("w"), integer("transA", 1)),
                        "transA transposes the data"),
                of(
                        graph().random("w", 14, 5).node("MatMul", List.of("w")),
                        "gets data of shape Nx3x11x14: it would multiply the last axis alone; put a Flatten"),
                of(
                        graph().random("w", 461, 5).node("Flatten").node("MatMul", List.of("w")),
                        "its weights take 461 inputs, the data have 462"),
                of(
                        graph().random("w", 5, 462).node("Flatten").raw("MatMul", List.of("w", "t1"), "product"),
                        "the data are its input 1, the weights before them"),
                of(
                        graph().random("w", 462, 5)
                                .random("c", 4)
                                .node("Flatten")
                                .node("Gemm", List.of("w", "c")),
                        "its bias has shape 4, needed is one number for each of 5 output channels"),
                of(
                        conv().random("a", 4, 1, 12).node("Add", List.of("a")),
                        "adds a constant of shape 4x1x12 to data of shape Nx4x9x12: not one value per channel"),
                of(conv().random("a", 12).node("Add", List.of("a")), "adds a constant of shape 12"));
    }

    private static List<Arguments> shapes() {
        return List.of(
                of(conv().node("Flatten", integer("axis", 2)), "has axis 2: images of the batch and their channels"),
                of(
                        conv().longs("s", 1, -1).node("Reshape", List.of("s")),
                        "turns Nx4x9x12 into [1, -1], which does not keep the images of the batch apart; use Flatten"),
                of(conv().longs("s", -1, 216).node("Reshape", List.of("s")), "turns Nx4x9x12 into [-1, 216]"),
                of(shapeOf("image"), "turns Nx4x9x12 into [N, 3, 11, 14]"),
                of(conv().node("Squeeze"), "says no axes, so the batch axis would go"),
                of(conv().longs("a", 2).node("Squeeze", List.of("a")), "its axes [2] are not axes of size 1"),
                of(
                        graph().longs("s", 0, 14, 11, 3)
                                .node("Reshape", List.of("s"))
                                .random("w", 4, 14, 1, 1)
                                .node("Conv", List.of("w")),
                        "gets data of shape Nx14x11x3, a convolution needs the images 3x11x14"),
                of(
                        graph().classifier(462).node("Softmax").node("Relu"),
                        "node 'Relu_4' (Relu): follows Softmax, which is supported at the end only; leave Softmax out"),
                of(graph().classifier(462).node("Softmax", integer("axis", 0)), "works along axis 0 of Nx5"),
                of(
                        graph().classifier(462).node("ArgMax", integer("axis", 1), integer("select_last_index", 1)),
                        "takes the last of equal logits"),
                of(
                        conv().node("Softmax", integer("axis", 1)),
                        "node 'Softmax_2' (Softmax): works along axis 1 of Nx4x9x12, not over all classes"),
                of(
                        conv().node("Flatten").node("Softmax"),
                        "node 'Softmax_3' (Softmax): ends a network whose output is no vector of logits; leave it out"),
                of(
                        conv().node("DepthToSpace", integer("blocksize", 3)),
                        "makes pixels of Nx4x9x12 in mode 'DCR' with blocksize 3"),
                of(
                        conv().floats("none", new float[0], 0)
                                .floats("scales", new float[] {1, 1, 2, 3}, 4)
                                .node("Resize", List.of("none", "scales"), text("mode", "nearest")),
                        "resizes Nx4x9x12 in mode 'nearest' by [2.0, 3.0], which does not repeat each pixel"),
                of(
                        conv().floats("none", new float[0], 0)
                                .floats("scales", new float[] {1, 1, 2, 2}, 4)
                                .node("Resize", List.of("none", "scales"), text("mode", "linear")),
                        "resizes Nx4x9x12 in mode 'linear' by [2.0, 2.0], which does not repeat each pixel"),
                of(
                        conv().floats("none", new float[0], 0)
                                .floats("scales", new float[] {1, 1, 3, 3}, 4)
                                .node(
                                        "Resize",
                                        List.of("none", "scales"),
                                        text("mode", "nearest"),
                                        text("nearest_mode", "floor")),
                        "resizes Nx4x9x12 in mode 'nearest' by [3.0, 3.0], which does not repeat each pixel"),
                of(
                        conv().random("v", 4, 3, 3, 2).node("ConvTranspose", List.of("v"), integers("strides", 2, 2)),
                        "makes 19 rows of 9 with stride 2, which is no whole number of blocks of 2"),
                of(
                        conv().random("v", 4, 3, 3, 3).node("ConvTranspose", List.of("v"), integers("strides", 1, 2)),
                        "with weights 4x3x3x3, strides 1x2, dilations 1x1 and 1 groups reads data of shape Nx4x9x12"));
    }

    private static List<Arguments> branches() {
        return List.of(
                of(
                        conv().raw("Mul", List.of("t1", "t1"), "y"),
                        "node 'Mul_2' (Mul): has 2 inputs that depend on the image; let branches meet in an Add"),
                of(
                        conv().random("v", 5, 3, 3, 3)
                                .raw("Conv", List.of("image", "v"), "b")
                                .raw("Add", List.of("t1", "b"), "y"),
                        "(Add): adds data of shape Nx4x9x12 (4x9x12) and of shape Nx5x9x12 (5x9x12): they are not"),
                of(
                        conv().raw("Transpose", List.of("t1"), "last", integers("perm", 0, 2, 3, 1))
                                .random("v", 12, 3, 3, 3)
                                .raw("Conv", List.of("image", "v"), "b")
                                .raw("Concat", List.of("last", "b"), "y", integer("axis", 1)),
                        "puts data of shape Nx9x12x4 and Nx12x9x12 together along axis 1; channels of images with the"),
                of(
                        conv().raw("Concat", List.of("t1", "t1"), "y", integer("axis", 2)),
                        "puts data of shape Nx4x9x12 and Nx4x9x12 together along axis 2"),
                of(
                        conv().random("c", 1, 4, 9, 12).raw("Concat", List.of("t1", "c"), "y", integer("axis", 1)),
                        "(Concat): puts constants and data together"),
                of(
                        conv().longs("p", 0, 0, 1, 1, 0, 0, 1, 1)
                                .node("Pad", List.of("p"))
                                .raw("Add", List.of("t1", "t2"), "y"),
                        "node 'Add_3' (Add): follows a padding ('Pad_2'); pad in a convolution"));
    }

    private static List<Arguments> graphs() {
        OnnxGraph twoOutputs = graph().classifier(462);
        twoOutputs.graph().addOutput(OnnxGraph.value("t1", 1)).addOutput(OnnxGraph.value("t2", 1));
        OnnxGraph twoInputs = graph().classifier(462);
        twoInputs.graph().addInput(OnnxGraph.value("mask", 1, 0, 7));
        OnnxGraph sparse = graph().classifier(462);
        sparse.graph().addSparseInitializer(SparseTensorProto.newBuilder());
        OnnxGraph custom = graph();
        custom.graph()
                .addNode(NodeProto.newBuilder()
                        .setOpType("FusedConv")
                        .setDomain("com.microsoft")
                        .setName("fused")
                        .addInput("image")
                        .addOutput("t1"));
        OnnxGraph integerImages = new OnnxGraph(13);
        integerImages.graph().addInput(OnnxGraph.value("image", TensorProto.DataType.INT8_VALUE, 0, 3, 11, 14));
        OnnxGraph mask = graph();
        mask.graph()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Dropout")
                        .setName("drop")
                        .addInput("image")
                        .addOutput("t0")
                        .addOutput("mask"));
        OnnxGraph integerWeights = graph();
        integerWeights
                .graph()
                .addInitializer(OnnxGraph.tensor("w", TensorProto.DataType.INT8_VALUE, 4, 3, 1, 1)
                        .addAllInt32Data(zeros(12)));
        OnnxGraph strings = graph();
        strings.graph().addInitializer(OnnxGraph.tensor("w", TensorProto.DataType.STRING_VALUE, 4, 3, 1, 1));
        OnnxGraph shortData = graph();
        shortData
                .graph()
                .addInitializer(OnnxGraph.tensor("w", TensorProto.DataType.FLOAT_VALUE, 4, 3, 1, 1)
                        .addFloatData(1));
        OnnxGraph huge = graph();
        huge.graph()
                .addInitializer(OnnxGraph.tensor("w", TensorProto.DataType.FLOAT_VALUE, 1 << 20, 1 << 20, 1 << 20, 3));
        return List.of(
                of(twoOutputs, "graph: has 2 outputs, 1 is supported; keep the logits alone"),
                of(twoInputs, "graph: has 2 inputs ('image', 'mask'), 1 image is needed"),
                of(sparse, "graph: has 1 sparse initializers"),
                of(
                        custom.raw("Identity", List.of("t1"), "t2"),
                        "the operator FusedConv of domain 'com.microsoft' is not supported; export without"),
                of(
                        bytes().classifier(462),
                        "(Gemm): computes with the bytes of the image; put a Cast to float32 before"),
                of(
                        bytes().random("m").node("Sub", List.of("m")).classifier(462),
                        "(Sub): computes with the bytes of the"),
                of(integerImages.classifier(462), "'image': its element type is INT8, needed is a float type or UINT8"),
                of(mask.raw("Flatten", List.of("mask"), "t1"), "its output 1 ('mask') is used; use output 0 only"),
                of(integerWeights.node("Conv", List.of("w")), "'w' holds integers, floating-point numbers are needed"),
                of(strings.node("Conv", List.of("w")), "tensor 'w': its element type STRING is not read"),
                of(
                        shortData.node("Conv", List.of("w")),
                        "tensor 'w': has 1 elements of data, its shape 4x3x1x1 needs 12"),
                of(huge.node("Conv", List.of("w")), "are impossible, too many or in segments"),
                of(OnnxGraph.of(6, 0, 3, 11, 14).classifier(462), "uses opset 6, read are 7 to 25"),
                of(OnnxGraph.of(26, 0, 3, 11, 14).classifier(462), "uses opset 26, read are 7 to 25"),
                of(
                        graph().raw("Add", List.of("image", "back"), "t1")
                                .raw("Relu", List.of("t1"), "back")
                                .classifier(462),
                        "graph: has a cycle: 4 of its 4 nodes need what they give themselves"),
                of(
                        OnnxGraph.of(13, 0, 3, 0, 14).node("GlobalMaxPool"),
                        "its shape is [N0, 3, N2, 14]: rows and columns are free; say them with --input-size HxW"),
                of(
                        OnnxGraph.of(13, 0, 0, 11, 14).node("GlobalMaxPool"),
                        "input 'image': its shape is [N0, N1, 11, 14], needed is [batch, channels, rows, columns]"),
                of(OnnxGraph.of(13, 0, 3, 11, 14, 2), "its shape is [N0, 3, 11, 14, 2], needed is"),
                of(
                        graph().random("w", 4, 3, 1, 1).raw("Conv", List.of("nowhere", "w"), "t1"),
                        "reads 'nowhere', which no node gives"),
                of(
                        graph().random("w", 4, 3, 1, 1)
                                .raw("Relu", List.of("w"), "v")
                                .raw("Conv", List.of("image", "v"), "t"),
                        "node 'Relu_1' (Relu): computes with constants only; fold constants on export"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void isRefusedWithOneMessage(OnnxGraph graph, String message) throws IOException {
        if (graph.graph().getNodeCount() == 0) {
            graph.classifier(462);
        }
        IntaglioException e = failure(graph);
        assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(e.getMessage()).contains(message).contains("m.onnx: ");
        assertThat(e.problems()).hasSize(1);
    }

    @Test
    void thereAreManyOfThem() {
        assertThat(refused().count()).isGreaterThan(70);
    }

    @Test
    void everythingIsListedInOneGo() throws IOException {
        OnnxGraph graph = OnnxGraph.of(6, 0, 3, 11, 14)
                .random("w", 4, 3, 3, 3)
                .node("Conv", List.of("w"), integers("strides", 0, 2), integer("group", 2), integer("other", 1))
                .node("MadeUp")
                .node("MaxPool", integers("kernel_shape", 2, 2), integers("strides", 2))
                .random("v", 5, 7)
                .node("Gemm", List.of("v"), integer("transA", 1));
        assertThat(failure(graph).getMessage().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("uses opset 6"),
                        line -> assertThat(line).contains("'Conv_1' (Conv): strides [0, 2] is not 2 whole"),
                        line -> assertThat(line).contains("'Conv_1' (Conv): has the attribute 'other'"),
                        line -> assertThat(line).contains("'MadeUp_2' (MadeUp): the operator MadeUp is not supported"),
                        line -> assertThat(line).contains("'MaxPool_3' (MaxPool): strides [2] is not 2 whole"),
                        line -> assertThat(line).contains("'Gemm_4' (Gemm): transA"));
    }

    private static List<Integer> zeros(int count) {
        return Collections.nCopies(count, 0);
    }

    private static Arguments of(OnnxGraph graph, String message) {
        return Arguments.of(graph, message);
    }

    private static OnnxGraph bytes() {
        OnnxGraph bytes = new OnnxGraph(14);
        bytes.graph().addInput(OnnxGraph.value("image", TensorProto.DataType.UINT8_VALUE, 0, 3, 11, 14));
        return bytes;
    }

    private static OnnxGraph graph() {
        return OnnxGraph.of(14, 0, 3, 11, 14);
    }

    /** Reshapes to what an earlier tensor has: only its own shape may be taken. */
    private static OnnxGraph shapeOf(String tensor) {
        return conv().raw("Shape", List.of(tensor), "shape").raw("Reshape", List.of("t1", "shape"), "t9");
    }

    /** Leaves 4x9x12. */
    private static OnnxGraph conv(AttributeProto... attributes) {
        return graph().random("w", 4, 3, 3, 3).node("Conv", List.of("w"), attributes);
    }

    private static OnnxGraph pool(String op, AttributeProto... attributes) {
        return conv().node(op, attributes);
    }

    private static OnnxGraph clip(float low, float high) {
        return clip(conv(), low, high);
    }

    private static OnnxGraph clip(OnnxGraph graph, float low, float high) {
        return graph.floats("low", new float[] {low})
                .floats("high", new float[] {high})
                .node("Clip", List.of("low", "high"));
    }

    private static OnnxGraph pad(String mode, long... pads) {
        return graph().longs("p", pads).node("Pad", List.of("p"), text("mode", mode));
    }

    private static OnnxGraph norm(OnnxGraph graph, int channels, AttributeProto... attributes) {
        float[] half = new float[channels];
        Arrays.fill(half, 0.5f);
        return graph.random("g", channels)
                .random("b", channels)
                .random("m", channels)
                .floats("var", half, channels)
                .node("BatchNormalization", List.of("g", "b", "m", "var"), attributes);
    }

    private IntaglioException failure(OnnxGraph graph) throws IOException {
        Path file = Files.write(folder.resolve("m.onnx"), graph.bytes());
        return catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(file, null));
    }
}
