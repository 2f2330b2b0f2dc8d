package intaglio.frontend;

import static intaglio.frontend.torch.TorchFiles.ramp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import intaglio.diag.IntaglioException;
import intaglio.frontend.torch.TorchFiles;
import intaglio.frontend.torch.TorchFiles.Source;
import intaglio.graph.FloatModel;
import intaglio.ir.Activation;
import intaglio.ir.FloatParameters;
import intaglio.op.Conv2d;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batch normalizations of a bare state_dict, named in the network file. */
class BatchNormTest {

    /** 2x4x5 -> conv 3x2, normalized -> 3x2x4 -> dense 4, normalized. */
    private static final String NETWORK = """
            {"name": "n", "input": [2, 4, 5], "layers": [
              {"kind": "conv2d", "name": "a", "kernel": [3, 2], "batchnorm": "norms.0", "activation": "relu"},
              {"kind": "dense", "name": "d", "batchnorm": "norms.1", "eps": 0.25}]}
            """;

    @TempDir
    Path folder;

    @Test
    void aNormalizationIsFoldedBeforeTheActivation() throws IOException {
        Map<String, Source> tensors = tensors();
        FloatModel model = read(tensors, NETWORK);
        Conv2d conv = (Conv2d) model.network().layers().get(0);
        assertThat(conv.activation()).isEqualTo(Activation.RELU);
        FloatParameters folded = model.parameters(conv);
        for (int c = 0; c < 3; c++) {
            double factor = (c + 1) * 0.5 / Math.sqrt((c + 1) * 2.0 + 1e-5f);
            for (int i = 0; i < 12; i++) {
                double weight = 0.5 * (12 * c + i + 1);
                assertThat(folded.weights()[12 * c + i]).isEqualTo((float) (weight * factor));
            }
            double bias = 0.5 * (c + 1);
            double mean = (c + 1) * -3.0;
            assertThat(folded.bias()[c]).isEqualTo((float) ((bias - mean) * factor + (c + 1) * 7.0));
        }
    }

    @Test
    void withoutGainAndShiftAndWithItsOwnEps() throws IOException {
        FloatParameters folded = read(tensors(), NETWORK).parameters().get("d");
        for (int c = 0; c < 4; c++) {
            double factor = 1 / Math.sqrt((c + 1) * 0.5 + 0.25);
            assertThat(folded.weights()[24 * c + 5]).isEqualTo((float) (0.5 * (24 * c + 6) * factor));
            assertThat(folded.bias()[c]).isEqualTo((float) ((0 - 0.5 * (c + 1)) * factor));
        }
    }

    @Test
    void whatIsWrongWithItIsReportedTogether() throws IOException {
        Map<String, Source> tensors = tensors();
        tensors.remove("norms.0.running_var");
        tensors.put("norms.1.running_mean", ramp(5));
        tensors.put("other.running_mean", ramp(6));
        tensors.put("other.running_var", ramp(6));
        assertThat(failure(tensors, NETWORK).getMessage().lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .contains("norms.0.running_var: the tensor is missing, layer 'a' needs it (3)"),
                        line -> assertThat(line).contains("norms.1.running_mean: has shape 5, layer 'd' needs 4"),
                        line -> assertThat(line)
                                .contains(
                                        "other: a batch normalization of 6 channels that belongs to no layer",
                                        "\"batchnorm\": \"other\""));
    }

    @Test
    void varianceAndEpsAreChecked() throws IOException {
        Map<String, Source> tensors = tensors();
        tensors.put("norms.0.running_var", scaled(-2, 3));
        assertThat(failure(tensors, NETWORK)).hasMessageContaining("the variance of channel 0 is -2.0");
        assertThat(failure(tensors(), NETWORK.replace("0.25", "-1")))
                .hasMessageContaining("eps: -1 is not a number above 0");
        assertThat(failure(tensors(), NETWORK.replace("\"batchnorm\": \"norms.1\", ", "")))
                .hasMessageContaining("eps: belongs to a batch normalization, but there is none");
    }

    @Test
    void aNetworkWithoutTensorsCannotHaveOne() throws IOException {
        Path file = Files.writeString(folder.resolve("net.json"), NETWORK);
        assertThat(catchThrowableOfType(IntaglioException.class, () -> NetworkJson.read(file)))
                .hasMessageContaining("has a batch normalization, and there are no tensors to fold");
    }

    private static Map<String, Source> tensors() {
        Map<String, Source> tensors = new LinkedHashMap<>();
        tensors.put("a.weight", ramp(3, 2, 3, 2));
        tensors.put("a.bias", ramp(3));
        tensors.put("norms.0.weight", scaled(0.5f, 3));
        tensors.put("norms.0.bias", scaled(7, 3));
        tensors.put("norms.0.running_mean", scaled(-3, 3));
        tensors.put("norms.0.running_var", scaled(2, 3));
        tensors.put("norms.0.num_batches_tracked", ramp(1));
        tensors.put("d.weight", ramp(4, 24));
        tensors.put("norms.1.running_mean", ramp(4));
        tensors.put("norms.1.running_var", ramp(4));
        return tensors;
    }

    /** {@code by, 2 by, 3 by, ...} */
    private static Source scaled(float by, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = by * (i + 1);
        }
        return new Source(new long[] {count}, values);
    }

    private IntaglioException failure(Map<String, Source> tensors, String json) {
        return catchThrowableOfType(IntaglioException.class, () -> read(tensors, json));
    }

    private FloatModel read(Map<String, Source> tensors, String json) throws IOException {
        Path model = Files.write(folder.resolve("model.pth"), TorchFiles.stateDict(tensors));
        return ModelReader.read(model, Files.writeString(folder.resolve("net.json"), json));
    }
}
