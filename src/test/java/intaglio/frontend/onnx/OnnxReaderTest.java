package intaglio.frontend.onnx;

import static intaglio.frontend.onnx.OnnxGraph.integer;
import static intaglio.frontend.onnx.OnnxGraph.integers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import intaglio.ir.FloatParameters;
import intaglio.op.Layer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files: element types, external data, names, damage, limits. */
class OnnxReaderTest {

    private static final float[] WEIGHTS = {0.5f, -2, 0.25f, 3, -0.125f, 7};

    @TempDir
    Path folder;

    @Test
    void everyEncodingOfTheWeightsGivesTheSame() throws IOException {
        TensorProto.Builder typed = weights(TensorProto.DataType.FLOAT_VALUE);
        TensorProto.Builder doubles = weights(TensorProto.DataType.DOUBLE_VALUE);
        TensorProto.Builder bfloats = weights(TensorProto.DataType.BFLOAT16_VALUE);
        ByteBuffer raw = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer rawBfloat = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        for (float weight : WEIGHTS) {
            typed.addFloatData(weight);
            doubles.addDoubleData(weight);
            bfloats.addInt32Data(Float.floatToIntBits(weight) >>> 16);
            raw.putFloat(weight);
            rawBfloat.putShort((short) (Float.floatToIntBits(weight) >>> 16));
        }
        int[] halves = {0x3800, 0xc000, 0x3400, 0x4200, 0xb000, 0x4700};
        TensorProto.Builder half = weights(TensorProto.DataType.FLOAT16_VALUE);
        Arrays.stream(halves).forEach(half::addInt32Data);
        ByteString rawBytes = ByteString.copyFrom(raw.array());
        for (TensorProto.Builder tensor : List.of(
                typed,
                doubles,
                bfloats,
                half,
                weights(TensorProto.DataType.FLOAT_VALUE).setRawData(rawBytes),
                weights(TensorProto.DataType.BFLOAT16_VALUE).setRawData(ByteString.copyFrom(rawBfloat.array())))) {
            assertThat(read(tensor).weights()).containsExactly(WEIGHTS);
        }
    }

    @Test
    void weightsMayBeInAFileBesideTheModel() throws IOException {
        external("more/weights.bin", 8);
        assertThat(read(reference("more/weights.bin", "8", "24")).weights()).containsExactly(WEIGHTS);
        assertThat(read(reference("./more/../more/weights.bin", "8", "24")).weights())
                .containsExactly(WEIGHTS);
    }

    @Test
    void externalDataStaysInTheFolder() throws IOException {
        external("weights.bin", 0);
        Path outside = Files.write(folder.resolve("outside.bin"), new byte[24]);
        Files.createSymbolicLink(folder.resolve("model/link.bin"), outside);
        Files.createDirectories(folder.resolve("model/folder"));
        String[] escapes = {
            "../outside.bin",
            "more/../../outside.bin",
            outside.toString(),
            "link.bin",
            "",
            "folder",
            "a\0b",
            "/dev/zero"
        };
        for (String location : escapes) {
            assertThat(failure(reference(location, "0", "24")))
                    .as(location)
                    .hasMessageContaining("is not a path inside the model's folder");
        }
        assertThat(failure(reference("none.bin", "0", "24"))).hasMessageContaining("no such file");
        assertThat(failure(reference("weights.bin", "1", "24")))
                .hasMessageContaining("'weights.bin' has 24 bytes, the tensor needs 24 from byte 1 on");
        assertThat(failure(reference("weights.bin", "-1", "24"))).hasMessageContaining("offset -1 and length 24");
        assertThat(failure(reference("weights.bin", "0", "20")))
                .hasMessageContaining("offset 0 and length 20 of 'weights.bin', but the tensor has 24 bytes");
        assertThat(failure(reference("weights.bin", "x", "24"))).hasMessageContaining("is not a number");
    }

    @Test
    void layersAreNamedAfterTensorsModulesOrKinds() throws IOException {
        OnnxGraph graph = OnnxGraph.of(13, 0, 1, 12, 16)
                .random("Features.0.weight", 2, 1, 1, 1)
                .random("w", 3, 2, 1, 1)
                .random("onnx::Conv_7", 4, 3, 1, 1)
                .random("begin.weight", 4, 4, 1, 1)
                .random("c3.weight", 4, 4, 1, 1)
                .node("Conv", List.of("Features.0.weight"))
                .node("Conv", List.of("w"))
                .node("MaxPool", integers("kernel_shape", 1, 2), integers("strides", 1, 2))
                .node("Conv", List.of("onnx::Conv_7"))
                .node("Conv", List.of("begin.weight"))
                .node("Conv", List.of("c3.weight"))
                .node("MaxPool", integers("kernel_shape", 2, 1), integers("strides", 2, 1))
                .classifier(4 * 6 * 8);
        graph.graph().getNodeBuilder(3).setName("/net/stage 1/conv.a/Conv");
        graph.graph().setName("My Net");
        FloatModel model = ModelReader.read(Files.write(folder.resolve("m.onnx"), graph.bytes()), null);
        assertThat(model.network().name()).isEqualTo("my_net");
        assertThat(model.network().layers())
                .extracting(Layer::label)
                .containsExactly("features_0", "conv", "pool", "conv_a", "begin", "c3", "s4", "last");
    }

    @Test
    void initializersMayBeListedAmongTheInputs() throws IOException {
        OnnxGraph graph = OnnxGraph.of(9, 1, 1, 2, 3)
                .random("w", 5, 1, 2, 3)
                .node("Conv", List.of("w"))
                .node("Flatten");
        graph.graph().addInput(OnnxGraph.value("w", 1, 5, 1, 2, 3));
        graph.model().setIrVersion(3);
        FloatModel model = ModelReader.read(Files.write(folder.resolve("m.onnx"), graph.bytes()), null);
        assertThat(model.network().output().elements()).isEqualTo(5);
    }

    @Test
    void contentDecidesNotTheName() throws IOException {
        byte[] bytes = simple().bytes();
        Path renamed = Files.write(folder.resolve("renamed.pth"), bytes);
        assertThat(ModelReader.read(renamed, null).network().layers()).hasSize(1);
        // Without ir_version in front, the graph comes first.
        byte[] other = simple().model()
                .clearIrVersion()
                .clearProducerName()
                .setGraph(simple().proto().getGraph())
                .build()
                .toByteArray();
        assertThat(OnnxFile.isOnnx(Files.write(folder.resolve("other.bin"), other)))
                .isTrue();
        for (String text : List.of("", "\b", "*", "hello world", ":\u0001", "{\"a\": 1}", "BBBBBBBBBB")) {
            assertThat(OnnxFile.isOnnx(Files.writeString(folder.resolve("t"), text)))
                    .as(text)
                    .isFalse();
        }
    }

    @Test
    void aNameAloneMakesNoModel() throws IOException {
        Path file = Files.writeString(folder.resolve("m.onnx"), "not a model");
        assertThat(catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(file, null)))
                .hasMessageContaining("not an ONNX model, whatever its name says; copy or export the model again");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = simple().bytes();
        for (int length = 3; length < whole.length; length++) {
            Path file = Files.write(folder.resolve("m.onnx"), Arrays.copyOf(whole, length));
            assertThat(catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(file, null)))
                    .as("%d bytes", length)
                    .isNotNull();
        }
        Path file = Files.write(folder.resolve("m.onnx"), Arrays.copyOf(whole, whole.length - 9));
        assertThat(catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(file, null)))
                .hasMessageContaining("is a damaged ONNX file or cut off");
    }

    @Test
    void everyChangedByteIsReadOrRefused() {
        byte[] whole = simple().bytes();
        int refused = 0;
        for (int i = 0; i < whole.length; i++) {
            for (int change : new int[] {0x01, 0x80, 0xff}) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) change;
                try {
                    OnnxReader.read(folder.resolve("m.onnx"), changed);
                } catch (IntaglioException e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(whole.length);
    }

    static List<OnnxGraph> damaged() {
        return List.of(bias(), front());
    }

    /** A bias, a batch normalization, and the sizes of a reshape computed. */
    private static OnnxGraph bias() {
        return OnnxGraph.of(13, 0, 2, 7, 9)
                .random("w", 3, 2, 2, 3)
                .random("g", 3)
                .random("b", 3)
                .random("m", 3)
                .floats("v", new float[] {1, 2, 3}, 3)
                .longs("p", 0, 0, 1, 0, 0, 0, 0, 2)
                .longs("zero", 0)
                .longs("rest", -1)
                .random("d", 8, 3)
                .random("a", 8)
                .node("Pad", List.of("p"))
                .node("Conv", List.of("w"), integers("pads", 0, 1, 1, 0), integers("strides", 2, 3))
                .node("BatchNormalization", List.of("g", "b", "m", "v"))
                .node("Relu")
                .node("GlobalMaxPool")
                .raw("Shape", List.of("t5"), "shape")
                .raw("Gather", List.of("shape", "zero"), "batch")
                .raw("Concat", List.of("batch", "rest"), "target", integer("axis", 0))
                .raw("Reshape", List.of("t5", "target"), "flat")
                .raw("Transpose", List.of("d"), "wt")
                .random("e", 3, 8)
                .raw("MatMul", List.of("flat", "e"), "t11")
                .node("Add", List.of("a"))
                .node("Softmax");
    }

    /** Bytes with channels last, maps of a channel before and behind a convolution, computed weights. */
    private static OnnxGraph front() {
        OnnxGraph graph = new OnnxGraph(17);
        graph.graph().addInput(OnnxGraph.value("image", TensorProto.DataType.UINT8_VALUE, 0, 7, 9, 2));
        return graph.floats("div", new float[] {255})
                .random("mean", 2)
                .random("w", 3, 2, 2, 3)
                .random("g", 3)
                .random("b", 3)
                .random("m", 3)
                .floats("v", new float[] {1, 2, 3}, 3)
                .random("f", 3, 1, 1)
                .longs("s", 3, -1)
                .random("d", 12)
                .random("e", 4)
                .node("Cast", integer("to", 1))
                .node("Div", List.of("div"))
                .node("Sub", List.of("mean"))
                .node("Transpose", integers("perm", 0, 3, 1, 2))
                .node("Conv", List.of("w"))
                .node("Relu")
                .node("BatchNormalization", List.of("g", "b", "m", "v"))
                .node("AveragePool", integers("kernel_shape", 2, 2))
                .node("MaxPool", integers("kernel_shape", 2, 1))
                .node("Mul", List.of("f"))
                .node("Transpose", integers("perm", 0, 2, 3, 1))
                .node("ReduceMean", integers("axes", 1, 2), integer("keepdims", 0))
                .raw("Reshape", List.of("d", "s"), "square")
                .raw("Mul", List.of("square", "e"), "product")
                .raw("MatMul", List.of("t12", "product"), "logits")
                .node("Softmax")
                .node("Log");
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void anyDamageIsReadOrRefused(OnnxGraph graph) {
        byte[] whole = graph.bytes();
        Random random = new Random(7);
        int read = 0;
        for (int i = 0; i < 6000; i++) {
            byte[] changed = whole.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                OnnxReader.read(folder.resolve("m.onnx"), changed);
                read++;
            } catch (IntaglioException e) {
                assertThat(e.problems()).isNotEmpty();
            }
        }
        assertThat(read).isBetween(100, 5900);
    }

    @Test
    void memoryIsBounded() throws IOException {
        // Two million empty nodes would take hundreds of megabytes once parsed.
        byte[] nodes = new byte[4_300_000];
        for (int i = 0; i < nodes.length; i += 2) {
            nodes[i] = 0x0a;
        }
        OnnxGraph graph = simple();
        byte[] model = graph.model().clearGraph().build().toByteArray();
        ByteBuffer bytes =
                ByteBuffer.allocate(model.length + nodes.length + 10).put(model).put((byte) 0x3a);
        for (int rest = nodes.length; rest > 0; rest >>>= 7) {
            bytes.put((byte) (rest > 0x7f ? (rest & 0x7f) | 0x80 : rest));
        }
        bytes.put(nodes);
        Path file = Files.write(folder.resolve("m.onnx"), Arrays.copyOf(bytes.array(), bytes.position()));
        assertThat(catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(file, null)))
                .hasMessageContaining("bytes besides float tensors")
                .hasMessageContaining("at most 4194304 are read");
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(1L << 40);
        }
        assertThat(catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(file, null)))
                .hasMessageContaining("has 1099511627776 bytes, at most 268435456 are read");
        Files.delete(file);
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        byte[] groups = new byte[1 << 20];
        Arrays.fill(groups, (byte) 0xf3);
        for (int i = 1; i < groups.length; i += 2) {
            groups[i] = 0x01;
        }
        byte[] model = simple().bytes();
        byte[] bytes = Arrays.copyOf(model, model.length + groups.length);
        System.arraycopy(groups, 0, bytes, model.length, groups.length);
        Path file = Files.write(folder.resolve("m.onnx"), bytes);
        assertThat(catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(file, null)))
                .hasMessageContaining("is a damaged ONNX file or cut off");
    }

    @Test
    void manyLargeTensorsAreRefusedBeforeTheyAreRead() throws IOException {
        Files.createDirectories(folder.resolve("model"));
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("model/big.bin").toFile(), "rw")) {
            sparse.setLength(1L << 32);
        }
        TensorProto.Builder tensor = reference("big.bin", "0", Long.toString(4L * 40_000_000));
        tensor.clearDims().addDims(40).addDims(1).addDims(1000).addDims(1000);
        assertThat(failure(tensor)).hasMessageContaining("has 40000000 or more elements, at most 33554432 are read");
    }

    @Test
    void aNetworkFileIsNotForOnnx() throws IOException {
        Path file = Files.write(folder.resolve("m.onnx"), simple().bytes());
        Path json = folder.resolve("n.json");
        assertThat(catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(file, json)))
                .hasMessageContaining("leave --network out");
    }

    @Test
    void nanInWeightsIsRefused() throws IOException {
        TensorProto.Builder tensor = weights(TensorProto.DataType.FLOAT_VALUE);
        for (int i = 0; i < WEIGHTS.length; i++) {
            tensor.addFloatData(i > 3 ? Float.NaN : WEIGHTS[i]);
        }
        assertThat(failure(tensor))
                .hasMessageContaining("tensor 'w': 2 of 6 values are NaN or infinite, the first is NaN at element 4");
    }

    private static TensorProto.Builder weights(int type) {
        return OnnxGraph.tensor("w", type, 3, 1, 1, 2);
    }

    private static TensorProto.Builder reference(String location, String offset, String length) {
        return weights(TensorProto.DataType.FLOAT_VALUE)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", offset))
                .addExternalData(entry("length", length));
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private void external(String name, int offset) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(offset + 24).order(ByteOrder.LITTLE_ENDIAN).position(offset);
        for (float weight : WEIGHTS) {
            bytes.putFloat(weight);
        }
        Path file = folder.resolve("model").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.array());
    }

    private static OnnxGraph simple() {
        return OnnxGraph.of(13, 0, 1, 1, 2)
                .random("w", 3, 1, 1, 2)
                .node("Conv", List.of("w"), integer("group", 1))
                .node("Flatten");
    }

    private FloatParameters read(TensorProto.Builder weights) throws IOException {
        OnnxGraph graph = OnnxGraph.of(13, 0, 1, 1, 2);
        graph.graph().addInitializer(weights);
        graph.node("Conv", List.of("w")).node("Flatten");
        Path file = Files.createDirectories(folder.resolve("model")).resolve("m.onnx");
        return ModelReader.read(Files.write(file, graph.bytes()), null)
                .parameters()
                .values()
                .iterator()
                .next();
    }

    private IntaglioException failure(TensorProto.Builder weights) {
        return catchThrowableOfType(IntaglioException.class, () -> read(weights));
    }
}
