package intaglio.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import intaglio.data.ImageSet;
import intaglio.diag.IntaglioException;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.num.Rounding;
import intaglio.op.Dense;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomModels;
import intaglio.testing.RandomTables;
import intaglio.testing.RandomUint8Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExportTest {

    /** Of these, the ones that can carry floats are used on integers only: nothing in the graph is a float. */
    private static final Set<String> OPERATORS = Set.of(
            "ConvInteger",
            "MatMulInteger",
            "Cast",
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Mod",
            "Clip",
            "Max",
            "Gather",
            "MaxPool",
            "Slice",
            "Flatten",
            "Reshape");

    private static final Set<Integer> INTEGERS =
            Set.of(DataType.UINT8.getNumber(), DataType.INT32.getNumber(), DataType.INT64.getNumber());

    @TempDir
    Path folder;

    @Test
    void everyTensorIsAnInteger() throws InvalidProtocolBufferException {
        for (long seed = 0; seed < 40; seed++) {
            assertIntegersOnly(RandomModels.of(seed));
            assertIntegersOnly(RandomUint8Models.of(seed));
            assertIntegersOnly(RandomTables.of(seed));
        }
    }

    /** No operator of the set makes a float from integers, so constants, casts and the two ends tell it all. */
    private static void assertIntegersOnly(IntegerModel model) throws InvalidProtocolBufferException {
        GraphProto graph = ModelProto.parseFrom(OnnxExport.bytes(model)).getGraph();
        assertThat(graph.getNodeList()).allMatch(node -> OPERATORS.contains(node.getOpType()));
        assertThat(types(graph).values()).isSubsetOf(INTEGERS);
        assertThat(graph.getInput(0).getType().getTensorType().getElemType()).isEqualTo(DataType.UINT8.getNumber());
        assertThat(graph.getOutput(0).getType().getTensorType().getElemType()).isEqualTo(DataType.INT64.getNumber());
    }

    /** onnxruntime compares int64 wrongly, see {@link ExactBounds}. */
    @Test
    void int64IsNeverCompared() throws InvalidProtocolBufferException {
        int compared = 0;
        for (long seed = 0; seed < 40; seed++) {
            for (IntegerModel model : List.of(RandomModels.of(seed), RandomUint8Models.of(seed))) {
                GraphProto graph = ModelProto.parseFrom(OnnxExport.bytes(model)).getGraph();
                Map<String, Integer> types = types(graph);
                for (NodeProto node : graph.getNodeList()) {
                    if (Set.of("Clip", "Max").contains(node.getOpType())) {
                        assertThat(node.getInputList()).extracting(types::get).containsOnly(DataType.INT32.getNumber());
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(100);
    }

    /** Element type of every tensor, by name. */
    private static Map<String, Integer> types(GraphProto graph) {
        Map<String, Integer> types = new HashMap<>();
        types.put(OnnxExport.INPUT, DataType.UINT8.getNumber());
        graph.getInitializerList().forEach(constant -> types.put(constant.getName(), constant.getDataType()));
        for (NodeProto node : graph.getNodeList()) {
            types.put(
                    node.getOutput(0),
                    switch (node.getOpType()) {
                        case "Cast" -> (int) node.getAttribute(0).getI();
                        case "ConvInteger", "MatMulInteger" -> DataType.INT32.getNumber();
                        default -> types.get(node.getInput(0));
                    });
        }
        return types;
    }

    @Test
    void layersAreTheOperatorsOfTheirKind() throws InvalidProtocolBufferException {
        IntegerModel model = HardwareModels.uint8(HardwareModels.oblong(), 2, false);

        GraphProto graph = ModelProto.parseFrom(OnnxExport.bytes(model)).getGraph();

        Map<String, Long> counts = graph.getNodeList().stream()
                .collect(Collectors.groupingBy(node -> node.getOpType(), Collectors.counting()));
        // Two convolutions and the window sum of the average pool; three dense layers; the maximum pool.
        assertThat(counts)
                .containsEntry("ConvInteger", 3L)
                .containsEntry("MatMulInteger", 3L)
                .containsEntry("MaxPool", 1L);
    }

    /** onnxruntime warns of every constant that nothing reads. */
    @Test
    void everyConstantIsRead() throws InvalidProtocolBufferException {
        for (long seed = 0; seed < 40; seed++) {
            for (IntegerModel model : List.of(RandomModels.of(seed), RandomUint8Models.of(seed))) {
                GraphProto graph = ModelProto.parseFrom(OnnxExport.bytes(model)).getGraph();
                Set<String> read = graph.getNodeList().stream()
                        .flatMap(node -> node.getInputList().stream())
                        .collect(Collectors.toSet());
                assertThat(graph.getInitializerList())
                        .extracting(constant -> constant.getName())
                        .isSubsetOf(read);
            }
        }
    }

    @Test
    void sameNetworkSameBytes() {
        assertThat(OnnxExport.bytes(HardwareModels.uint8(HardwareModels.oblong(), 4, true)))
                .isEqualTo(OnnxExport.bytes(HardwareModels.uint8(HardwareModels.oblong(), 4, true)));
    }

    @Test
    void namesOfLayersMayLookLikeNamesOfTheGraph() throws InvalidProtocolBufferException {
        Network network = new Network(
                "names",
                new Shape(1, 2, 3),
                List.of(
                        new Dense(OnnxExport.OUTPUT, 4, Activation.RELU),
                        new Dense(OnnxExport.OUTPUT + "/limb0", 2, Activation.RELU)));

        GraphProto graph = ModelProto.parseFrom(OnnxExport.bytes(HardwareModels.of(network, 1)))
                .getGraph();

        assertThat(graph.getNodeList().stream().map(node -> node.getOutput(0))).doesNotHaveDuplicates();
    }

    @Test
    void writesOneFileAndLeavesAnotherAlone() throws IOException {
        IntegerModel model = HardwareModels.of(HardwareModels.strided(), 1);

        Path file = OnnxExport.write(model, folder.resolve("new/folder"));

        assertThat(file).isEqualTo(folder.resolve("new/folder/strided-integer.onnx"));
        assertThat(file).hasBinaryContent(OnnxExport.bytes(model));
        Files.writeString(file, "mine");
        assertThatThrownBy(() -> OnnxExport.write(model, file.getParent()))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("strided-integer.onnx: exists already");
        assertThat(file).hasContent("mine");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void folderThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        assertThatThrownBy(() -> OnnxExport.write(HardwareModels.of(HardwareModels.strided(), 1), file))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("file: is a file, not a folder");
        assertThat(file).hasContent("mine");
    }

    /** 255 * 255 * 33,026 is just above 2^31 - 1, 255 * 255 * 33,025 just below. */
    @Test
    void sumsThatLeave32BitsAreRefused() throws OrtException {
        byte[] white = new byte[33_025];
        Arrays.fill(white, (byte) 255);
        ImageSet image = new ImageSet(new Shape(1, 1, white.length), 1, white, List.of());
        assertThat(IntegerSession.logits(OnnxExport.bytes(dense(white.length, 1)), image))
                .isDeepEqualTo(new long[][] {{2_147_450_625L}});
        assertThatThrownBy(() -> OnnxExport.bytes(dense(33_026, 1)))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("layer 'first': sums of its weights and bytes reach 2147515650,"
                        + " integer operators of ONNX hold 2147483647");
    }

    @Test
    void everythingTooLargeIsListed() {
        assertThatThrownBy(() -> OnnxExport.bytes(dense(40_000, 1L << 27)))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("layer 'first': sums of its weights")
                .hasMessageContaining("layer 'second': sums over the 8 bytes of its inputs need 65 bits");
    }

    /** All weights 255, as large as the sums of bytes can be. */
    private static IntegerModel dense(int inputs, long multiplier) {
        Network network = new Network(
                "dense",
                new Shape(1, 1, inputs),
                List.of(new Dense("first", 1, Activation.NONE), new Dense("second", 1, Activation.NONE)));
        int[] weights = new int[inputs];
        Arrays.fill(weights, 255);
        Requantize scale = new Requantize(multiplier, 0, Rounding.FLOOR);
        return new IntegerModel(
                network,
                Map.of(
                        "first", new IntegerParameters(weights, 0, new long[1], scale, 1.0),
                        "second",
                                new IntegerParameters(
                                        new int[] {1}, 0, new long[1], new Requantize(1, 0, Rounding.FLOOR), 1.0)));
    }
}
