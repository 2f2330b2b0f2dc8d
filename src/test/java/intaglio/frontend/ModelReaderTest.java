package intaglio.frontend;

import static intaglio.frontend.torch.TorchFiles.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.frontend.torch.TorchFiles;
import intaglio.frontend.torch.TorchFiles.Source;
import intaglio.graph.FloatModel;
import intaglio.ir.Activation;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Weighted;
import intaglio.testing.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelReaderTest {

    /** 2x13x18 -> conv 3x5 -> 5x6x17 -> maxpool 2x3 -> 5x3x5 -> dense 7 -> dense 4. */
    private static final String SMALL = """
            {"name": "Tiny", "input": [2, 13, 18], "layers": [
              {"kind": "conv2d", "name": "a", "kernel": [3, 5], "stride": [2, 1], "padding": [0, 1, 0, 2],
               "activation": "relu", "tensors": "features.0"},
              {"kind": "maxpool", "name": "p", "kernel": [2, 3]},
              {"kind": "dense", "name": "d", "outChannels": 7},
              {"kind": "dense", "name": "last"}]}
            """;

    @TempDir
    Path folder;

    @Test
    void recognisesTheClassicLeNet() {
        FloatModel model = ModelReader.read(SharedData.require("lenet-seed/best_model.pth"), null);
        assertThat(model.network().name()).isEqualTo("lenet");
        assertThat(model.network().shapes().inOrder())
                .extracting(Shape::toString)
                .containsExactly("1x28x28", "6x28x28", "6x14x14", "16x10x10", "16x5x5", "120x1x1", "84x1x1", "10x1x1");
        assertThat(model.network().weightedLayers())
                .extracting(Weighted::activation)
                .containsExactly(Activation.RELU, Activation.RELU, Activation.NONE, Activation.NONE, Activation.NONE);
        assertThat(model.parameters().keySet()).containsExactlyInAnyOrder("c1", "c3", "c5", "f6", "output");
        assertThat(model.parameters().get("c5").weights()).hasSize(48_000);
        assertThat(model.parameters().get("output").bias()).hasSize(10);
    }

    @Test
    void integerWeightsComeOutAsExactFloats() {
        FloatModel model = ModelReader.read(SharedData.require("lenet-seed/quant_model.pth"), null);
        for (Weighted layer : model.network().weightedLayers()) {
            for (float weight : model.parameters(layer).weights()) {
                assertThat(weight).isBetween(0f, 255f).isEqualTo(Math.round(weight));
            }
        }
    }

    @Test
    void batchNormsAreInTheDraft() {
        Path file = SharedData.require("lenet-bn-max/lenet-mnist-max-bn-relu.pth");
        IntaglioException e = catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(file, null));
        assertThat(e.problems()).hasSize(1);
        assertThat(e)
                .hasMessageContaining("a state_dict has no graph")
                .hasMessageContaining("inspect " + file + " --write net.json")
                .hasMessageContaining(
                        "{\"kind\": \"conv2d\", \"name\": \"c1\", \"kernel\": [5, 5], \"batchnorm\": \"b1\"}")
                .hasMessageContaining("\"name\": \"c5\", \"kernel\": [5, 5], \"batchnorm\": \"b5\"}")
                .hasMessageContaining("{\"kind\": \"dense\", \"name\": \"f6\"}, ");
    }

    @Test
    void describedNetworksAreRead() throws IOException {
        FloatModel model = read(smallTensors(), SMALL);
        assertThat(model.network().name()).isEqualTo("tiny");
        assertThat(model.network().layers().get(0))
                .isEqualTo(new Conv2d("a", 5, new Window(3, 5, 2, 1, 0, 1, 0, 2), Activation.RELU));
        assertThat(model.network().shapes().inOrder())
                .extracting(Shape::toString)
                .containsExactly("2x13x18", "5x6x17", "5x3x5", "7x1x1", "4x1x1");
        assertThat(model.parameters().get("a").weights()).startsWith(0.5f, 1f).hasSize(150);
        assertThat(model.parameters().get("d").bias()).containsExactly(0, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void everythingWrongIsReportedTogether() throws IOException {
        Map<String, Source> tensors = smallTensors();
        tensors.put("features.0.weight", ramp(5, 3, 3, 5));
        tensors.put("d.weight", ramp(7, 76));
        tensors.remove("last.weight");
        tensors.put("list.weight", ramp(4, 7));
        tensors.put("extra", ramp(3));
        tensors.get("d.weight").values()[78] = Float.NaN;
        tensors.get("d.weight").values()[80] = Float.POSITIVE_INFINITY;
        tensors.put("last.bias", ramp(11));
        IntaglioException e = failure(tensors, SMALL.replace("\"last\"", "\"last\", \"outChannels\": 4"));
        assertThat(e.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(e.getMessage().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("d.weight: 2 of 532 values are NaN", "first is NaN at [1, 2]"),
                        line -> assertThat(line)
                                .contains("features.0.weight: has shape 5x3x3x5, layer 'a' needs 5x2x3x5"),
                        line -> assertThat(line).contains("d.weight: has shape 7x76, layer 'd' needs 7x75"),
                        line -> assertThat(line)
                                .contains("last.weight: the tensor is missing", "4x7", "mean 'list.weight'?"),
                        line -> assertThat(line).contains("last.bias: has shape 11, layer 'last' needs 4"),
                        line -> assertThat(line)
                                .contains("list.weight: the tensor (4x7) belongs to no layer", "'last.weight'"),
                        line -> assertThat(line).contains("extra: the tensor (3) belongs to no layer"));
    }

    @Test
    void graphMistakesAreReportedTogether() throws IOException {
        String json = """
                {"name": "9begin", "input": [2, 13, 18], "layers": [
                  {"kind": "conv2d", "name": "Conv.1", "kernel": [3, 5], "padding": 3, "outChannels": 5, "groups": 2},
                  {"kind": "avgpool", "name": "p", "kernel": [3, 2]},
                  {"kind": "conv2d", "name": "conv_with_a_very_long_name", "kernel": [9, 1], "outChannels": 4},
                  {"kind": "conv2d", "name": "p", "kernel": [2, 2], "outChannels": 20000}]}
                """;
        IntaglioException e = catchThrowableOfType(IntaglioException.class, () -> NetworkJson.read(save(json)));
        assertThat(e.getMessage().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("/name: network name '9begin'", "'l9begin'"),
                        line -> assertThat(line).contains("/layers/0 (Conv.1): layer name 'Conv.1'", "'conv_1'"),
                        line -> assertThat(line).contains("/layers/0 (Conv.1): pads 3 rows and 3 columns", "3x5"),
                        line -> assertThat(line)
                                .contains("/layers/0 (Conv.1): has 2 groups, which do not divide its 2 input and 5"),
                        line -> assertThat(line).contains("/layers/2", "has 26 characters, at most 24"),
                        line -> assertThat(line).contains("/layers/2", "a window of 9x1 does not fit into 5x10"),
                        line -> assertThat(line).contains("/layers/3 (p): a layer 'p' is there already"),
                        line -> assertThat(line).contains("/layers/3", "number of channels is 20000, at most 16384"));
    }

    @Test
    void logitsMustBeAVector() throws IOException {
        IntaglioException e = failure(
                Map.of("c.weight", ramp(3, 1, 2, 3)),
                "{\"name\": \"n\", \"input\": [1, 4, 7], \"output\": \"logits\", \"layers\": "
                        + "[{\"kind\": \"conv2d\", \"name\": \"c\", \"kernel\": [2, 3]}]}");
        assertThat(e).hasMessageContaining("the last layer gives 3x3x5, but logits are a vector");
    }

    @Test
    void anUnknownNetworkIsShownWithADraft() throws IOException {
        Path model = Files.write(folder.resolve("m.pth"), TorchFiles.stateDict(smallTensors()));
        IntaglioException e = catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(model, null));
        assertThat(e.problems()).hasSize(1);
        assertThat(e)
                .hasMessageContaining("its tensors: features.0.weight 5x2x3x5, features.0.bias 5, d.weight 7x75")
                .hasMessageContaining("--network")
                .hasMessageContaining("\"input\": [2, H, W]")
                .hasMessageContaining("{\"kind\": \"conv2d\", \"name\": \"features_0\", \"tensors\": \"features.0\","
                        + " \"kernel\": [3, 5]}, {\"kind\": \"dense\", \"name\": \"d\"}");
    }

    @Test
    void leNetOfOtherShapesSaysWhichDiffer() throws IOException {
        Map<String, Source> tensors = new LinkedHashMap<>();
        tensors.put("c1.weight", ramp(6, 1, 5, 4));
        tensors.put("c1.bias", ramp(6));
        tensors.put("c3.weight", ramp(16, 6, 5, 5));
        tensors.put("c5.weight", ramp(120, 400));
        tensors.put("c5.bias", ramp(120));
        tensors.put("f6.weight", ramp(84, 120));
        tensors.put("f6.bias", ramp(84));
        tensors.put("output.weight", ramp(10, 84));
        tensors.put("output.bias", ramp(10));
        Path model = Files.write(folder.resolve("m.pth"), TorchFiles.stateDict(tensors));
        IntaglioException e = catchThrowableOfType(IntaglioException.class, () -> ModelReader.read(model, null));
        assertThat(e.getMessage().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("c1.weight: has shape 6x1x5x4, layer 'c1' needs 6x1x5x5"),
                        line -> assertThat(line).contains("c3.bias: the tensor is missing"));
        tensors.put("c1.weight", ramp(6, 1, 5, 5));
        tensors.put("c3.bias", ramp(16));
        Files.write(model, TorchFiles.stateDict(tensors));
        assertThat(ModelReader.read(model, null).network().layers().get(4))
                .isEqualTo(new Dense("c5", 120, Activation.NONE));
    }

    @Test
    void emptyTensorsAndBatchNormsAreReportedTogether() throws IOException {
        Map<String, Source> tensors = smallTensors();
        tensors.put("last.weight", ramp(0, 7));
        tensors.remove("last.bias");
        tensors.put("norm.weight", ramp(5));
        tensors.put("norm.running_mean", ramp(5));
        assertThat(failure(tensors, SMALL).getMessage().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("last.weight: has shape 0x7, layer 'last' needs ?x7"),
                        line -> assertThat(line).contains("norm: a batch normalization of 5 channels"));
    }

    private static Map<String, Source> smallTensors() {
        Map<String, Source> tensors = new LinkedHashMap<>();
        tensors.put("features.0.weight", ramp(5, 2, 3, 5));
        tensors.put("features.0.bias", ramp(5));
        tensors.put("d.weight", ramp(7, 75));
        tensors.put("last.weight", ramp(4, 7));
        tensors.put("last.bias", ramp(4));
        return tensors;
    }

    private IntaglioException failure(Map<String, Source> tensors, String json) {
        return catchThrowableOfType(IntaglioException.class, () -> read(tensors, json));
    }

    private FloatModel read(Map<String, Source> tensors, String json) throws IOException {
        Path model = Files.write(folder.resolve("model.pth"), TorchFiles.stateDict(tensors));
        return ModelReader.read(model, save(json));
    }

    private Path save(String json) throws IOException {
        return Files.writeString(folder.resolve("net.json"), json);
    }
}
