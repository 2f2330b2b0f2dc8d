package intaglio.frontend.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import intaglio.diag.IntaglioException;
import intaglio.frontend.ModelHints;
import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import intaglio.graph.IntegerModel;
import intaglio.ir.FloatParameters;
import intaglio.ir.IntegerParameters;
import intaglio.op.Layer;
import intaglio.op.Weighted;
import intaglio.quant.WideQuantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One trained network in every format of PyTorch gives the same weights and the same integers. */
class SameNetworkTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "same.pt2",
                "same-core.pt2",
                "same-old.pt2",
                "same-traced.pt",
                "same-scripted.pt",
                "same-frozen.pt",
                "same-whole.pth",
                "same.onnx",
                "same-dynamo.onnx"
            })
    void filesWithTheirGraph(String name) throws IOException {
        assertSame(TorchResources.read(name, 10, 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"same.safetensors", "same.npz"})
    void tensorsAlone(String name) throws IOException {
        assertSame(ModelReader.read(TorchResources.file(name), network()));
    }

    /** The usual sizes do not fit: 10 x 12 has to be said. */
    @Test
    void scriptSaysNoSize() {
        assertThatThrownBy(() -> ModelReader.read(TorchResources.file("same-scripted.pt"), null, ModelHints.NONE))
                .isInstanceOf(IntaglioException.class)
                .hasMessageContaining("--input-size");
    }

    /** As PyTorch's dequantize() says: exactly. */
    @Test
    void quantizedTensorsBecomeTheirFloats() {
        Checkpoint found = CheckpointReader.read(TorchResources.file("quantized.pth"));
        Checkpoint expected = CheckpointReader.read(TorchResources.file("dequantized.pth"));
        assertThat(found.byName().keySet()).isEqualTo(expected.byName().keySet());
        expected.tensors()
                .forEach(tensor -> assertThat(found.tensor(tensor.name()).values())
                        .as(tensor.name())
                        .isEqualTo(tensor.values()));
        assertThat(found.notes()).singleElement().asString().contains("floats again");
        assertThat(expected.notes()).isEmpty();
    }

    /** What a whole module says of its layers is in the start of the network file. */
    @Test
    void layersSayTheirStrides() {
        assertThat(CheckpointReader.read(TorchResources.file("same-whole.pth")).layerKeys())
                .containsEntry("0.0", ", \"padding\": [1, 2]")
                .containsEntry("1", ", \"stride\": [1, 2]");
    }

    private Path network() throws IOException {
        return Files.writeString(folder.resolve("net.json"), TorchResources.SAME_NETWORK);
    }

    private void assertSame(FloatModel found) throws IOException {
        FloatModel expected = ModelReader.read(TorchResources.file("same.pth"), network());
        assertThat(kinds(found)).isEqualTo(kinds(expected));
        List<FloatParameters> weights = parameters(found);
        List<FloatParameters> expectedWeights = parameters(expected);
        for (int i = 0; i < expectedWeights.size(); i++) {
            assertThat(weights.get(i).weights())
                    .isEqualTo(expectedWeights.get(i).weights());
            assertThat(weights.get(i).bias()).isEqualTo(expectedWeights.get(i).bias());
        }
        List<IntegerParameters> integers = integers(found);
        List<IntegerParameters> expectedIntegers = integers(expected);
        for (int i = 0; i < expectedIntegers.size(); i++) {
            assertThat(integers.get(i).weights())
                    .isEqualTo(expectedIntegers.get(i).weights());
            assertThat(integers.get(i).bias()).isEqualTo(expectedIntegers.get(i).bias());
            assertThat(integers.get(i).requantize())
                    .isEqualTo(expectedIntegers.get(i).requantize());
        }
    }

    /** The layers without their names. */
    private static List<String> kinds(FloatModel model) {
        return model.network().layers().stream()
                .map(layer -> layer.toString().replaceFirst("label=[^,\\]]+", ""))
                .toList();
    }

    private static List<Weighted> weighted(List<Layer> layers) {
        return layers.stream().flatMap(layer -> layer.weighted().stream()).toList();
    }

    private static List<FloatParameters> parameters(FloatModel model) {
        return weighted(model.network().layers()).stream()
                .map(model::parameters)
                .toList();
    }

    private static List<IntegerParameters> integers(FloatModel model) {
        IntegerModel integers = WideQuantizer.quantize(model, 8).model();
        return weighted(model.network().layers()).stream()
                .map(layer -> integers.parameters().get(layer.label()))
                .toList();
    }
}
