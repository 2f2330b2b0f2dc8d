package intaglio.frontend.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.IntaglioException;
import intaglio.frontend.layer.HalfFloat;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointReaderTest {

    @TempDir
    Path folder;

    @Test
    void realFilesKeepNamesShapesAndOrder() {
        Checkpoint checkpoint = CheckpointReader.read(SharedData.require("lenet-seed/best_model.pth"));
        assertThat(checkpoint.tensors())
                .extracting(tensor -> tensor.name() + " " + tensor.shapeText())
                .containsExactly(
                        "c1.weight 6x1x5x5",
                        "c1.bias 6",
                        "c3.weight 16x6x5x5",
                        "c3.bias 16",
                        "c5.weight 120x16x5x5",
                        "c5.bias 120",
                        "f6.weight 84x120",
                        "f6.bias 84",
                        "output.weight 10x84",
                        "output.bias 10");
        assertThat(CheckpointReader.read(SharedData.require("lenet-bn-max/lenet-mnist-max-bn-relu.pth"))
                        .byName())
                .hasSize(25)
                .hasEntrySatisfying(
                        "b1.num_batches_tracked", t -> assertThat(t.shapeText()).isEqualTo("scalar"));
    }

    /** The uint8 weights that the article's rule gives for this file: zero point truncated, ties to even. */
    @Test
    void realValuesGiveTheExpectedQuantizedWeights() throws IOException {
        Checkpoint checkpoint = CheckpointReader.read(SharedData.require("lenet-seed/best_model.pth"));
        for (String label : List.of("c1", "c3", "c5", "f6", "output")) {
            Path expected = SharedData.require("lenet-seed/expected/best_model_uint8/" + label + ".weight.txt");
            List<Integer> lines = Files.readAllLines(expected).stream()
                    .filter(line -> !line.startsWith("#"))
                    .map(Integer::valueOf)
                    .toList();
            float[] weights = checkpoint.tensor(label + ".weight").values();
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (float weight : weights) {
                low = Math.min(low, weight);
                high = Math.max(high, weight);
            }
            float scale = (high - low) / 255;
            int zeroPoint = (int) (-low / scale);
            for (int i = 0; i < weights.length; i++) {
                float q = Math.max(0, Math.min(255, zeroPoint + weights[i] / scale));
                assertThat((int) Math.rint(q)).as("%s[%d]", label, i).isEqualTo(lines.get(i));
            }
            assertThat(lines).hasSize(weights.length);
        }
    }

    @Test
    void integerStoragesOfTheQuantizedModel() {
        Checkpoint checkpoint = CheckpointReader.read(SharedData.require("lenet-seed/quant_model.pth"));
        float[] weights = checkpoint.tensor("f6.weight").values();
        assertThat(weights).hasSize(84 * 120);
        for (float weight : weights) {
            assertThat(weight).isBetween(0f, 255f).isEqualTo((float) (int) weight);
        }
    }

    static Stream<Arguments> elementTypes() {
        return Stream.of(
                Arguments.of("FloatStorage", little(8).putFloat(-1.5f).putFloat(3e-5f), new float[] {-1.5f, 3e-5f}),
                Arguments.of("DoubleStorage", little(16).putDouble(-0.25).putDouble(1e9), new float[] {-0.25f, 1e9f}),
                Arguments.of(
                        "HalfStorage", little(4).putShort((short) 0xc200).putShort((short) 1), new float[] {-3, 0x1p-24f
                        }),
                Arguments.of(
                        "BFloat16Storage",
                        little(4).putShort((short) 0xc040).putShort((short) 0x3f80),
                        new float[] {-3, 1}),
                Arguments.of("CharStorage", little(2).put((byte) -128).put((byte) 127), new float[] {-128, 127}),
                Arguments.of("ByteStorage", little(2).put((byte) 200).put((byte) 7), new float[] {200, 7}),
                Arguments.of(
                        "ShortStorage", little(4).putShort((short) -300).putShort((short) 9), new float[] {-300, 9}),
                Arguments.of("IntStorage", little(8).putInt(-70_000).putInt(1 << 24), new float[] {-70_000, 1 << 24}),
                Arguments.of("LongStorage", little(16).putLong(-5).putLong(123_456), new float[] {-5, 123_456}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void elementTypes(String storageClass, ByteBuffer storage, float[] expected) throws IOException {
        byte[] pickle = one(storageClass, 2, 0, new long[] {2}, new long[] {1});
        assertThat(read(TorchFiles.pth(pickle, Map.of("0", storage.array())))
                        .tensor("t")
                        .values())
                .isEqualTo(expected);
        assertThat(read(legacy(pickle, 2, storage.array())).tensor("t").values())
                .isEqualTo(expected);
    }

    @Test
    void halfPrecisionCorners() {
        assertThat(HalfFloat.toFloat((short) 0x7bff)).isEqualTo(65504);
        assertThat(HalfFloat.toFloat((short) 0x0400)).isEqualTo(0x1p-14f);
        assertThat(HalfFloat.toFloat((short) 0x03ff)).isEqualTo(1023 * 0x1p-24f);
        assertThat(HalfFloat.toFloat((short) 0x3555)).isEqualTo(0.33325195f);
        assertThat(HalfFloat.toFloat((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloat.toFloat((short) 0x7e00)).isNaN();
        assertThat(1 / HalfFloat.toFloat((short) 0x8000)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void stridesAndOffsetsAreHonoured() throws IOException {
        byte[] storage = TorchFiles.floats(9, 9, 0, 1, 2, 3, 4, 5);
        // The transpose of a 2x3 matrix that starts at element 2.
        byte[] transposed = one("FloatStorage", 8, 2, new long[] {3, 2}, new long[] {1, 3});
        Tensor tensor = read(TorchFiles.pth(transposed, Map.of("0", storage))).tensor("t");
        assertThat(tensor.shapeText()).isEqualTo("3x2");
        assertThat(tensor.values()).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(tensor.indexText(3)).isEqualTo("[1, 1]");
        byte[] repeated = one("FloatStorage", 8, 7, new long[] {2, 2}, new long[] {0, 0});
        assertThat(read(TorchFiles.pth(repeated, Map.of("0", storage)))
                        .tensor("t")
                        .values())
                .containsExactly(5, 5, 5, 5);
    }

    @Test
    void bigEndianFilesSayIt() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("m/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        entries.put("m/data.pkl", one("ShortStorage", 2, 0, new long[] {2}, new long[] {1}));
        entries.put("m/data/0", new byte[] {1, 2, 3, 4});
        assertThat(read(TorchFiles.zip(entries)).tensor("t").values()).containsExactly(0x0102, 0x0304);
        entries.put("m/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        assertThat(read(TorchFiles.zip(entries)).tensor("t").values()).containsExactly(0x0201, 0x0403);
    }

    @Test
    void compressedZipsAreRead() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("m/data.pkl", one("FloatStorage", 2, 0, new long[] {2}, new long[] {1}));
        entries.put("m/data/0", TorchFiles.floats(5, 6));
        assertThat(read(TorchFiles.zip(entries, ZipEntry.DEFLATED)).tensor("t").values())
                .containsExactly(5, 6);
    }

    @Test
    void wrappersParametersAndPrefixesAreUnwrapped() throws IOException {
        for (String wrapper : List.of("state_dict", "model_state_dict")) {
            PickleBytes pickle = PickleBytes.protocol(2).op('}').op('(');
            pickle.text("epoch").number(3).text(wrapper).orderedDict().op('(');
            pickle.text("module.t").global("torch._utils", "_rebuild_parameter").op('(');
            pickle.tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1})
                    .op(0x89)
                    .orderedDict()
                    .ops("tR");
            // PyTorch adds its version numbers as an attribute of the dict.
            pickle.op('u').ops("}").text("_metadata").orderedDict().ops("sb").op('u');
            assertThat(read(TorchFiles.pth(pickle.stop(), Map.of("0", TorchFiles.floats(4))))
                            .byName())
                    .containsOnlyKeys("t");
        }
    }

    /** Of torch.compile in DataParallel in a LightningModule; names of a part of the tensors stay. */
    @Test
    void prefixesOfAllTensorsAreDropped() throws IOException {
        Checkpoint checkpoint = read(twoTensors("model._orig_mod.module.net.0.weight", "model._orig_mod.module.net.1"));
        assertThat(checkpoint.byName()).containsOnlyKeys("0.weight", "1");
        assertThat(checkpoint.prefix()).isEqualTo("model._orig_mod.module.net.");
        assertThat(checkpoint.tensor("model._orig_mod.module.net.1")).isSameAs(checkpoint.tensor("1"));
        assertThat(read(twoTensors("net.0.weight", "head.weight")).byName())
                .containsOnlyKeys("net.0.weight", "head.weight");
        assertThat(read(twoTensors("net.0.weight", "net.")).byName()).containsOnlyKeys("net.0.weight", "net.");
    }

    private static byte[] twoTensors(String first, String second) {
        PickleBytes pickle = PickleBytes.protocol(2).op('}').op('(');
        pickle.text(first).tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1});
        pickle.text(second).tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1});
        return TorchFiles.pth(pickle.op('u').stop(), Map.of("0", TorchFiles.floats(4)));
    }

    /** Objects of plain data beside the weights are passed over, whatever opcodes make them; nothing of them is made. */
    @Test
    void dataBesideTheWeightsIsPassedOver() throws IOException {
        PickleBytes pickle = PickleBytes.protocol(2).op('}').op('(');
        pickle.text("accuracy").global("numpy._core.multiarray", "scalar").op('(');
        pickle.global("numpy", "dtype")
                .op('(')
                .text("f8")
                .ops("tR(NNtb")
                .text("bytes")
                .ops("tR");
        pickle.text("args")
                .global("argparse", "Namespace")
                .ops(")\u0081}")
                .text("lr")
                .ops("Nsb");
        pickle.text("hyper")
                .global("lightning_fabric.utilities.data", "AttributeDict")
                .ops(")}\u0092");
        pickle.text("lr").ops("Ns");
        pickle.text("list").global("collections", "deque").ops(")RNa");
        pickle.text("state_dict").ops("}").text("t").tensor("FloatStorage", "0", 1, 0, new long[] {1}, new long[] {1});
        pickle.ops("su");
        assertThat(read(TorchFiles.pth(pickle.stop(), Map.of("0", TorchFiles.floats(4))))
                        .byName())
                .containsOnlyKeys("t");
    }

    @Test
    void everyBadTensorIsReported() throws IOException {
        PickleBytes pickle = PickleBytes.protocol(2).op('}').op('(');
        pickle.text("a").tensor("FloatStorage", "0", 4, 1, new long[] {2, 2}, new long[] {2, 1});
        pickle.text("b").tensor("FloatStorage", "0", 4, 0, new long[] {-2}, new long[] {1});
        pickle.text("c").tensor("FloatStorage", "0", 4, 0, new long[] {2}, new long[] {-1});
        pickle.text("d").tensor("FloatStorage", "0", 4, -1, new long[] {2}, new long[] {1});
        pickle.text("e").tensor("FloatStorage", "0", 4, 0, new long[] {2, 3}, new long[] {1});
        byte[] file = TorchFiles.pth(pickle.op('u').stop(), Map.of("0", TorchFiles.floats(1, 2, 3, 4)));
        IntaglioException e = catchThrowableOfType(IntaglioException.class, () -> read(file));
        assertThat(e.getMessage().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains(": a: reaches element 4 of storage '0', which has 4"),
                        line -> assertThat(line).contains(": b: has an impossible view", "sizes [-2]"),
                        line -> assertThat(line).contains(": c: has an impossible view", "strides [-1]"),
                        line -> assertThat(line).contains(": d: has an impossible view: offset -1"),
                        line -> assertThat(line).contains(": e: has 2 sizes and 1 strides"));
    }

    @Test
    void integersWithoutAnExactFloatAreRefused() throws IOException {
        byte[] pickle = one("LongStorage", 2, 0, new long[] {2}, new long[] {1});
        byte[] storage = little(16).putLong((1 << 24) + 1).putLong(1).array();
        IntaglioException e =
                catchThrowableOfType(IntaglioException.class, () -> read(TorchFiles.pth(pickle, Map.of("0", storage))));
        assertThat(e).hasMessageContaining(": t: 1 of its 2 integers are beyond 16777216");
    }

    /** A state_dict of one tensor {@code t} on storage 0. */
    static byte[] one(String storageClass, long elements, long offset, long[] shape, long[] strides) {
        return PickleBytes.protocol(2)
                .op('}')
                .text("t")
                .tensor(storageClass, "0", elements, offset, shape, strides)
                .op('s')
                .stop();
    }

    /** A file of the legacy format with storage 0. */
    static byte[] legacy(byte[] pickle, long elements, byte[] storage) {
        return legacyStart(pickle)
                .raw(PickleBytes.protocol(2).op(']').text("0").op('a').stop())
                .int64(elements)
                .raw(storage)
                .bytes();
    }

    /** A file of the legacy format without storages. */
    static byte[] legacy(byte[] pickle) {
        return legacyStart(pickle).raw(PickleBytes.protocol(2).op(']').stop()).bytes();
    }

    private static PickleBytes legacyStart(byte[] pickle) {
        return new PickleBytes()
                .raw(PickleBytes.protocol(2).op(0x8a).op(10).raw(LEGACY_MAGIC).stop())
                .raw(PickleBytes.protocol(2).op('M').op(0xe9).op(3).stop())
                .raw(PickleBytes.protocol(2)
                        .op('}')
                        .text("little_endian")
                        .op(0x88)
                        .op('s')
                        .stop())
                .raw(pickle);
    }

    private static final byte[] LEGACY_MAGIC = {
        0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
    };

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private Checkpoint read(byte[] bytes) throws IOException {
        return CheckpointReader.read(Files.write(Files.createTempFile(folder, "model", ".pth"), bytes));
    }
}
