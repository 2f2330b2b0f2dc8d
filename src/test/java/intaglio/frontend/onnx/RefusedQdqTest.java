package intaglio.frontend.onnx;

import static intaglio.frontend.onnx.OnnxGraph.integer;
import static intaglio.frontend.onnx.OnnxGraph.integers;
import static intaglio.frontend.onnx.OnnxGraph.real;
import static intaglio.frontend.onnx.QdqGraph.INT8;
import static intaglio.frontend.onnx.QdqGraph.UINT8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import intaglio.num.Rounding;
import intaglio.quant.GivenQuantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Quantized models that must be refused, each with its one message: the place, the reason and a rewrite. */
class RefusedQdqTest {

    private static final String LEFT = "its %s are not quantized, other tensors of the model are;";

    @TempDir
    Path folder;

    static Stream<Arguments> refused() {
        return Stream.of(types(), parameters(), places(), operators()).flatMap(List::stream);
    }

    private static List<Arguments> types() {
        return List.of(
                of(
                        zeroPoint(DataType.INT16_VALUE),
                        "tensor 'z': its element type INT16 is not read; export the model"
                                + " with float32 weights, or quantized to 8 bits (int8 or uint8)"),
                of(zeroPoint(DataType.UINT16_VALUE), "its element type UINT16 is not read"),
                of(zeroPoint(DataType.INT4_VALUE), "its element type INT4 is not read"),
                of(zeroPoint(DataType.FLOAT8E4M3FN_VALUE), "its element type FLOAT8E4M3FN is not read"),
                of(
                        zeroPoint(DataType.INT32_VALUE),
                        "node 'QuantizeLinear_1' (QuantizeLinear): its integers are of type"
                                + " INT32; quantize to 8 bits"),
                of(weights(DataType.INT4_VALUE, 6), "tensor 'w': its element type INT4"),
                of(
                        weights(DataType.INT32_VALUE, 6),
                        "(Conv): its weights 'w' are integers of type INT32; quantize" + " weights to int8"),
                of(
                        conv21().floats("s", new float[] {0.1f})
                                .node("QuantizeLinear", List.of("s"), integer("output_dtype", DataType.INT16_VALUE)),
                        "its integers are of type number 5 of TensorProto; quantize to 8 bits"));
    }

    private static List<Arguments> parameters() {
        return List.of(
                of(
                        conv21().floats("s", new float[] {0.1f, 0.1f}, 2)
                                .node("QuantizeLinear", List.of("s"), integer("block_size", 2)),
                        "node 'QuantizeLinear_6' (QuantizeLinear): quantizes blocks of 2; quantize per tensor or per"),
                of(conv13().floats("s", new float[4], 4).node("QuantizeLinear", List.of("s")), "its scale is 0.0;"),
                of(conv13().floats("s", new float[] {-1}).node("QuantizeLinear", List.of("s")), "its scale is -1.0;"),
                of(
                        conv13().floats("s", new float[] {1, 1, 2, 1}, 4)
                                .node("QuantizeLinear", List.of("s"), integer("axis", 1)),
                        "has 4 scales (axis 1), activations have one for the tensor; quantize activations per tensor"),
                of(
                        conv13().longs("s", 1).node("QuantizeLinear", List.of("s")),
                        "its scale holds no floating-point numbers"),
                of(conv13().node("QuantizeLinear"), "its scale or zero point is not a constant"),
                of(
                        conv13().floats("s", new float[] {1})
                                .integers("z", UINT8, new int[] {1, 2}, 2)
                                .node("QuantizeLinear", List.of("s", "z")),
                        "its zero point has shape 2, its scale scalar"),
                of(
                        conv13().floats("s", new float[] {1})
                                .integers("z", UINT8, new int[] {1})
                                .integers("i", INT8, new int[] {1})
                                .node("QuantizeLinear", List.of("s", "z"))
                                .node("DequantizeLinear", List.of("s", "i")),
                        "its zero point is of type INT8, what it reads of UINT8"),
                of(
                        conv13().floats("s", new float[] {1})
                                .floats("r", new float[] {2})
                                .node("QuantizeLinear", List.of("s"))
                                .node("DequantizeLinear", List.of("r")),
                        "dequantizes with scale 2.0, zero point 0 what has been quantized to scale 1.0, zero point 0"),
                of(perInput(), "(Conv): its weights 'v' are quantized per input channel"),
                of(axisBeyond(), "has scales of shape 5 along axis 1 of a tensor of shape 4x3x1x1"));
    }

    private static List<Arguments> places() {
        return List.of(
                of(
                        image().graph()
                                .random("f", 4, 3, 2, 3)
                                .node("Conv", List.of("f"))
                                .node("GlobalMaxPool"),
                        "node 'Conv_3' (Conv): " + LEFT.formatted("weights") + " quantize weights and data of every"
                                + " layer, or give the float model"),
                of(
                        image().conv(4, 3, 2, 3).node("Relu").conv(5, 4, 10, 12).graph(),
                        "node 'Conv_9' (Conv): " + LEFT.formatted("data")),
                of(
                        image().conv(4, 3, 2, 3)
                                .graph()
                                .random("f", 5, 4, 10, 12)
                                .node("Conv", List.of("f")),
                        "node 'Conv_6' (Conv): " + LEFT.formatted("weights and data")),
                of(
                        image().conv(4, 3, 2, 3)
                                .node("AveragePool", integers("kernel_shape", 2, 4))
                                .signed()
                                .graph(),
                        "quantizes means of numbers that are not quantized themselves; quantize before the average"),
                of(
                        image().conv(4, 3, 2, 3)
                                .signed()
                                .node("AveragePool", integers("kernel_shape", 2, 4))
                                .node("MaxPool", integers("kernel_shape", 2, 1))
                                .pair(0.1f, 3)
                                .graph(),
                        "quantizes means to another scale (scale 0.1, zero point 3) than their numbers have (scale 0"),
                of(
                        image().conv(4, 3, 2, 3)
                                .graph()
                                .floats("s", new float[] {1})
                                .node("DequantizeLinear", List.of("s")),
                        "dequantizes data that no QuantizeLinear has quantized"),
                of(
                        image().conv(4, 3, 2, 3).quantizeSigned().node("Relu").graph(),
                        "(Relu): reads integers, which QuantizeLinear has made; put a DequantizeLinear before it"),
                of(
                        image().conv(4, 3, 2, 3)
                                .quantizeSigned()
                                .node("Cast", integer("to", 1))
                                .graph(),
                        "(Cast): converts integers without their scale; use DequantizeLinear"));
    }

    private static List<Arguments> operators() {
        return List.of(
                of(conv13().node("QLinearConv"), "QLinearConv is not supported; quantize with the QDQ format"),
                of(
                        custom("com.microsoft", "QGemm"),
                        "QGemm of domain 'com.microsoft' is not supported; quantize with"
                                + " the QDQ format (onnxruntime: QuantFormat.QDQ)"),
                of(custom("com.microsoft", "QLinearAveragePool"), "quantize with the QDQ format"),
                of(custom("qonnx.custom_op.general", "Quant"), "(Brevitas: export_onnx_qcdq)"),
                of(conv13().node("MatMulInteger"), "MatMulInteger is not supported; quantize with the QDQ format"),
                of(
                        conv13().node("DynamicQuantizeLinear"),
                        "DynamicQuantizeLinear is not supported; quantize statically"),
                of(
                        image().conv(4, 3, 2, 3)
                                .signed()
                                .graph()
                                .random("a", 4, 1, 1)
                                .node("Add", List.of("a")),
                        "(Add): adds to data that have been quantized: the result would be rounded twice; make it a part of"),
                of(
                        norm(image().conv(4, 3, 2, 3).graph()),
                        "(BatchNormalization): normalizes behind weights that are quantized already; fold it into"),
                of(
                        image().conv(4, 3, 2, 3).clip(0.1, 0.2).signed().graph(),
                        ", which does not hold 0; clip the output"),
                of(
                        image().conv(4, 3, 2, 3).signed().clip(-0.1, 0.1).graph(),
                        "; clip the output of a layer with weights, before its QuantizeLinear"),
                of(
                        image().conv(4, 3, 2, 3)
                                .quantizeSigned()
                                .clipBytes(5, 90)
                                .graph(),
                        "clips to 5..90, which does not hold the zero point of scale "),
                of(
                        new QdqGraph(13, UINT8)
                                .quantize(1 / 255f, 0)
                                .clipBytes(0, 127)
                                .graph(),
                        "clips to 0..127, but no layer with weights is before it"),
                of(
                        image().node("Flatten").gemm(7, 462).clip(-1, 1).graph(),
                        "(Gemm): its output is clipped, but nothing quantizes it; leave the Clip at the end out"),
                of(
                        quantizedTwice(),
                        "reads what 'l1' gives otherwise than another node does, which quantizes it to scale"),
                of(
                        quantizedOnce(),
                        "(Add): reads what 'l1' gives otherwise than another node does, which quantizes it to"),
                of(joinedIntegers(), "(Concat): puts integers of different scales together; put a DequantizeLinear"),
                of(alpha(), "(Gemm): multiplies weights that are quantized already by 0.5; fold alpha into"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void isRefusedWithOneMessage(OnnxGraph graph, String message) throws IOException {
        IntaglioException e = failure(graph);
        assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(e.getMessage()).contains(message).contains("m.onnx: ");
        assertThat(e.problems()).hasSize(1);
    }

    @Test
    void everythingIsListedInOneGo() throws IOException {
        OnnxGraph graph = image().conv(4, 3, 2, 3).graph().floats("s", new float[] {1, 2, 3, 4}, 4);
        graph.node("QuantizeLinear", List.of("s"))
                .node("DequantizeLinear", List.of("s"))
                .node("Sigmoid")
                .random("f", 5, 4, 10, 12)
                .node("Conv", List.of("f"))
                .node("Relu")
                .random("g", 6, 5, 1, 1)
                .node("Conv", List.of("g"))
                .node("QLinearConv");
        assertThat(failure(graph).getMessage().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("'QuantizeLinear_6' (QuantizeLinear): has 4 scales"),
                        line -> assertThat(line).contains("'DequantizeLinear_7' (DequantizeLinear): has 4 scales"),
                        line -> assertThat(line)
                                .contains("(Sigmoid): is a function that a quantized model is not read with"),
                        line -> assertThat(line).contains("'Conv_11' (Conv): its weights and data are not quantized"),
                        line -> assertThat(line).contains("QLinearConv is not supported"));
    }

    /** Scales from the smallest to the largest floats, impossible zero points, cut chains: read, or refused. */
    @Test
    void anyDamageIsReadOrRefused() throws IOException {
        byte[] whole = new QdqGraph(13, INT8)
                .perChannel()
                .image()
                .trained(-7, 7, 4, 3, 3, 2)
                .weighted("Conv")
                .quantizeSigned()
                .clipBytes(-60, 51)
                .dequantize()
                .node("Relu")
                .rescaled(0.013f, 3)
                .layer("AveragePool", integers("kernel_shape", 2, 3))
                .pair(0.02f, 7)
                .layer("MaxPool", integers("kernel_shape", 2, 1))
                .again()
                .dequantize()
                .node("Flatten")
                .transposed(7, 4 * 7 * 11)
                .clip(-1, 2)
                .signed()
                .gemm(5, 7)
                .graph()
                .bytes();
        Random random = new Random(8);
        int read = 0;
        for (int i = 0; i < 300; i++) {
            byte[] changed = whole.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("m.onnx"), changed);
            try {
                FloatModel model = ModelReader.read(file, null);
                if (model.given().isPresent()) {
                    GivenQuantizer.quantize(model, 31, Rounding.HALF_UP);
                    read++;
                }
            } catch (IntaglioException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
        assertThat(read).isBetween(10, 290);
    }

    private IntaglioException failure(OnnxGraph graph) throws IOException {
        Path file = Files.write(folder.resolve("m.onnx"), graph.bytes());
        return catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(file, null));
    }

    private static Arguments of(OnnxGraph graph, String message) {
        return Arguments.of(graph, message);
    }

    private static QdqGraph image() {
        return new QdqGraph(13, UINT8).image();
    }

    /** Leaves 4x10x12. */
    private static OnnxGraph conv13() {
        return image().conv(4, 3, 2, 3).graph();
    }

    private static OnnxGraph conv21() {
        return new QdqGraph(21, UINT8).image().conv(4, 3, 2, 3).graph();
    }

    private static OnnxGraph zeroPoint(int type) {
        return OnnxGraph.of(21, 0, 3, 11, 14)
                .floats("s", new float[] {1})
                .integers("z", type, new int[] {0})
                .node("QuantizeLinear", List.of("s", "z"));
    }

    private static OnnxGraph weights(int type, int count) {
        return OnnxGraph.of(21, 0, 3, 11, 14)
                .integers("w", type, new int[3 * count], count, 3, 1, 1)
                .floats("s", new float[] {1})
                .raw("DequantizeLinear", List.of("w", "s"), "v")
                .raw("Conv", List.of("image", "v"), "t")
                .node("GlobalMaxPool");
    }

    /** Weights with a scale for each of the three input channels: what axis says where it says nothing. */
    private static OnnxGraph perInput() {
        return image().graph()
                .integers("v", INT8, new int[12], 4, 3, 1, 1)
                .floats("vs", new float[] {1, 2, 3}, 3)
                .raw("DequantizeLinear", List.of("v", "vs"), "w")
                .raw("Conv", List.of("t2", "w"), "t9")
                .node("GlobalMaxPool");
    }

    private static OnnxGraph axisBeyond() {
        return image().graph()
                .integers("v", INT8, new int[12], 4, 3, 1, 1)
                .floats("vs", new float[] {1, 2, 3, 4, 5}, 5)
                .raw("DequantizeLinear", List.of("v", "vs"), "w")
                .raw("Conv", List.of("t2", "w"), "t9")
                .node("GlobalMaxPool");
    }

    private static OnnxGraph alpha() {
        return image().node("Flatten")
                .graph()
                .integers("v", INT8, new int[462 * 2], 2, 462)
                .floats("vs", new float[] {1})
                .raw("DequantizeLinear", List.of("v", "vs"), "w")
                .raw("Gemm", List.of("t3", "w"), "t9", integer("transB", 1), real("alpha", 0.5f));
    }

    private static OnnxGraph custom(String domain, String op) {
        OnnxGraph graph = conv13().node(op);
        graph.graph().getNodeBuilder(graph.graph().getNodeCount() - 1).setDomain(domain);
        return graph;
    }

    /** Two nodes quantize what one convolution gives. */
    private static OnnxGraph quantizedTwice() {
        QdqGraph graph = image().conv(4, 3, 2, 3);
        QdqGraph.Place real = graph.place();
        QdqGraph.Place first = graph.signed().place();
        return graph.at(real).pair(0.5f, 3).join(0, "Add", first).graph();
    }

    /** A sum reads what a convolution gives, and a node quantizes it. */
    private static OnnxGraph quantizedOnce() {
        QdqGraph graph = image().conv(4, 3, 2, 3);
        QdqGraph.Place real = graph.place();
        QdqGraph.Place bytes = graph.signed().place();
        return graph.at(real)
                .layer("MaxPool", integers("kernel_shape", 1, 1))
                .join(0, "Add", bytes)
                .graph();
    }

    private static OnnxGraph joinedIntegers() {
        QdqGraph graph = image().conv(4, 3, 2, 3);
        QdqGraph.Place real = graph.signed().place();
        QdqGraph.Place bytes = graph.at(real).conv(5, 4, 1, 1).quantize(0.5f, 3).place();
        return graph.at(real)
                .quantizeSigned()
                .join(0, "Concat", bytes, integer("axis", 1))
                .graph();
    }

    private static OnnxGraph norm(OnnxGraph graph) {
        return graph.random("g", 4)
                .random("b", 4)
                .random("m", 4)
                .floats("var", new float[] {1, 2, 3, 4}, 4)
                .node("BatchNormalization", List.of("g", "b", "m", "var"));
    }
}
