package intaglio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.frontend.ModelReader;
import intaglio.graph.FloatModel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertVerbTest {

    private static final Path SAMPLE = Path.of("examples/residual.onnx");

    @TempDir
    Path folder;

    @Test
    void onnxIsReadBackAsTheSameNetwork() {
        CommandLineRun run = CommandLineRun.of("convert", SAMPLE, "--to", "onnx", "--out", folder);

        assertThat(run.err()).isEmpty();
        FloatModel original = ModelReader.read(SAMPLE, null);
        Path file = folder.resolve(original.network().name() + ".onnx");
        assertThat(run.out()).contains("written: " + file);
        FloatModel again = ModelReader.read(file, null);
        assertThat(again.network().nodes()).isEqualTo(original.network().nodes());
        assertThat(again.parameters()).usingRecursiveComparison().isEqualTo(original.parameters());
    }

    @Test
    void networkFileAndWeights() {
        CommandLineRun run = CommandLineRun.of("convert", "examples/lenet.pth", "--to", "network", "--out", folder);

        assertThat(run.err()).isEmpty();
        Path weights = folder.resolve("lenet.safetensors");
        Path network = folder.resolve("lenet.json");
        assertThat(run.out()).contains("written: " + network, "written: " + weights);
        FloatModel original = ModelReader.read(Path.of("examples/lenet.pth"), null);
        FloatModel again = ModelReader.read(weights, network);
        assertThat(again.network().nodes()).isEqualTo(original.network().nodes());
        assertThat(again.parameters()).usingRecursiveComparison().isEqualTo(original.parameters());
    }

    @Test
    void filesThatExistAreKept() throws Exception {
        Path file = folder.resolve("lenet.safetensors");
        Files.writeString(file, "mine");

        CommandLineRun run = CommandLineRun.of("convert", "examples/lenet.pth", "--to", "network", "--out", folder);

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("exists already");
        assertThat(file).content().isEqualTo("mine");
        assertThat(folder.resolve("lenet.json")).doesNotExist();
    }

    @Test
    void formatHasToBeSaid() {
        CommandLineRun run = CommandLineRun.of("convert", SAMPLE, "--out", folder);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--to is missing", "--to onnx");
    }
}
