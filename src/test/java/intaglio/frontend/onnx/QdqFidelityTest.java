package intaglio.frontend.onnx;

import static intaglio.frontend.onnx.OnnxGraph.integer;
import static intaglio.frontend.onnx.OnnxGraph.integers;
import static intaglio.frontend.onnx.QdqGraph.INT8;
import static intaglio.frontend.onnx.QdqGraph.UINT8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import intaglio.frontend.ModelReader;
import intaglio.golden.LayerTrace;
import intaglio.golden.ReferenceModel;
import intaglio.graph.FloatModel;
import intaglio.ir.PoolKind;
import intaglio.num.Rounding;
import intaglio.op.Pool2d;
import intaglio.quant.GivenQuantizer;
import intaglio.quant.Uint8Quantized;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every construct of quantized models: our bytes against those that ONNX Runtime's QuantizeLinear nodes give on the
 * same random images, layer by layer, and the logits as its last QuantizeLinear would have them.
 */
class QdqFidelityTest {

    private static final int IMAGES = 4;

    /** Of the bytes of a model. Seen are none; another processor may round float32 sums to another side of a tie. */
    private static final double MOST_DIFFERENT = 0.002;

    /**
     * With average pools. Seen are 1.2 %: means of bytes are ties often, and where the zero point is odd the even
     * neighbour of the byte is not that of the real number.
     */
    private static final double MOST_DIFFERENT_MEANS = 0.02;

    @TempDir
    Path folder;

    static Stream<Arguments> constructs() {
        return Stream.of(weights(), activations(), pools(), shapes(), sums(), joined())
                .flatMap(List::stream);
    }

    private static List<Arguments> weights() {
        return List.of(
                of(
                        "int8 weights per tensor",
                        conv(of(13, UINT8).image(), 3, 2).node("Relu").positive()),
                of(
                        "int8 weights per channel",
                        conv(of(13, UINT8).perChannel().image(), 3, 2)
                                .node("Relu")
                                .positive()),
                of(
                        "uint8 weights per tensor",
                        conv(of(13, UINT8).weights(UINT8).image(), 2, 3).signed()),
                of(
                        "uint8 weights per channel",
                        conv(of(19, UINT8).weights(UINT8).perChannel().image(), 2, 3)
                                .signed()),
                of("opset 10", conv(of(10, UINT8).image(), 3, 2).node("Relu").positive()),
                of(
                        "opset 21",
                        conv(of(21, INT8).perChannel().image(), 3, 2)
                                .node("Relu")
                                .positive()),
                of(
                        "float weights quantized by the file",
                        of(13, UINT8)
                                .perChannel()
                                .image()
                                .trained(0, 0, 4, 3, 3, 2)
                                .weighted("Conv")
                                .node("Relu")
                                .positive()),
                of(
                        "float weights of a narrow range",
                        of(13, UINT8)
                                .perChannel()
                                .image()
                                .trained(-127, 127, 4, 3, 3, 2)
                                .weighted("Conv")
                                .signed()),
                of(
                        "float weights of 4 bits",
                        of(13, UINT8)
                                .image()
                                .trained(-8, 7, 4, 3, 3, 2)
                                .weighted("Conv")
                                .node("Relu")
                                .positive()),
                of(
                        "float bias",
                        of(13, UINT8).image().floatBias().conv(4, 3, 3, 2).signed()),
                of(
                        "bias in other steps",
                        of(13, UINT8).image().biasSteps(3).conv(4, 3, 3, 2).signed()),
                of(
                        "groups",
                        of(13, UINT8)
                                .perChannel()
                                .image()
                                .conv(6, 1, 3, 2, integer("group", 3))
                                .signed()),
                of(
                        "gemm",
                        of(13, UINT8)
                                .image()
                                .node("Flatten")
                                .gemm(7, 462)
                                .node("Relu")
                                .positive()),
                of(
                        "gemm, weights IO per channel",
                        of(13, INT8)
                                .perChannel()
                                .image()
                                .node("Flatten")
                                .gemmIo(7, 462)
                                .signed()),
                of(
                        "matmul and Add",
                        of(13, UINT8)
                                .perChannel()
                                .image()
                                .node("Flatten")
                                .matMul(7, 462)
                                .signed()),
                of(
                        "transposed weights",
                        of(13, UINT8)
                                .perChannel()
                                .image()
                                .node("Flatten")
                                .transposed(7, 462)
                                .signed()));
    }

    private static List<Arguments> activations() {
        return List.of(
                of("int8 activations", conv(of(13, INT8).image(), 2, 3).signed()),
                of(
                        "int8 activations, Relu",
                        conv(of(13, INT8).perChannel().image(), 2, 3)
                                .node("Relu")
                                .signed()),
                of(
                        "Relu folded into the bytes, uint8",
                        conv(of(13, UINT8).image(), 2, 3).positive()),
                of(
                        "Relu folded into the bytes, int8",
                        conv(of(13, INT8).image(), 2, 3).positive()),
                of(
                        "Relu behind DequantizeLinear",
                        conv(of(13, UINT8).image(), 2, 3)
                                .signed()
                                .unlike()
                                .node("Relu")
                                .again()
                                .dequantize()),
                of(
                        "Relu of what is positive",
                        conv(of(13, UINT8).image(), 2, 3)
                                .positive()
                                .node("Relu")
                                .again()
                                .dequantize()),
                of(
                        "another scale behind Relu",
                        conv(of(13, UINT8).image(), 2, 3)
                                .signed()
                                .unlike()
                                .node("Relu")
                                .rescaled(0.013f, 3)),
                of(
                        "padding reads the zero point",
                        conv(
                                        conv(of(13, UINT8).image(), 2, 3).signed(),
                                        4,
                                        3,
                                        2,
                                        integers("pads", 0, 1, 2, 1),
                                        integers("strides", 2, 3))
                                .signed()),
                of(
                        "Pad, QuantizeLinear, conv",
                        conv(
                                        conv(of(13, UINT8).image(), 2, 3)
                                                .signed()
                                                .pad(0, 1, 2, 1)
                                                .again()
                                                .unlike()
                                                .dequantize(),
                                        4,
                                        3,
                                        2)
                                .signed()),
                of(
                        "no QuantizeLinear of the image",
                        conv(of(13, UINT8), 3, 2).node("Relu").positive()),
                of(
                        "clip 0 to a number",
                        conv(of(13, UINT8).image(), 2, 3).clip(0, 0.4f).signed()),
                of(
                        "clip of both sides",
                        conv(of(13, INT8).image(), 2, 3).clip(-0.3f, 0.5f).signed()),
                of(
                        "clip beyond the bytes",
                        conv(of(13, UINT8).image(), 2, 3)
                                .positive()
                                .clip(0, 1000)
                                .again()
                                .dequantize()),
                of(
                        "clip of integers",
                        conv(of(13, INT8).image(), 2, 3)
                                .quantizeSigned()
                                .clipBytes(-60, 51)
                                .dequantize()),
                of(
                        "clip of integers from above",
                        conv(of(13, UINT8).image(), 2, 3)
                                .quantizeSigned()
                                .clipBytes(null, 127)
                                .dequantize()),
                of(
                        "onnxruntime's domain",
                        conv(of(13, UINT8).image(), 2, 3).signed().domain("com.microsoft")));
    }

    private static List<Arguments> pools() {
        return List.of(
                of(
                        "max pool",
                        conv(of(13, UINT8).image(), 2, 3)
                                .node("Relu")
                                .positive()
                                .layer("MaxPool", integers("kernel_shape", 2, 3), integers("strides", 2, 1))
                                .again()
                                .dequantize()),
                of(
                        "max pool before QuantizeLinear",
                        conv(of(13, INT8).perChannel().image(), 2, 3)
                                .layer("MaxPool", integers("kernel_shape", 2, 3))
                                .node("Relu")
                                .signed()),
                of(
                        "max pool of bytes",
                        conv(of(13, UINT8).image(), 2, 3)
                                .quantizeSigned()
                                .layer("MaxPool", integers("kernel_shape", 2, 3))
                                .dequantize()),
                of(
                        "max pool without QuantizeLinear",
                        conv(
                                        conv(of(13, UINT8).image(), 2, 3)
                                                .signed()
                                                .layer("MaxPool", integers("kernel_shape", 2, 3)),
                                        4,
                                        3,
                                        2)
                                .signed()),
                of(
                        "max pool of the image",
                        conv(
                                        of(13, UINT8)
                                                .image()
                                                .layer("MaxPool", integers("kernel_shape", 2, 1))
                                                .again()
                                                .dequantize(),
                                        3,
                                        3,
                                        2)
                                .signed()),
                of(
                        "average pool",
                        conv(of(13, UINT8).image(), 2, 3)
                                .node("Relu")
                                .positive()
                                .layer("AveragePool", integers("kernel_shape", 2, 4), integers("strides", 2, 3))
                                .again()
                                .dequantize()),
                of(
                        "average pool of 6",
                        conv(of(13, UINT8).image(), 2, 3)
                                .node("Relu")
                                .positive()
                                .layer("AveragePool", integers("kernel_shape", 2, 3), integers("strides", 1, 3))
                                .again()
                                .dequantize()),
                of(
                        "average pool, zero point",
                        conv(of(13, INT8).image(), 2, 3)
                                .signed()
                                .layer("AveragePool", integers("kernel_shape", 2, 4), integers("strides", 2, 3))
                                .again()
                                .dequantize()),
                of(
                        "average pool, another scale",
                        conv(of(13, UINT8).image(), 2, 3)
                                .signed()
                                .layer("AveragePool", integers("kernel_shape", 2, 3), integers("strides", 2, 3))
                                .pair(0.0123f, 99)),
                of(
                        "max pool, another scale",
                        conv(of(13, UINT8).image(), 2, 3)
                                .signed()
                                .layer("MaxPool", integers("kernel_shape", 2, 3), integers("strides", 2, 3))
                                .rescaled(0.0123f, 99)),
                of(
                        "global average pool, another scale",
                        conv(of(13, UINT8).perChannel().image(), 2, 3)
                                .node("Relu")
                                .positive()
                                .layer("GlobalAveragePool")
                                .pair(0.0057f, 0)),
                of(
                        "global average pool",
                        conv(of(13, UINT8).perChannel().image(), 2, 3)
                                .node("Relu")
                                .positive()
                                .layer("GlobalAveragePool")
                                .again()
                                .dequantize()));
    }

    private static List<Arguments> shapes() {
        return List.of(
                of(
                        "Flatten between pairs",
                        conv(of(13, UINT8).image(), 2, 3)
                                .signed()
                                .node("Flatten")
                                .again()
                                .dequantize()),
                of(
                        "Flatten of bytes",
                        conv(of(13, UINT8).image(), 2, 3)
                                .quantizeSigned()
                                .node("Flatten")
                                .dequantize()),
                of(
                        "Identity and Dropout of bytes",
                        conv(of(13, UINT8).image(), 2, 3)
                                .quantizeSigned()
                                .node("Identity")
                                .dequantize()
                                .node("Dropout")));
    }

    private static List<Arguments> sums() {
        QdqGraph residual = stem(UINT8);
        QdqGraph.Place skip = residual.place();
        QdqGraph both = stem(INT8);
        QdqGraph.Place first = both.place();
        QdqGraph wide = stem(UINT8);
        QdqGraph.Place quantized = wide.place();
        QdqGraph twice = stem(UINT8);
        QdqGraph ofImage = of(13, UINT8).image();
        QdqGraph.Place image = ofImage.place();
        QdqGraph rectified = stem(UINT8);
        QdqGraph.Place real = rectified.place();
        return List.of(
                of("sum", same(residual).signed().join(0, "Add", skip).signed()),
                of(
                        "sum and Relu, int8",
                        same(both).signed().join(0, "Add", first).node("Relu").positive()),
                of(
                        "sum of what is not quantized",
                        same(wide).join(0, "Add", quantized).positive()),
                of(
                        "sum of a tensor with itself",
                        twice.join(1, "Add", twice.place()).signed()),
                of(
                        "sum with the image",
                        ofImage.conv(3, 3, 3, 3, PADS)
                                .signed()
                                .join(0, "Add", image)
                                .signed()),
                of(
                        "Relu of what others read",
                        same(rectified.layer("Relu").again().unlike().dequantize())
                                .signed()
                                .join(0, "Add", real)
                                .signed()));
    }

    private static List<Arguments> joined() {
        QdqGraph unlike = stem(INT8);
        QdqGraph.Place one = unlike.place();
        QdqGraph alike = stem(UINT8);
        QdqGraph.Place two = alike.place();
        QdqGraph real = conv(of(13, UINT8).image(), 2, 3);
        QdqGraph.Place three = real.place();
        return List.of(
                of(
                        "Concat of different scales",
                        same(unlike)
                                .positive()
                                .join(2, "Concat", one, integer("axis", 1))
                                .signed()),
                of(
                        "Concat of one scale",
                        alike.layer("MaxPool", integers("kernel_shape", 3, 1), integers("pads", 1, 0, 1, 0))
                                .join(0, "Concat", two, integer("axis", 1))),
                of(
                        "Concat of real numbers, max pool",
                        real.layer("MaxPool", integers("kernel_shape", 3, 1), integers("pads", 1, 0, 1, 0))
                                .join(0, "Concat", three, integer("axis", 1))
                                .layer("MaxPool", integers("kernel_shape", 1, 2))
                                .positive()),
                of(
                        "pixel shuffle",
                        stem(UINT8)
                                .layer("DepthToSpace", integer("blocksize", 2))
                                .again()
                                .dequantize()),
                of(
                        "average pool whose padding counts",
                        stem(UINT8)
                                .layer(
                                        "AveragePool",
                                        integers("kernel_shape", 3, 3),
                                        integers("pads", 1, 0, 2, 1),
                                        integer("count_include_pad", 1))
                                .again()
                                .dequantize()));
    }

    private static final AttributeProto PADS = integers("pads", 1, 1, 1, 1);

    /** 4 channels. */
    private static QdqGraph stem(int dataType) {
        return conv(of(13, dataType).perChannel().image(), 2, 3).signed();
    }

    /** Of the same shape. */
    private static QdqGraph same(QdqGraph graph) {
        return graph.conv(4, 4, 3, 3, PADS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("constructs")
    void agreesWithOnnxRuntime(String name, QdqGraph graph) throws Exception {
        agrees(name, graph.classifier(5, true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("constructs")
    void agreesWithRealLogits(String name, QdqGraph graph) throws Exception {
        agrees(name, graph.classifier(5, false));
    }

    private void agrees(String name, QdqGraph graph) throws Exception {
        byte[] bytes = graph.graph().bytes();
        FloatModel model = ModelReader.read(Files.write(folder.resolve("m.onnx"), bytes), null);
        Uint8Quantized quantized = GivenQuantizer.quantize(model, 31, Rounding.HALF_UP);
        byte[] pixels = new byte[IMAGES * model.network().input().elements()];
        new Random(name.hashCode()).nextBytes(pixels);
        float[] images = new float[pixels.length];
        for (int i = 0; i < images.length; i++) {
            images[i] = (pixels[i] & 0xff) / 255f;
        }
        Map<String, double[]> theirs = OnnxRuntime.runUnoptimized(withBytes(graph), images, IMAGES, 3, 11, 14);
        ReferenceModel reference = new ReferenceModel(quantized.model());
        Tally tally = new Tally();
        for (int image = 0; image < IMAGES; image++) {
            List<LayerTrace> layers =
                    reference.run(pixels, image * pixels.length / IMAGES).layers();
            for (QdqGraph.Bytes tensor : graph.bytes()) {
                if (tensor.layers() > 0) {
                    long[] ours = layers.get(tensor.layers() - 1).output();
                    boolean logits = tensor.layers() == layers.size();
                    tally.compare(
                            theirs.get(tensor.tensor()),
                            image,
                            logits ? quantizedLogits(ours, quantized, tensor) : ours,
                            tensor.signed() ? 128 : 0);
                }
            }
        }
        boolean means = model.network().layers().stream()
                .anyMatch(layer -> layer instanceof Pool2d pool && pool.kind() == PoolKind.AVERAGE);
        assertThat(tally.compared).isPositive();
        assertThat(tally.worst).isLessThanOrEqualTo(1);
        assertThat(tally.different)
                .isLessThanOrEqualTo((int) (tally.compared * (means ? MOST_DIFFERENT_MEANS : MOST_DIFFERENT)));
    }

    private static final class Tally {

        private int compared;
        private int different;
        private double worst;

        void compare(double[] theirs, int image, long[] ours, int offset) {
            assertThat(ours).hasSize(theirs.length / IMAGES);
            for (int i = 0; i < ours.length; i++) {
                double off = Math.abs(ours[i] - offset - theirs[image * ours.length + i]);
                worst = Math.max(worst, off);
                different += off > 0 ? 1 : 0;
                compared++;
            }
        }
    }

    /** What the file's last QuantizeLinear makes of our logits, as uint8. */
    private static long[] quantizedLogits(long[] logits, Uint8Quantized quantized, QdqGraph.Bytes tensor) {
        long[] bytes = new long[logits.length];
        for (int i = 0; i < bytes.length; i++) {
            double steps = Math.rint(logits[i] * quantized.logitScale() / tensor.scale());
            bytes[i] = (long) Math.max(0, Math.min(255, steps + tensor.zeroPoint() + (tensor.signed() ? 128 : 0)));
        }
        return bytes;
    }

    /** The model with what every QuantizeLinear gives among its outputs. */
    private static byte[] withBytes(QdqGraph graph) {
        ModelProto.Builder model = graph.graph().proto().toBuilder();
        for (QdqGraph.Bytes bytes : graph.bytes()) {
            int type = bytes.signed() ? TensorProto.DataType.INT8_VALUE : TensorProto.DataType.UINT8_VALUE;
            model.getGraphBuilder()
                    .addOutput(ValueInfoProto.newBuilder()
                            .setName(bytes.tensor())
                            .setType(TypeProto.newBuilder()
                                    .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type))));
        }
        return model.build().toByteArray();
    }

    private static QdqGraph of(int opset, int dataType) {
        return new QdqGraph(opset, dataType);
    }

    private static Arguments of(String name, QdqGraph graph) {
        return Arguments.of(name, graph);
    }

    /** What is not as the file says is said. */
    @Test
    void differencesAreNoted() throws Exception {
        assertThat(notes(conv(of(13, UINT8).image(), 2, 3)
                        .signed()
                        .node("AveragePool", integers("kernel_shape", 2, 1))
                        .node("AveragePool", integers("kernel_shape", 1, 2))
                        .classifier(5, true)))
                .satisfiesExactly(
                        note -> assertThat(note)
                                .contains("(AveragePool): reads means that are not quantized again;"
                                        + " they are rounded to steps of 0."),
                        note -> assertThat(note).contains("(Gemm): reads means that are not quantized again"),
                        note -> assertThat(note).contains("(Gemm): the output's bytes (scale ", " are left out"));
        assertThat(notes(conv(of(13, UINT8).image(), 2, 3)
                        .signed()
                        .node("Relu")
                        .pair(0.02f, 0)
                        .classifier(5, false)))
                .singleElement()
                .asString()
                .contains("(QuantizeLinear): quantizes from scale 0.", "zero point 111 to scale 0.02, zero point 0,");
    }

    private List<String> notes(QdqGraph graph) throws Exception {
        Path file = Files.write(folder.resolve("m.onnx"), graph.graph().bytes());
        return ModelReader.read(file, null).given().orElseThrow().notes();
    }

    /** 3 to 4 channels. */
    private static QdqGraph conv(QdqGraph graph, int height, int width) {
        return graph.conv(4, 3, height, width);
    }

    private static QdqGraph conv(QdqGraph graph, int inChannels, int height, int width, AttributeProto... attributes) {
        return graph.conv(6, inChannels, height, width, attributes);
    }
}
